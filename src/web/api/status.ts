import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../../kernel/limits.ts';
import type { StatusAnswer } from '../../schemas.gen.ts';
import type { AppDeps } from '../deps.ts';
import { originWord } from '../origins.ts';
import { sendTagged } from '../plugins/caching.ts';
import { describe, json, UNCHANGED } from './documentation.ts';

/** `GET /api/v1/status` */
export function statusRoute(app: FastifyInstance, { registry, config, health, sources = [] }: AppDeps): void {
  const schema = describe({
    tag: 'status',
    id: 'getStatus',
    summary: 'What the catalogue holds',
    description:
      'Counts by origin and kind, the last change, the files of the catalogue folders that could not be loaded, references of own records that lead nowhere, and entries that are the same software as too many others to be shown as one. `sources` are not crawled until the operator takes them over.',
    answers: { 200: json('The state of the catalogue.', 'catalogueStatus'), ...UNCHANGED },
  });
  app.get('/status', { schema }, async (request, reply) => {
    const { live, leaves, changedAt, broken, unjoined } = await registry.read.status();
    const counts = new Map<string, StatusAnswer['entries'][number]>();
    for (const { origin, kind, count } of live) {
      const word = originWord(origin);
      const entry = counts.get(`${word} ${kind}`) ?? { origin: word, kind, count: 0 };
      counts.set(`${word} ${kind}`, { ...entry, count: entry.count + count });
    }
    const dangling = await registry.read.dangling(LIMITS.danglingListed);
    const about = { name: config.name, version: health.version };
    const answer: StatusAnswer = {
      ...about,
      entries: [...counts.values()],
      leaves,
      changedAt,
      broken,
      dangling,
      unjoined,
      sources: sources.map(({ folder, forges, repositories }) => ({ folder, forges, repositories })),
    };
    return sendTagged(request, reply, answer);
  });
}
