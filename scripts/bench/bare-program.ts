/**
 * `bare-program.js DATA memory|sqlite`: the yardstick. Fastify with the plug-ins of the service and nothing of ours, which
 * answers the same bytes under the same headers: records out of a map of buffers, or by one prepared look-up in SQLite.
 */
import { join } from 'node:path';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import underPressure from '@fastify/under-pressure';
import Database from 'better-sqlite3';
import fastify, { type FastifyReply } from 'fastify';
import { VIEW } from '../../src/store/sqlite/kept-once.ts';

interface Row {
  ord: number;
  etag: string;
  view: Buffer;
}

const [folder = '', mode = 'memory'] = process.argv.slice(2);
const db = new Database(join(folder, 'alminding.db'), { readonly: true });
// The documents whole and in one place, which is the least that a look-up can be asked.
db.exec(`CREATE TEMP TABLE documents AS
    SELECT r.ord, r.slug, r.etag, CAST(${VIEW} AS BLOB) AS view FROM records r
    WHERE r.kind = 'software' AND r.origin = 0 AND r.rep = r.ord ORDER BY r.ord;
  CREATE UNIQUE INDEX documents_slug ON documents (slug); CREATE UNIQUE INDEX documents_ord ON documents (ord)`);
const COLUMNS = 'ord, etag, view FROM documents';
const one = db.prepare(`SELECT ${COLUMNS} WHERE slug = ?`);
const some = db.prepare(`SELECT ${COLUMNS} WHERE ord > ? ORDER BY ord LIMIT ?`);
const total = db.prepare('SELECT count(*) FROM documents').pluck().get() as number;
const held = new Map<string, Row>();
if (mode === 'memory') {
  const all = db.prepare(`SELECT slug, ${COLUMNS}`).all() as (Row & { slug: string })[];
  for (const { slug, ...row } of all) held.set(slug, row);
}
const rowOf = mode === 'memory' ? (slug: string) => held.get(slug) : (slug: string) => one.get(slug) as Row | undefined;

const JSON_TYPE = 'application/json; charset=utf-8';
const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, location, retry-after',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const app = fastify({ logger: false });
await app.register(underPressure, { maxEventLoopDelay: 1_000 });
await app.register(swagger, { openapi: { info: { title: 'bare', version: '0' } } });
await app.register(rateLimit, { global: false });

app.get<{ Params: { slug: string } }>('/api/v1/software/:slug', (request, reply) => {
  const row = rowOf(request.params.slug);
  if (row === undefined) return reply.code(404).send('');
  const etag = `"${row.etag}"`;
  const known = request.headers['if-none-match'] === etag;
  if (known)
    return reply
      .code(304)
      .headers({ ...HEADERS, etag, 'cache-control': 'public, no-cache' })
      .send();
  return answer(reply, row.view, { etag, 'cache-control': 'public, no-cache' });
});

app.get<{ Querystring: { limit: string; after?: string } }>('/api/v1/software', (request, reply) => {
  const rows = some.all(Number(request.query.after ?? 0), Number(request.query.limit)) as Row[];
  const items = rows.map(({ view }) => view.toString()).join();
  const next = rows.at(-1)?.ord ?? null;
  return answer(reply, `{"total":${total},"items":[${items}],"next":${next}}`, {
    'cache-control': 'public, max-age=30',
  });
});

const answer = (reply: FastifyReply, body: Buffer | string, headers: Record<string, string>) =>
  reply.headers({ ...HEADERS, 'content-type': JSON_TYPE, ...headers }).send(body);

process.once('SIGTERM', () => process.exit(0));
const url = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(JSON.stringify({ url }));
