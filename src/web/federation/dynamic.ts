import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Served } from '../../logs/served.ts';
import { createWatch } from '../../logs/watch.ts';
import { bare, describe } from '../api/documentation.ts';
import { isFresh, knownTag } from '../plugins/caching.ts';
import { clientKey } from '../plugins/limits.ts';
import { createSlots } from '../plugins/slots.ts';
import { query } from '../plugins/validation.ts';
import { bytesAnswer, FED_CACHE, TYPES } from './answers.ts';

const WAIT = { type: 'integer', minimum: 0, maximum: LIMITS.longPollSeconds, description: 'Seconds to wait for news.' };
const POLL = 'With `wait` the answer is held back until there is news, at most so many seconds.';

const tagOf = (heads: string): string => sha256(heads).toString('base64url').slice(0, 22);

type Wait = (request: FastifyRequest, known: string, seconds: number) => Promise<void>;

/** Waits for news of the heads in one of the places that there are for it. Throws `too-many-requests` where none is free. */
function waiting(app: FastifyInstance, served: Served, now: () => number): Wait {
  const watch = createWatch(async () => tagOf(await served.heads()), now);
  const slots = createSlots(LIMITS.longPolls, LIMITS.longPollsEach);
  app.addHook('preClose', async () => watch.end());
  return async (request, known, seconds) => {
    const give = slots.take(clientKey(request.ip));
    if (give === null) throw new CodedError('too-many-requests', 'Too many requests wait already. Ask without `wait`.');
    request.raw.socket.once('close', give);
    try {
      await watch.changed(known, seconds * 1000);
    } finally {
      request.raw.socket.off('close', give);
      give();
    }
  };
}

/** `GET /heads` and `GET /log/<hash>/delta`: what a mirror asks again and again. */
export function dynamicRoutes(app: FastifyInstance, served: Served, now: () => number): void {
  const wait = waiting(app, served, now);
  headsRoute(app, served, wait);
  deltaRoute(app, served, wait);
}

function headsRoute(app: FastifyInstance, served: Served, wait: Wait): void {
  const schema = describe({
    tag: 'federation',
    id: 'listHeads',
    summary: 'Heads of all logs held here',
    description: `A line for each log: SHA-256 of its origin line in hexadecimal, size, root in base64; sorted. Not signed: the checkpoints are. ${POLL}`,
    querystring: query({ wait: WAIT }),
    answers: { 200: bytesAnswer('The list.', TYPES.text), 304: bare('It is still the one of the ETag that was sent.') },
    refusals: ['too-many-requests'],
  });
  app.get<{ Querystring: { wait?: number } }>('/heads', { schema }, async (request, reply) => {
    let heads = await served.heads();
    const { wait: seconds = 0 } = request.query;
    if (seconds > 0 && knownTag(request) === tagOf(heads)) {
      await wait(request, tagOf(heads), seconds);
      heads = await served.heads();
    }
    const fresh = isFresh(request, reply, { etag: tagOf(heads), type: TYPES.text, cache: 'no-cache' });
    return fresh ? reply.send() : reply.send(heads);
  });
}

type DeltaRequest = { Params: { log: string }; Querystring: { from: number; wait?: number } };

function deltaRoute(app: FastifyInstance, served: Served, wait: Wait): void {
  const schema = describe({
    tag: 'federation',
    id: 'getDelta',
    summary: 'What is new in a log',
    description: `A gzip file: the length of the checkpoint (uint32, big-endian) and the checkpoint, the leaves from \`from\` on as in a bundle, their bodies as in a pack. ${POLL}`,
    params: {
      type: 'object',
      properties: { log: { type: 'string', description: 'SHA-256 of its origin line, or its epoch.' } },
    },
    querystring: query(
      { from: { type: 'integer', minimum: 0, description: 'Leaves that are known already.' }, wait: WAIT },
      ['from'],
    ),
    answers: {
      200: bytesAnswer('The delta.', TYPES.gzip),
      204: bare('There is nothing new.'),
      409: bytesAnswer('More than 256 leaves lie between, or the log is shorter: its size. Use the tiles.', TYPES.size),
    },
    refusals: ['not-found', 'too-many-requests'],
  });
  app.get<DeltaRequest>('/log/:log/delta', { schema }, async (request, reply) => {
    const { from, wait: seconds = 0 } = request.query;
    const look = async () => {
      const head = await served.find(request.params.log);
      if (head === null) throw new CodedError('not-found', 'There is no such log here.');
      return head;
    };
    const known = tagOf(await served.heads());
    let head = await look();
    if (seconds > 0 && head.size === from) {
      await wait(request, known, seconds);
      head = await look();
    }
    const delta = await served.delta(head, from);
    reply.header('cache-control', FED_CACHE.head);
    if (delta !== null) return reply.header('content-type', TYPES.gzip).send(delta);
    return head.size === from ? reply.code(204).send() : tooFar(reply, head.size);
  });
}

const tooFar = (reply: FastifyReply, size: number): FastifyReply =>
  reply.code(409).header('content-type', TYPES.size).send(`${size}\n`);
