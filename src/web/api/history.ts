import type { FastifyInstance } from 'fastify';
import { toRfc3339 } from '../../kernel/clock.ts';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import type { Provenance, Reader } from '../../registry/types.ts';
import type { VersionEntry, VersionPage, VersionSource } from '../../schemas.gen.ts';
import type { VersionRow } from '../../store/port.ts';
import { CACHE, sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { findFormer } from './address.ts';
import { describe, ELSEWHERE, json, nameOf, UNCHANGED } from './documentation.ts';
import { ADDRESS, CURSOR, LIMIT, type PageQuery } from './parameters.ts';
import { type ByAddress, elsewhere, withLink } from './records.ts';

/** `GET /api/v1/<plural>/{address}/versions` */
export function versionsRoute(app: FastifyInstance, read: Reader, kind: Kind): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `list${nameOf(kind)}Versions`,
    summary: 'List the versions of an entry',
    description: 'Newest first, each with the digest of its body and how it came in.',
    params: ADDRESS,
    querystring: query({ limit: LIMIT, cursor: CURSOR }),
    answers: { 200: json('One page of versions.', 'versionPage'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone', 'invalid-cursor'],
  });
  const path = `/${PLURAL[kind]}/:address/versions`;
  app.get<ByAddress & { Querystring: PageQuery }>(path, { schema }, async (request, reply) => {
    const { limit, cursor } = request.query;
    const found = await findFormer(read, kind, request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/versions`);
    const page = await read.versions(found.row, limit, cursor);
    const answer: VersionPage = { ...page, items: page.items.map(versionEntry) };
    return sendTagged(request, reply, answer, CACHE.revalidate);
  });
}

/** `GET /api/v1/<plural>/{address}/compare` */
export function compareRoute(app: FastifyInstance, read: Reader, kind: Kind): void {
  const n = (description: string) => ({ type: 'integer', minimum: 1, description });
  const schema = describe({
    tag: PLURAL[kind],
    id: `compare${nameOf(kind)}`,
    summary: 'Compare two versions of an entry',
    description: 'What changed in the record from one version to another, place by place.',
    params: ADDRESS,
    querystring: query({ from: n('Number of the older version.'), to: n('Number of the newer version.') }, [
      'from',
      'to',
    ]),
    answers: { 200: json('The differences.', 'comparison'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  const path = `/${PLURAL[kind]}/:address/compare`;
  app.get<ByAddress & { Querystring: { from: number; to: number } }>(path, { schema }, async (request, reply) => {
    const { from, to } = request.query;
    const found = await findFormer(read, kind, request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/compare?from=${from}&to=${to}`);
    const changes = await read.compare(found.row, from, to);
    return withLink(reply, found.row.view).header('cache-control', CACHE.version).send({ from, to, changes });
  });
}

const versionEntry = ({ n, digest, bytes, mediaType, created, provenance }: VersionRow): VersionEntry => ({
  n,
  digest,
  bytes,
  mediaType,
  published: toRfc3339(created),
  source: versionSource(JSON.parse(provenance) as Provenance | { by: 'mirror' }),
});

/** Who pushed it and from which file of the operator's machine it was imported is nobody's business. */
function versionSource(came: Provenance | { by: 'mirror' }): VersionSource {
  if (came.by === 'crawl' || came.by === 'run')
    return { by: came.by, url: came.url, commit: came.commit, path: came.path };
  if (came.by === 'draft') return { by: came.by, url: came.url, commit: came.commit };
  if (came.by === 'hand-over') return came.entry === null ? { by: came.by } : { by: came.by, entry: came.entry };
  return came.by === 'folder' ? { by: came.by, file: came.file, ...came.at } : { by: came.by };
}
