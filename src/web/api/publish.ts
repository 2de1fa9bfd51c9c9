import type { FastifyInstance } from 'fastify';
import type { Came } from '../../access/publishing.ts';
import type { Published } from '../../registry/types.ts';
import type { DifferenceEntry, PublishAnswer, PublishVerdict } from '../../schemas.gen.ts';
import type { Principal } from '../../writers/may-write.ts';
import type { AppDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { problemIn, sentenceIn } from '../locales/sentences.ts';
import type { Lang } from '../locales/text.ts';
import { CACHE } from '../plugins/caching.ts';
import type { Measures, PublishOutcome } from '../plugins/metrics.ts';
import { query } from '../plugins/validation.ts';
import { admissionAnswer } from './admissions.ts';
import { toSubmission } from './body.ts';
import { answer, describe, json } from './documentation.ts';
import { JUDGED_LANG } from './parameters.ts';

const DRY_RUN = { type: 'boolean', default: false, description: 'Only say what would happen.' };

const PATH = {
  type: 'string',
  default: 'publiccode.yml',
  maxLength: 300,
  pattern: '^[^/\\\\\\s][^\\\\\\s]*\\.ya?ml$',
  description: 'Where in the repository the manifest of a run of CI lies.',
};

/** `POST /api/v1/publish` */
export function publishRoute(app: FastifyInstance, { registry, access }: AppDeps, measures: Measures): void {
  const schema = describe({
    tag: 'publish',
    id: 'publish',
    summary: 'Publish a manifest or a record',
    description:
      'Takes a `publiccode.yml`, or a record as JSON with its `kind` and, if it is to have a certain one, its `id` (`software/kitos`). The same content again changes nothing and is answered the same way. With a token that was exchanged for a run of CI, or that the operator made, the answer also says whether it may write the entry, why, and of a dry run what would be different; what needs the operator waits (202).',
    querystring: query({ 'dry-run': DRY_RUN, path: PATH, lang: JUDGED_LANG }),
    token: true,
    body: {
      description: 'The manifest or the record.',
      content: {
        'application/yaml': { schema: { type: 'string', description: 'A `publiccode.yml`.' } },
        'application/json': { schema: { type: 'object', description: 'A record with its `kind`, or a manifest.' } },
      },
    },
    answers: {
      200: either('The entry was there already, with or without this change; or this was a dry run.'),
      201: either('A new entry. `Location` leads to it.'),
      202: json('It waits for the operator. `Location` leads to where it stands.', 'publishVerdict'),
    },
    refusals: [
      ...([
        'invalid-input',
        'malformed-body',
        'unauthorised',
        'forbidden',
        'too-large',
        'unsupported-media-type',
      ] as const),
      ...(['too-many-requests', 'conflict', 'gone', 'busy', 'read-only', 'disk-full'] as const),
    ],
  });
  app.post<Asked>('/publish', { schema, config: { door: 'holder' } }, async (request, reply) => {
    const { 'dry-run': dryRun, path } = request.query;
    const { principal } = request;
    const lang = languageOf(request);
    reply.header('cache-control', CACHE.never).header('content-language', lang).header('vary', 'accept-language');
    if (principal !== 'operator') {
      const came = await access.publish(principal as Principal, toSubmission(request), { dryRun, path });
      measures.publish('published' in came ? outcomeOf(dryRun, came.published) : 'refused');
      return reply.code(statusOf(came, dryRun)).headers(locationOf(came, dryRun)).send(verdictOf(came, lang));
    }
    const published = await counted(measures, dryRun, () => registry.publish(toSubmission(request), { dryRun }));
    const { id, page, changed, problems } = published;
    const told: PublishAnswer = { id, page, changed, problems: problems.map((one) => problemIn(lang, one)) };
    if (published.created && !dryRun) reply.code(201).header('location', `/api/v1${page}`);
    return reply.send(told);
  });
}

interface Asked {
  Querystring: { 'dry-run': boolean; path: string };
}

const either = (description: string) => ({
  description,
  content: { 'application/json': { schema: { anyOf: [answer('published'), answer('publishVerdict')] } } },
});

const statusOf = (came: Came, dryRun: boolean): number =>
  'published' in came ? (came.published.created && !dryRun ? 201 : 200) : came.queued === null ? 200 : 202;

function locationOf(came: Came, dryRun: boolean): Record<string, string> {
  if (!('published' in came)) return came.queued === null ? {} : { location: `/api/v1/admissions/${came.queued.id}` };
  return came.published.created && !dryRun ? { location: `/api/v1${came.published.page}` } : {};
}

function verdictOf(came: Came, lang: Lang): PublishVerdict {
  if (!('published' in came)) {
    const queued = came.queued === null ? null : admissionAnswer(came.queued);
    const write = { allowed: false, why: sentenceIn(lang, came.refused) ?? came.refused };
    const problems = came.problems.map((one) => problemIn(lang, one));
    return { id: null, page: null, changed: false, problems, write, queued };
  }
  const { id, page, changed, write, differences } = came.published;
  const problems = came.published.problems.map((one) => problemIn(lang, one));
  const verdict = { id, page, changed, problems, write: { allowed: true, why: write?.why ?? '' }, queued: null };
  // The values are whatever the record has; the schema leaves them open.
  return differences === undefined ? verdict : { ...verdict, differences: differences as DifferenceEntry[] };
}

async function counted(measures: Measures, dryRun: boolean, publish: () => Promise<Published>): Promise<Published> {
  try {
    const published = await publish();
    measures.publish(outcomeOf(dryRun, published));
    return published;
  } catch (error) {
    measures.publish('refused');
    throw error;
  }
}

const outcomeOf = (dryRun: boolean, published: Published): PublishOutcome => (dryRun ? 'checked' : outcome(published));

const outcome = ({ created, changed }: Published): PublishOutcome =>
  created ? 'created' : changed ? 'changed' : 'unchanged';
