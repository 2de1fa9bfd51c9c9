import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import fastify, { type FastifyHttpOptions, type FastifyInstance, LogController } from 'fastify';
import { LIMITS } from '../kernel/limits.ts';
import { healthRoutes } from './api/health.ts';
import { hookRoutes } from './api/hooks.ts';
import { describeApi } from './api/openapi.ts';
import { checkRoutes, openRoutes, readRoutes, writeRoutes } from './api/routes.ts';
import type { AppDeps } from './deps.ts';
import { federationRoutes } from './federation/routes.ts';
import { checkPages } from './pages/check.tsx';
import { comparePages } from './pages/compare-pages.ts';
import { disputePages } from './pages/dispute.tsx';
import { downloadRoutes } from './pages/download.ts';
import { errorPages } from './pages/error.tsx';
import { imageRoutes } from './pages/images.ts';
import type { OpenApiDoc } from './pages/reference-sources.ts';
import { registerPages } from './pages/register.ts';
import { clientErrors } from './plugins/client-errors.ts';
import { limitPast } from './plugins/limits.ts';
import { logRequests } from './plugins/logging.ts';
import { unknownRoutes } from './plugins/methods.ts';
import { measure } from './plugins/metrics.ts';
import { shedUnderPressure } from './plugins/pressure.ts';
import { problemHandler } from './plugins/problem.ts';
import { DATA_HEADERS, pageHeaders, SHARED_HEADERS, sendAlways } from './plugins/security.ts';
import { checkQueries } from './plugins/validation.ts';
import { editorSchemas } from './static/editor-schemas.ts';
import { loadTheme } from './static/theme.ts';
import type { Site } from './ui/context.ts';

/**
 * The whole URL space. `/api/v1` reads and writes, `/log`, `/mirror`, `/heads` and `/.well-known/alminding` are for other catalogues,
 * `/healthz`, `/readyz` and `/metrics` watch, everything else is pages.
 * Each scope sends its own headers; refusals of all of them are answered in one place.
 */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, registry, clock, health, commands, checker } = deps;
  const headers = pageHeaders(config.publicUrl);
  const site: Site = {
    ...{ name: config.name, url: config.publicUrl, contact: config.contact, enforcement: config.enforcement },
    ...{ theme: await loadTheme(config), forked: forkedLogs(deps), marks: () => deps.federation.marks() },
    now: () => clock.now(),
  };
  const refuse = problemHandler({
    publicUrl: config.publicUrl,
    pageHeaders: headers,
    renderErrorPage: errorPages(site),
  });
  const app = fastify({ ...serverOptions(deps), frameworkErrors: refuse });
  app.setErrorHandler(refuse);
  app.setNotFoundHandler(unknownRoutes(app));
  checkQueries(app);
  logRequests(app, config.logLevel);
  await shedUnderPressure(app, config.pressureMs);
  await limitPast(app);
  const measures = measure(app, registry.read, deps.crawl, deps.federation, clock);
  await describeApi(app, health.version);

  await app.register((api) => readRoutes(api, deps, site), { prefix: '/api/v1' });
  await app.register((api) => checkRoutes(api, deps), { prefix: '/api/v1' });
  await app.register((api) => writeRoutes(api, deps, measures), { prefix: '/api/v1' });
  await app.register((api) => openRoutes(api, deps), { prefix: '/api/v1' });
  await app.register((api) => hookRoutes(api, deps), { prefix: '/api/v1' });
  await app.register((federation) => federationRoutes(federation, deps));
  await app.register(async (watch) => {
    sendAlways(watch, DATA_HEADERS);
    healthRoutes(watch, deps, measures);
  });
  await app.register(async (schemas) => {
    sendAlways(schemas, SHARED_HEADERS);
    await editorSchemas(schemas, config.publicUrl);
  });
  await app.register(async (pages) => {
    sendAlways(pages, headers);
    const reference = { commands, openApi: () => app.swagger() as OpenApiDoc, metrics: () => measures.text() };
    const { read, adopters } = registry;
    imageRoutes(pages, deps.crawl);
    downloadRoutes(pages, registry, site, clock);
    comparePages(pages, site, { registry, clock });
    registerPages(pages, {
      read,
      past: registry.past,
      crawl: deps.crawl,
      federation: deps.federation,
      site,
      reference,
      sources: deps.sources ?? [],
    });
    await disputePages(pages, site, adopters);
    await checkPages(pages, site, checker);
  });
  return app;
}

/** Asked by every page, so looked up at most once in a while. */
function forkedLogs({ logs, clock }: AppDeps): () => Promise<readonly string[]> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<readonly string[]> = Promise.resolve([]);
  return () => {
    if (clock.now() - asked < LIMITS.writableMs) return answer;
    asked = clock.now();
    answer = logs.forks().then((rows) => [...new Set(rows.map(({ origin }) => origin))]);
    return answer;
  };
}

function serverOptions({ config, log }: AppDeps): FastifyHttpOptions<Server> {
  const proxies = config.trustProxy.split(',').map((range) => range.trim());
  return {
    ...(log === false ? { logger: false } : { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: config.trustProxy === '' ? false : proxies.filter((range) => range !== ''),
    bodyLimit: LIMITS.sourceBytes,
    connectionTimeout: LIMITS.connectionTimeoutMs,
    requestTimeout: LIMITS.requestTimeoutMs,
    keepAliveTimeout: LIMITS.keepAliveMs,
    http: { headersTimeout: LIMITS.headersTimeoutMs },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LIMITS.addressLength },
    clientErrorHandler: clientErrors,
  };
}
