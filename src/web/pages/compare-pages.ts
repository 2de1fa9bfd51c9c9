import type { FastifyInstance } from 'fastify';
import type { CompareDeps } from '../compare/read.ts';
import type { Site } from '../ui/context.ts';
import { comparePage } from './compare.tsx';
import { compareSincePage } from './compare-since.tsx';
import { servePage, serveRedirect } from './serve.ts';

/** Products side by side, and what changed since. */
export function comparePages(app: FastifyInstance, site: Site, deps: CompareDeps): void {
  servePage(app, site, '/compare', comparePage(deps));
  servePage(app, site, '/compare/since', compareSincePage(deps));
  serveRedirect(app, '/compare');
  serveRedirect(app, '/compare/since');
}
