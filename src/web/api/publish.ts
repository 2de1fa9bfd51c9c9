import type { FastifyInstance } from 'fastify';
import type { Published, Registry } from '../../registry/types.ts';
import type { PublishAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import type { Measures, PublishOutcome } from '../plugins/metrics.ts';
import { query } from '../plugins/validation.ts';
import { toSubmission } from './body.ts';
import { describe, json } from './documentation.ts';

const DRY_RUN = { type: 'boolean', default: false, description: 'Only say what would happen.' };

/** `POST /api/v1/publish` */
export function publishRoute(app: FastifyInstance, registry: Registry, measures: Measures): void {
  const schema = describe({
    tag: 'publish',
    id: 'publish',
    summary: 'Publish a manifest or a record',
    description:
      'Takes a `publiccode.yml`, or a record as JSON with its `kind` and, if it is to have a certain one, its `id` (`software/kitos`). The same content again changes nothing and is answered the same way.',
    querystring: query({ 'dry-run': DRY_RUN }),
    token: true,
    body: {
      description: 'The manifest or the record.',
      content: {
        'application/yaml': { schema: { type: 'string', description: 'A `publiccode.yml`.' } },
        'application/json': { schema: { type: 'object', description: 'A record with its `kind`, or a manifest.' } },
      },
    },
    answers: {
      200: json('The entry was there already, with or without this change; or this was a dry run.', 'published'),
      201: json('A new entry. `Location` leads to it.', 'published'),
    },
    refusals: [
      ...(['invalid-input', 'malformed-body', 'unauthorised', 'too-large', 'unsupported-media-type'] as const),
      ...(['too-many-requests', 'conflict', 'gone', 'busy', 'read-only', 'disk-full'] as const),
    ],
  });
  app.post<{ Querystring: { 'dry-run': boolean } }>('/publish', { schema }, async (request, reply) => {
    const dryRun = request.query['dry-run'];
    const published = await counted(measures, dryRun, () => registry.publish(toSubmission(request), { dryRun }));
    const { id, page, changed, problems } = published;
    const answer: PublishAnswer = { id, page, changed, problems };
    reply.header('cache-control', CACHE.never);
    if (published.created && !dryRun) reply.code(201).header('location', `/api/v1${page}`);
    return reply.send(answer);
  });
}

async function counted(measures: Measures, dryRun: boolean, publish: () => Promise<Published>): Promise<Published> {
  try {
    const published = await publish();
    measures.publish(dryRun ? 'checked' : outcome(published));
    return published;
  } catch (error) {
    measures.publish('refused');
    throw error;
  }
}

const outcome = ({ created, changed }: Published): PublishOutcome =>
  created ? 'created' : changed ? 'changed' : 'unchanged';
