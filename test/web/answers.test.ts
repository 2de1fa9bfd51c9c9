/** What goes over the wire, header by header and in their order: whoever answers quicker answers the same. */
import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { openApp, type TestApp } from '../helpers/open-app.ts';

const KITOS = {
  kind: 'software',
  id: 'software/kitos',
  name: 'Kitos',
  url: 'https://github.com/strongminds/kitos',
  description: { en: { short: 'Overview of IT systems and contracts.' } },
  licence: { spdx: 'MPL-2.0' },
};

const SHARED = [
  'referrer-policy: no-referrer',
  'x-content-type-options: nosniff',
  'access-control-allow-origin: *',
  'access-control-expose-headers: etag, location, retry-after',
];
const LINK = 'link: <https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"';
const KEPT = 'cache-control: public, no-cache';
const JSON_TYPE = 'content-type: application/json; charset=utf-8';
const END = ['Date: …', 'Connection: close'];
const PROBLEM = [
  ...[...SHARED, LINK, 'cache-control: no-store', 'vary: accept, accept-language'],
  ...['content-type: application/problem+json; charset=utf-8', 'content-language: en', 'content-length: …', ...END],
];

/** The lines of the head, and the body. */
async function wire(
  { app }: TestApp,
  path: string,
  known = '',
  method = 'GET',
): Promise<{ head: string[]; body: string }> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (more) => {
    text += more;
  });
  const asks = known === '' ? '' : `if-none-match: ${known}\r\n`;
  socket.write(`${method} /api/v1/${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${asks}\r\n`);
  await once(socket, 'end');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const stable = head.replace(/^Date: .*$/m, 'Date: …').replace(/^HTTP\/1.1 /, '');
  return { head: stable.split('\r\n'), body };
}

const lengthless = (head: string[]): string[] => head.map((line) => line.replace(/^(content-length:) \d+/, '$1 …'));

t.test('a record goes out under the same headers whichever way it was found', async (t) => {
  const app = await openApp(t);
  await app.post(KITOS);
  const { headers, body, rawPayload } = await app.ask('/api/v1/software/kitos');
  const tag = String(headers.etag);
  const whole = [
    '200 OK',
    ...SHARED,
    LINK,
    `etag: ${tag}`,
    KEPT,
    JSON_TYPE,
    `content-length: ${rawPayload.length}`,
    ...END,
  ];
  const fresh = ['304 Not Modified', ...SHARED, `etag: ${tag}`, KEPT, ...END];
  // The second address is looked up step by step.
  for (const path of ['software/kitos', 'software/kitos@own']) {
    t.same(await wire(app, path), { head: whole, body }, path);
    t.same(await wire(app, path, '"other"'), { head: whole, body }, path);
    t.same(await wire(app, path, '', 'HEAD'), { head: whole, body: '' }, path);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*'])
      t.same(await wire(app, path, known), { head: fresh, body: '' }, `${path} ${known}`);
    const { head, body: none } = await wire(app, path, tag, 'HEAD');
    t.same([head.filter((line) => line !== 'content-length: 0'), none], [fresh, ''], path);
  }
  const elsewhere = await wire(app, 'software/none', tag);
  t.same(lengthless(elsewhere.head), ['404 Not Found', ...PROBLEM]);
  t.match(elsewhere.body, '"code":"not-found"');
  const wrong = await wire(app, 'software/kitos?x=1', tag);
  t.same(lengthless(wrong.head), ['400 Bad Request', ...PROBLEM]);
});

t.test('a built-in record has the bare address until an entry of ours stands before it', async (t) => {
  const app = await openApp(t);
  const { kind: _, id: __, ...record } = KITOS;
  await app.builtIn('software', 'kitos', record);
  const first = await app.ask('/api/v1/software/kitos');
  t.match(first.json(), { origin: 'built-in' });
  const known = { 'if-none-match': String(first.headers.etag) };
  t.equal((await app.ask({ url: '/api/v1/software/kitos', headers: known })).statusCode, 304);
  await app.post({ ...KITOS, name: 'Ours' });
  const ours = await app.ask({ url: '/api/v1/software/kitos', headers: known });
  t.match(ours.json(), { origin: 'own', record: { name: 'Ours' } }, 'what changed is answered at once');
  await app.registry.withdraw('software', 'kitos', 'retired');
  const gone = await app.ask({ url: '/api/v1/software/kitos', headers: known });
  t.match(gone.json(), { code: 'gone', reason: 'retired' });
  t.equal((await app.ask('/api/v1/software/kitos@built-in')).statusCode, 200);
});

t.test('a record of the past is answered as it stood then', async (t) => {
  const app = await openApp(t);
  await app.post(KITOS);
  await app.post({ ...KITOS, name: 'Later' });
  t.match((await app.ask('/api/v1/software/kitos')).json(), { record: { name: 'Later' } });
  t.match((await app.ask('/api/v1/software/kitos?at=1')).json(), { record: { name: 'Kitos' } });
});

t.test('a failure of the database is answered as one', async (t) => {
  const app = await openApp(t);
  await app.post(KITOS);
  await app.ask('/api/v1/software/kitos');
  await app.store.close();
  for (const path of ['software/kitos', 'software/kitos@own']) {
    const response = await app.app.inject(`/api/v1/${path}`);
    t.equal(response.statusCode, 500, path);
    t.match(response.json(), { code: 'internal' }, path);
  }
});
