import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { CACHE } from '../plugins/caching.ts';

const NAMES = ['publiccode.schema.json', 'publiccode-1.0-rc.schema.json'];

/** The JSON Schemas of publiccode.yml for editors, under `/schemas`; they say their address themselves (`$id`). */
export async function editorSchemas(app: FastifyInstance, publicUrl: string): Promise<void> {
  for (const name of NAMES) {
    const file = new URL(import.meta.resolve(`#root/schemas/${name}`));
    const schema = { ...JSON.parse(await readFile(file, 'utf8')), $id: `${publicUrl}/schemas/${name}` };
    const bytes = Buffer.from(JSON.stringify(schema));
    app.get(`/schemas/${name}`, (_request, reply) =>
      reply.header('cache-control', CACHE.revalidate).type('application/schema+json').send(bytes),
    );
  }
}
