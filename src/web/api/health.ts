import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { loggable } from '../../kernel/loggable.ts';
import type { HealthAnswer, ReadinessAnswer } from '../../schemas.gen.ts';
import type { AppDeps } from '../deps.ts';
import { CACHE } from '../plugins/caching.ts';
import type { Measures } from '../plugins/metrics.ts';
import { OPEN_UNDER_PRESSURE } from '../plugins/pressure.ts';
import { describe, json } from './documentation.ts';

/** `/healthz`, `/readyz`, `/metrics`: for whoever watches over the process; answered under pressure too. */
export function healthRoutes(app: FastifyInstance, { registry, health, logs }: AppDeps, measures: Measures): void {
  const tag = 'operation';
  const alive = describe({
    tag,
    id: 'getHealth',
    summary: 'Is the process alive?',
    description: 'Answers as long as the process does, whatever the state of its data.',
    answers: { 200: json('It is.', 'health') },
  });
  app.get('/healthz', { schema: alive, ...OPEN_UNDER_PRESSURE }, async (_request, reply) => {
    const answer: HealthAnswer = { status: 'ok', version: health.version };
    return reply.header('cache-control', CACHE.never).send(answer);
  });
  const ready = describe({
    tag,
    id: 'getReadiness',
    summary: 'Can the catalogue be read?',
    description:
      'Reads from the database. A data folder that cannot be written stops writes, and what stands in the way of signing stops that; reads go on. Both are told here.',
    answers: { 200: json('It can.', 'readiness') },
  });
  app.get('/readyz', { schema: ready, ...OPEN_UNDER_PRESSURE }, async (request, reply) => {
    const answer: ReadinessAnswer = {
      status: 'ready',
      writable: await canRead(registry.read.status(), request.log).then(() => health.writable()),
      loops: health.loops(),
      signing: logs.signing().signing,
      signingStopped: logs.signing().reason,
    };
    return reply.header('cache-control', CACHE.never).send(answer);
  });
  const metrics = describe({
    tag,
    id: 'getMetrics',
    summary: 'Measures for Prometheus',
    description: 'Text format 0.0.4. Nothing in it tells of a person or of what somebody looked for.',
    answers: { 200: { description: 'The measures.', content: { 'text/plain': { schema: { type: 'string' } } } } },
  });
  app.get('/metrics', { schema: metrics, ...OPEN_UNDER_PRESSURE }, async (_request, reply) => {
    const text = await measures.text();
    return reply.headers({ 'cache-control': CACHE.never, 'content-type': measures.contentType }).send(text);
  });
}

async function canRead(reading: Promise<unknown>, log: { error(what: object, words: string): void }): Promise<void> {
  try {
    await reading;
  } catch (error) {
    log.error({ err: loggable(error) }, 'the database cannot be read');
    throw new CodedError('overloaded', 'The database cannot be read now.', { cause: error });
  }
}
