import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseIndexPath, parseTilePath } from '../../journal/tiles.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Served } from '../../logs/served.ts';
import type { HeadRow } from '../../store/log-port.ts';
import { describe } from '../api/documentation.ts';
import { bytesAnswer, FED_CACHE, TYPES } from './answers.ts';

const compress = promisify(gzip);
const DEEPER = 'Numbers from 1000 on take further path elements of three digits, as C2SP tlog-tiles says (`x001/234`).';

/** Which logs are served below a prefix, and how their operations end in the description of the API. */
interface Of {
  end: '' | 'OfMirror';
  params(names: Record<string, object>): object;
}

const named = (end: Of['end'], log: string): Of => ({
  end,
  params: (names) => ({ type: 'object', properties: { log: { type: 'string', description: log }, ...names } }),
});

const OWN = named('', 'Epoch of the log.');
/** Logs of others under `/mirror`, in the layout of C2SP tlog-mirror. */
export const MIRRORED = named('OfMirror', 'SHA-256 of the origin line of the log, in hexadecimal.');

/** What never asks for more than a file: checkpoint, tiles, bundles, packs, bodies, keys, state. Below `/log/<epoch>`. */
export function staticRoutes(app: FastifyInstance, served: Served, of: Of = OWN): void {
  const headOf = async (request: FastifyRequest): Promise<HeadRow> => {
    const { log } = request.params as { log: string };
    const head = await served.find(log);
    if (head === null) throw new CodedError('not-found', 'There is no such log here.');
    return head;
  };
  checkpointRoute(app, headOf, of);
  tileRoutes(app, headOf, served, of);
  packRoutes(app, headOf, served, of);
  bodyRoutes(app, headOf, served, of);
  stateRoute(app, headOf, served, of);
}

type HeadOf = (request: FastifyRequest) => Promise<HeadRow>;

const send = (reply: FastifyReply, bytes: Uint8Array | string, type: string, cache: string): FastifyReply =>
  reply
    .headers({ 'content-type': type, 'cache-control': cache })
    .send(typeof bytes === 'string' ? bytes : Buffer.from(bytes));

function checkpointRoute(app: FastifyInstance, headOf: HeadOf, { end, params }: Of): void {
  const schema = describe({
    tag: 'federation',
    id: `getCheckpoint${end}`,
    summary: 'The signed head of a log',
    description: 'A checkpoint (C2SP tlog-checkpoint): origin line, size, root, signatures.',
    params: params({}),
    answers: { 200: bytesAnswer('The checkpoint.', TYPES.text) },
    refusals: ['not-found'],
  });
  app.get('/:log/checkpoint', { schema }, async (request, reply) =>
    send(reply, (await headOf(request)).note, TYPES.text, FED_CACHE.head),
  );
}

function tileRoutes(app: FastifyInstance, headOf: HeadOf, served: Served, { end, params }: Of): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const head = await headOf(request);
    const tile = parseTilePath(request.url.slice(request.url.indexOf('/tile/') + 1));
    const bytes = tile === null ? null : await served.tile(head, tile);
    if (tile === null || bytes === null) throw new CodedError('not-found', 'The signed head has no such tile.');
    if (tile.level !== 'entries' || !/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')))
      return send(reply, bytes, TYPES.bytes, FED_CACHE.immutable);
    reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    return send(reply, await compress(bytes), TYPES.bytes, FED_CACHE.immutable);
  };
  const schema = describe({
    tag: 'federation',
    id: `getTile${end}`,
    summary: 'A tile of hashes, or a bundle of leaves',
    description: `As C2SP tlog-tiles has them: the level is a number or \`entries\`, partial ones end in \`.p/\` and their width. ${DEEPER}`,
    params: params({
      level: { type: 'string', description: 'Level, or `entries`.' },
      index: { type: 'string', description: 'Index.' },
    }),
    answers: { 200: bytesAnswer('The bytes; they never change.', TYPES.bytes) },
    refusals: ['not-found'],
  });
  app.get('/:log/tile/:level/:index', { schema }, answer);
  app.get('/:log/tile/*', answer);
}

function packRoutes(app: FastifyInstance, headOf: HeadOf, served: Served, { end, params }: Of): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const head = await headOf(request);
    const index = parseIndexPath(request.url.slice(request.url.indexOf('/pack/') + '/pack/'.length));
    const bytes = index === null ? null : await served.pack(head, index);
    if (bytes === null) throw new CodedError('not-found', 'The signed head has no such bundle.');
    return send(reply, bytes, TYPES.gzip, FED_CACHE.pack);
  };
  const schema = describe({
    tag: 'federation',
    id: `getPack${end}`,
    summary: 'Bodies of a bundle of leaves',
    description: `A gzip file: for each leaf of the bundle in order the length of its body (uint32, big-endian) and the body, or 0xFFFFFFFF where it is left out. Only bodies that are still current are in it, at most 4 MiB. ${DEEPER}`,
    params: params({ index: { type: 'string', description: 'Index of the bundle.' } }),
    answers: { 200: bytesAnswer('The pack.', TYPES.gzip) },
    refusals: ['not-found'],
  });
  app.get('/:log/pack/:index', { schema }, answer);
  app.get('/:log/pack/*', answer);
}

function bodyRoutes(app: FastifyInstance, headOf: HeadOf, served: Served, { end, params }: Of): void {
  const blob = describe({
    tag: 'federation',
    id: `getBlob${end}`,
    summary: 'A body by its digest',
    description: 'The bytes that a leaf names, by their SHA-256 in hexadecimal, behind its first two digits.',
    params: params({
      start: { type: 'string', description: 'First two digits.' },
      digest: { type: 'string', description: 'All 64 digits.' },
    }),
    answers: { 200: bytesAnswer('The body.', TYPES.bytes) },
    refusals: ['not-found', 'gone'],
  });
  app.get('/:log/blob/:start/:digest', { schema: blob }, async (request, reply) => {
    await headOf(request);
    const { start, digest } = request.params as { start: string; digest: string };
    const good = /^[0-9a-f]{64}$/.test(digest) && digest.startsWith(start) && start.length === 2;
    const found = good ? await served.blob(`sha256:${Buffer.from(digest, 'hex').toString('base64url')}`) : null;
    if (found === null) throw new CodedError('not-found', 'No leaf names such a body.');
    if (found === 'erased') throw new CodedError('gone', 'This body was erased.');
    return send(reply, found.body, TYPES.bytes, FED_CACHE.body);
  });
  const keys = describe({
    tag: 'federation',
    id: `getKeys${end}`,
    summary: 'A key document',
    description:
      'Number `n` of the chain of key documents of this catalogue, as it stands in its leaf; `n.json` in the address.',
    params: params({ file: { type: 'string', description: '`1.json`, `2.json` and so on.' } }),
    answers: { 200: { description: 'The document.', content: { 'application/json': { schema: { type: 'object' } } } } },
    refusals: ['not-found'],
  });
  app.get('/:log/keys/:file', { schema: keys }, async (request, reply) => {
    const head = await headOf(request);
    const { file } = request.params as { file: string };
    const n = /^([1-9]\d{0,5})\.json$/.exec(file)?.[1];
    const document = n === undefined ? null : await served.keys(Number(n), head);
    if (document === null) throw new CodedError('not-found', 'There is no such key document.');
    return send(reply, document, TYPES.json, FED_CACHE.immutable);
  });
}

function stateRoute(app: FastifyInstance, headOf: HeadOf, served: Served, { end, params }: Of): void {
  const schema = describe({
    tag: 'federation',
    id: `getState${end}`,
    summary: 'Digest of the log state',
    description:
      'SHA-256 in hexadecimal, over `id LF index LF digest LF status LF` of every id in byte order after so many leaves: by it implementations compare what they made of the same leaves.',
    params: params({ size: { type: 'string', description: 'Number of leaves.' } }),
    answers: { 200: bytesAnswer('The digest and a line break.', TYPES.text) },
    refusals: ['not-found'],
  });
  app.get('/:log/state/:size', { schema }, async (request, reply) => {
    const head = await headOf(request);
    const { size } = request.params as { size: string };
    const digest = /^(0|[1-9]\d{0,15})$/.test(size) ? await served.state(head, Number(size)) : null;
    if (digest === null) throw new CodedError('not-found', 'The signed head has fewer leaves.');
    return send(reply, `${digest.toString('hex')}\n`, TYPES.text, FED_CACHE.immutable);
  });
}
