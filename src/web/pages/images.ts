import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import type { SourceReader } from '../deps.ts';
import { CACHE, isFresh } from '../plugins/caching.ts';

/** `/images/<digest>.webp`: pictures of entries, drawn anew here, from our own address. */
export function imageRoutes(app: FastifyInstance, crawl: Pick<SourceReader, 'image'>): void {
  app.get<{ Params: { name: string } }>('/images/:name', async (request, reply) => {
    const [, digest] = /^([A-Za-z0-9_-]{43})\.webp$/.exec(request.params.name) ?? [];
    const bytes = digest === undefined ? null : await crawl.image(digest);
    if (digest === undefined || bytes === null) throw new CodedError('not-found', 'There is no such picture.');
    if (isFresh(request, reply, { etag: digest, type: 'image/webp', cache: CACHE.picture })) return reply.send();
    return reply.send(Buffer.from(bytes));
  });
}
