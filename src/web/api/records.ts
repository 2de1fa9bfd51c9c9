import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FederationReader } from '../../federation/report.ts';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { type Kind, MEDIA_TYPE, PLURAL } from '../../records/kinds.ts';
import type { Reader, Registry } from '../../registry/types.ts';
import type { RecordRow, StoredDocument } from '../../store/port.ts';
import { linkOfDocument } from '../licence-link.ts';
import { CACHE, isFresh, knownTag } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find, findDocument, findFormer } from './address.ts';
import { answer, bare, describe, ELSEWHERE, json, nameOf } from './documentation.ts';
import { ADDRESS, AT, CURSOR, LIMIT, ON, type PageQuery, type PointQuery, readerAt } from './parameters.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';

export interface ByAddress {
  Params: { address: string };
}

type Marking = Pick<FederationReader, 'standing'>;

/** `GET /api/v1/<plural>`: whole records. Stored texts are joined as they are; only those of other catalogues are read, to be marked. */
export function listRoute(
  app: FastifyInstance,
  { registry, federation }: { registry: Registry; federation: Marking },
  kind: Kind,
): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `list${nameOf(PLURAL[kind])}`,
    summary: `List ${PLURAL[kind]}`,
    description:
      'Whole records in the order in which they came, those of other catalogues with `faults` and `originStanding` as by themselves. Entries of the same thing in several origins count once.',
    querystring: query({ limit: LIMIT, cursor: CURSOR, at: AT, on: ON }),
    answers: { 200: json('One page of records.', 'recordPage') },
    refusals: ['invalid-cursor'],
  });
  app.get<{ Querystring: PageQuery & PointQuery }>(`/${PLURAL[kind]}`, { schema }, async ({ query }, reply) => {
    const read = await readerAt(registry, query);
    const { total, items, next } = await read.list(kind, query.limit, query.cursor);
    reply.headers({ 'content-type': JSON_TYPE, 'cache-control': CACHE.briefly });
    const shown: Uint8Array[] = [];
    const followed = new Map();
    for (const item of items) shown.push(await markedItem({ read, federation, followed }, kind, item));
    return reply.send(pageOf(total, shown, next));
  });
}

const COMMA = Buffer.from(',');

/** The stored bytes side by side, in the frame of a list. */
function pageOf(total: number, items: Uint8Array[], next: string | null): Buffer {
  const parts: Uint8Array[] = [Buffer.from(`{"total":${total},"items":[`)];
  for (const [i, item] of items.entries()) parts.push(...(i === 0 ? [item] : [COMMA, item]));
  parts.push(Buffer.from(`],"next":${JSON.stringify(next)}}`));
  return Buffer.concat(parts);
}

/** Kinds of whose names there is no singular. */
const ONE: Partial<Record<Kind, string>> = { software: 'an entry of software', writers: 'the writers of an entry' };

/** `GET /api/v1/<plural>/{address}`: one record, from the bytes that were made when it was written. */
export function recordRoute(
  app: FastifyInstance,
  { registry, federation }: { registry: Registry; federation: Marking },
  kind: Kind,
): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `get${nameOf(kind)}`,
    summary: `Get ${ONE[kind] ?? `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`}`,
    description:
      'The newest version with its origin and sources; what is wrong with one of another catalogue, in `faults`, and what is out of order with that catalogue, in `originStanding`. A bare slug is ours, else built in, else the one mirrored entry of that name.',
    params: ADDRESS,
    querystring: query({ at: AT, on: ON }),
    answers: {
      200: { description: 'The record.', content: { 'application/json': { schema: viewOf(kind) } } },
      304: bare('The record is still the one of the ETag that was sent.'),
      307: ELSEWHERE,
    },
    refusals: ['not-found', 'gone'],
  });
  const { read } = registry;
  type Asked = ByAddress & { Querystring: PointQuery };
  app.get<Asked>(`/${PLURAL[kind]}/:address`, { schema }, (request, reply) => {
    const { params, query } = request;
    const known = knownTag(request);
    // Most are asked for by their bare name, and are answered without waiting: that alone costs as much as looking them up.
    const found = query.at === undefined ? read.documentNow(kind, params.address, known) : null;
    if (found !== null) return sendDocument(request, reply, found);
    return findAny({ registry, federation }, kind, { ...params, ...query, known }).then((found) =>
      'at' in found ? elsewhere(reply, found.at) : sendDocument(request, reply, found.row),
    );
  });
}

function sendDocument(request: FastifyRequest, reply: FastifyReply, { view, etag }: StoredDocument): FastifyReply {
  // An answer without the document says nothing of its licence: what was said with the document stands. Removed before others
  // are added, as what is added last goes at little cost.
  if (view === null) reply.removeHeader('link');
  const fresh = isFresh(request, reply, { etag, type: JSON_TYPE, cache: CACHE.revalidate });
  if (view === null) return reply.send();
  return fresh ? reply.removeHeader('link').send() : withLink(reply, view).send(view);
}

/** The document that any address leads to, at any point. */
async function findAny(
  { registry, federation }: { registry: Registry; federation: Marking },
  kind: Kind,
  { address, known, ...point }: { address: string; known: string | undefined } & PointQuery,
): ReturnType<typeof findMarked> {
  const read = await readerAt(registry, point);
  return isFar(address) ? findMarked({ read, federation }, kind, address) : findDocument(read, kind, address, known);
}

/** Whether an address can only be that of another catalogue's record. */
const isFar = (address: string): boolean => address.includes('@') && !/@(own|built-in)$/.test(address);

/** Where a document names its origin: see `project.ts`, which writes these three first. */
const HEAD = /^\{"id":"[a-z]+\/([^"]+)","kind":"[a-z]+","origin":"([^"]+)"/;
const HEAD_BYTES = 600;

/** What marks records: `followed` where many are marked at once. */
interface Marker {
  read: Reader;
  federation: Marking;
  followed?: Parameters<Reader['faults']>[1];
}

/** A record as it stands in a list: one of another catalogue with the same marks as by itself. */
async function markedItem(deps: Marker, kind: Kind, item: Uint8Array): Promise<Uint8Array> {
  const head = Buffer.from(item.buffer, item.byteOffset, Math.min(item.byteLength, HEAD_BYTES)).toString('utf8');
  const [, slug = '', origin = ''] = HEAD.exec(head) ?? [];
  const address = `${slug}@${origin}`;
  if (!isFar(address)) return item;
  // What a chain of successors leads to is looked up for each: others get their turn in between.
  await nextTurn();
  const found = await deps.read.lookup(kind, address);
  const marks = 'found' in found ? await marksOf(deps, found.found) : null;
  return marks === null ? item : Buffer.concat([item.subarray(0, item.lastIndexOf(BRACE)), Buffer.from(marks)]);
}

const BRACE = '}'.charCodeAt(0);

/** A record of another catalogue, with what is wrong with it or its catalogue: that can change without it. */
async function findMarked(
  deps: { read: Reader; federation: Marking },
  kind: Kind,
  address: string,
): Promise<{ row: StoredDocument } | { at: string }> {
  const found = await find(deps.read, kind, address);
  if ('at' in found) return found;
  const { view, etag } = found.row;
  const marks = await marksOf(deps, found.row);
  if (marks === null) return { row: { etag, view: Buffer.from(view) } };
  const marked = Buffer.from(`${view.slice(0, view.lastIndexOf('}'))}${marks}`);
  return { row: { etag: `${etag}.${sha256(marks).toString('base64url').slice(0, 11)}`, view: marked } };
}

/** The end of its document with `faults` and `originStanding`, `,"faults":[…]}`; null where nothing is to be said. */
async function marksOf({ read, federation, followed }: Marker, row: RecordRow): Promise<string | null> {
  const { view } = row;
  const faults = await read.faults(row, followed);
  const { origin, mirror } = JSON.parse(view) as { origin: string; mirror?: { index: number } };
  const standing = await federation.standing(origin, mirror?.index);
  if (faults.length === 0 && standing === null) return null;
  const told = JSON.stringify({
    ...(faults.length > 0 && {
      faults: faults.map(({ rule, pointer, message, hint }) => ({ rule, pointer, message, hint })),
    }),
    ...(standing !== null && { originStanding: standing }),
  });
  return `,${told.slice(1)}`;
}

/** `GET /api/v1/<plural>/{address}/body`: the bytes that the journal names by their digest. */
export function bodyRoute(app: FastifyInstance, read: Reader, kind: Kind): void {
  const n = { type: 'integer', minimum: 1, description: 'Number of a version. Else the newest.' };
  const schema = describe({
    tag: PLURAL[kind],
    id: `get${nameOf(kind)}Body`,
    summary: 'Get the body of a version',
    description: 'Exactly the bytes whose SHA-256 the journal holds, with the salt. The ETag is that digest.',
    params: ADDRESS,
    querystring: query({ version: n }),
    answers: {
      200: {
        description: 'The bytes.',
        content: {
          [MEDIA_TYPE[kind]]: { schema: { type: 'object', description: 'Salt, kind, id, source and record.' } },
        },
      },
      304: bare('The body is still the one of the ETag that was sent.'),
      307: ELSEWHERE,
    },
    refusals: ['not-found', 'gone'],
  });
  const path = `/${PLURAL[kind]}/:address/body`;
  app.get<ByAddress & { Querystring: { version?: number } }>(path, { schema }, async (request, reply) => {
    const found = await findFormer(read, kind, request.params.address);
    const { version } = request.query;
    if ('at' in found) return elsewhere(reply, `${found.at}/body${version === undefined ? '' : `?version=${version}`}`);
    return sendBody(request, withLink(reply, found.row.view), await read.body(found.row, version), version);
  });
}

/** Of the whole room's link the one that is right for this record. */
export function withLink(reply: FastifyReply, view: Uint8Array | string): FastifyReply {
  const link = linkOfDocument(view);
  return link === '' ? reply.removeHeader('link') : reply.header('link', link);
}

function sendBody(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Awaited<ReturnType<Reader['body']>>,
  version: number | undefined,
): FastifyReply {
  if (body === null) throw new CodedError('not-found', `There is no version ${version ?? ''} of this entry.`);
  const cache = version === undefined ? CACHE.revalidate : CACHE.version;
  if (isFresh(request, reply, { etag: body.digest, type: body.mediaType, cache })) return reply.send();
  return reply.send(Buffer.from(body.body.buffer, body.body.byteOffset, body.body.byteLength));
}

export const elsewhere = (reply: FastifyReply, address: string): FastifyReply =>
  reply.code(307).headers({ location: address, 'cache-control': CACHE.revalidate }).send();

/** The common frame, around a record of this kind. */
const viewOf = (kind: Kind): object => ({
  allOf: [
    answer('recordView'),
    { type: 'object', properties: { record: { $ref: `https://alminding.example/schemas/${kind}.schema.json#` } } },
  ],
});
