import { readdir, readFile } from 'node:fs/promises';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { sha256 } from '../../kernel/digest.ts';
import { CACHE, isFresh } from '../plugins/caching.ts';
import { bare, describe } from './documentation.ts';
import { JSON_TYPE } from './records.ts';

const SCHEMAS = new URL(import.meta.resolve('#root/schemas/common.schema.json'));

const TAGS = [
  { name: 'search', description: 'Finding things.' },
  {
    name: 'software',
    description: 'Products, components, add-ons, data sets and frameworks that public bodies share.',
  },
  { name: 'organisations', description: 'Public bodies, suppliers, non-profits and communities.' },
  { name: 'networks', description: 'Networks of public bodies that share software.' },
  { name: 'frameworks', description: 'Checklists and lists of criteria, with their levels.' },
  { name: 'writers', description: 'Who may write an entry besides the operator, and what was announced of it.' },
  { name: 'assessments', description: 'What was assessed by which framework, with which ratings and levels.' },
  { name: 'offers', description: 'What suppliers offer, and which public bodies confirm it.' },
  { name: 'needs', description: 'What public bodies look for.' },
  { name: 'stories', description: 'Good practice, as sources tell it.' },
  { name: 'claims', description: 'Figures on which sources may disagree.' },
  { name: 'observations', description: 'What was seen of repositories, as counts and dates.' },
  { name: 'adoptions', description: 'Who uses what, as far as a source says so.' },
  { name: 'contributions', description: 'Who takes part in what, whether or not they use it.' },
  { name: 'check', description: 'Judging and mending a manifest. Nothing is kept.' },
  {
    name: 'publish',
    description: 'Bringing something in: as the operator, from a run of CI, with a token; and who waits to.',
  },
  { name: 'federation', description: 'What other catalogues fetch: signed logs in the formats of C2SP.' },
  { name: 'sources', description: 'What is crawled, and what became of it.' },
  { name: 'webhooks', description: 'Who is told of changes, and what was sent to them.' },
  { name: 'status', description: 'What the catalogue holds.' },
  { name: 'operation', description: 'For whoever runs the service.' },
];

/** Makes the routes that are added from now on describe themselves; those without a tag are pages and left out. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  for (const schema of await readSchemas()) app.addSchema(schema);
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Alminding',
        version,
        description:
          'A catalogue of the software that public bodies share. Reading needs no token and is open to scripts of any page. Every refusal is a problem document (RFC 9457).',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      tags: TAGS,
      components: {
        securitySchemes: {
          operator: {
            ...{ type: 'http', scheme: 'bearer' },
            description: 'The token that the operator has set; where it is said, one that was exchanged or made.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, i) =>
        String(schema.$id ?? '')
          .split('/')
          .pop()
          ?.replace('.schema.json', '') || `part-${i}`,
    },
  });
}

/** `GET /api/v1/openapi.json`, made once, when it is first asked for. */
export function openapiRoute(app: FastifyInstance): void {
  const schema = describe({
    tag: 'status',
    id: 'getDescription',
    summary: 'This description',
    description: 'The whole API as OpenAPI 3.1.',
    answers: {
      200: { description: 'The description.', content: { 'application/json': { schema: { type: 'object' } } } },
      304: bare('It is still the one of the ETag that was sent.'),
    },
  });
  let made: { text: string; etag: string } | undefined;
  app.get('/openapi.json', { schema }, async (request, reply) => {
    if (made === undefined) {
      const text = JSON.stringify(app.swagger());
      made = { text, etag: sha256(text).toString('base64url').slice(0, 22) };
    }
    const fresh = isFresh(request, reply, { etag: made.etag, type: JSON_TYPE, cache: CACHE.revalidate });
    return fresh ? reply.send() : reply.send(made.text);
  });
}

async function readSchemas(): Promise<{ $id: string }[]> {
  const names = (await readdir(new URL('./', SCHEMAS)))
    .filter((name) => name.endsWith('.schema.json') && !/^(?:config\.|publiccode)/.test(name))
    .sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, SCHEMAS), 'utf8'))));
}
