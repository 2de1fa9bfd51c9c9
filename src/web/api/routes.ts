import type { FastifyInstance } from 'fastify';
import { KINDS } from '../../records/kinds.ts';
import type { AppDeps } from '../deps.ts';
import { authenticate } from '../plugins/auth.ts';
import { checkLimits, openLimit, writeLimits } from '../plugins/limits.ts';
import type { Measures } from '../plugins/metrics.ts';
import { DATA_HEADERS, LICENCE_LINK, SHARED_HEADERS, sendAlways } from '../plugins/security.ts';
import type { Site } from '../ui/context.ts';
import { admissionRoutes, askedRoute } from './admissions.ts';
import { adoptionsRoute, censusRoute, WHOSE } from './adoptions.ts';
import { assessmentsRoute } from './assessments.ts';
import { badgeRoute } from './badge.ts';
import { keepBytes } from './body.ts';
import { checkRoute } from './check.ts';
import { claimsRoute } from './claims.ts';
import { compareProductsRoute } from './compare.ts';
import { adopterDesk, disputeRoute } from './disputes.ts';
import { draftRoutes } from './drafts.ts';
import { exchangeRoute } from './exchange.ts';
import { federationRoute } from './federation.ts';
import { forksRoute } from './forks.ts';
import { handOverDesk, handOversRoute } from './hand-overs.ts';
import { compareRoute, versionsRoute } from './history.ts';
import { hookDeskRoutes } from './hook-desk.ts';
import { licenceRoute } from './licence.ts';
import { maturityRoute } from './maturity.ts';
import { observationsRoute } from './observations.ts';
import { openapiRoute } from './openapi.ts';
import { peerRoutes } from './peers.ts';
import { publishRoute } from './publish.ts';
import { bodyRoute, listRoute, recordRoute } from './records.ts';
import { relationsRoute } from './relations.ts';
import { searchRoute } from './search.ts';
import { sourceRoutes } from './sources.ts';
import { statusRoute } from './status.ts';
import { similarRoute, suggestRoute } from './suggest.ts';
import { tokenRoutes } from './tokens.ts';
import { toldRoutes } from './told.ts';
import { withdrawRoute } from './withdraw.ts';
import { writersRoute } from './writers.ts';

/** Everything under `/api/v1` that anybody may read. */
export async function readRoutes(app: FastifyInstance, deps: AppDeps, site: Site): Promise<void> {
  const { read } = deps.registry;
  sendAlways(app, { ...SHARED_HEADERS, link: LICENCE_LINK });
  app.options('/*', (_request, reply) => reply.code(204).headers(PREFLIGHT).send());
  searchRoute(app, deps);
  suggestRoute(app, read);
  similarRoute(app, read);
  compareProductsRoute(app, deps, site);
  for (const kind of KINDS) {
    listRoute(app, deps, kind);
    recordRoute(app, deps, kind);
    bodyRoute(app, read, kind);
    versionsRoute(app, read, kind);
    compareRoute(app, read, kind);
    if (kind in WHOSE) adoptionsRoute(app, read, kind);
    if (kind === 'software' || kind === 'network') assessmentsRoute(app, read, kind);
    if (kind === 'software' || kind === 'network' || kind === 'organisation') claimsRoute(app, read, kind);
  }
  censusRoute(app, read);
  badgeRoute(app, read);
  licenceRoute(app, read);
  maturityRoute(app, read);
  observationsRoute(app, read);
  toldRoutes(app, read);
  relationsRoute(app, read);
  sourceRoutes(app, deps);
  askedRoute(app, deps.access);
  statusRoute(app, deps);
  federationRoute(app, deps.federation);
  forksRoute(app, deps.logs);
  handOversRoute(app, read);
  openapiRoute(app);
}

/** What a script of another page may do here: read, and ask whether something is new (Fetch, CORS preflight). */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'accept-language, if-none-match',
  'access-control-max-age': '86400',
  'cache-control': 'public, max-age=86400',
};

/** What anybody may ask about a text of their own: it is counted, and nothing is kept. */
export async function checkRoutes(app: FastifyInstance, { checker }: AppDeps): Promise<void> {
  sendAlways(app, SHARED_HEADERS);
  checkRoute(app, checker, await checkLimits(app));
}

/** Everything under `/api/v1` that writes. Checked and counted before a byte of the body is read. */
export async function writeRoutes(app: FastifyInstance, deps: AppDeps, measures: Measures): Promise<void> {
  sendAlways(app, DATA_HEADERS);
  keepBytes(app);
  const limits = await writeLimits(app, deps.config.writeRate);
  const check = authenticate(deps.config.token, deps.access);
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => {
    try {
      await check(request, request.routeOptions.config.door ?? 'operator');
    } catch (refusal) {
      await limits.refused(request);
      throw refusal;
    }
    await limits.write(request);
  });
  publishRoute(app, deps, measures);
  exchangeRoute(app, deps.access);
  writersRoute(app, deps.access);
  tokenRoutes(app, deps.access);
  admissionRoutes(app, deps.access);
  draftRoutes(app, deps.drafts);
  hookDeskRoutes(app, deps.hookDesk);
  peerRoutes(app, deps.federation);
  handOverDesk(app, deps.registry);
  for (const kind of KINDS) if (kind !== 'writers') withdrawRoute(app, deps.registry, kind);
  adopterDesk(app, deps.registry);
}

/** What anybody may say here, without a token: a few times a minute. */
export async function openRoutes(app: FastifyInstance, { registry }: AppDeps): Promise<void> {
  sendAlways(app, DATA_HEADERS);
  keepBytes(app);
  const count = await openLimit(app);
  app.addHook('onRequest', count);
  disputeRoute(app, registry);
}
