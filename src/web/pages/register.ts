import type { FastifyInstance } from 'fastify';
import { KINDS, SEARCHED as LISTED, PLURAL } from '../../records/kinds.ts';
import { registerAssets } from '../static/assets.ts';
import { aboutPage } from './about.tsx';
import { accessibilityPage } from './accessibility.tsx';
import { adoptersPage, censusPage } from './adopters.tsx';
import { adopterFiles } from './adopters-file.ts';
import { adoptionPage } from './adoption.tsx';
import { apiPage } from './api.tsx';
import { assessmentPage } from './assessment.tsx';
import { chartRoutes } from './charts.ts';
import { contributionPage } from './contribution.tsx';
import { federationPage } from './federation.tsx';
import { formulasPage } from './formulas.tsx';
import { frameworkPage } from './framework.tsx';
import { guidePage } from './guide.tsx';
import { homePage } from './home.tsx';
import { linksPage } from './links.tsx';
import { linkFiles } from './links-file.ts';
import { networkPage } from './network.tsx';
import { newsPages } from './news.tsx';
import { observationPage } from './observation.tsx';
import { organisationPage } from './organisation.tsx';
import { pastPage } from './past.tsx';
import { privacyPage } from './privacy.tsx';
import { referencePage } from './reference.tsx';
import { commandsPage } from './reference-commands.tsx';
import { endpointsPage } from './reference-endpoints.tsx';
import { saidPage } from './said.tsx';
import { listPage, searchPage } from './search.tsx';
import { searchFeeds } from './search-feed.ts';
import { type PageDeps, servePage, serveRedirect } from './serve.ts';
import { sitemapRoutes } from './sitemap.ts';
import { softwarePage } from './software.tsx';
import { sourceFeeds } from './source-feed.ts';
import { sourcePage, sourcesPage } from './sources.tsx';
import { statisticsPage } from './statistics.tsx';
import { taskPageOf, tasksPage } from './tasks.tsx';
import { termsPage } from './terms.tsx';
import { versionsPage } from './versions.tsx';
import { writersPage } from './writers.tsx';

const RECORD_PAGES = {
  software: softwarePage,
  organisation: organisationPage,
  network: networkPage,
  framework: frameworkPage,
  adoption: adoptionPage,
  contribution: contributionPage,
  assessment: assessmentPage,
  observation: observationPage,
  writers: writersPage,
  offer: saidPage('offer'),
  need: saidPage('need'),
  story: saidPage('story'),
  claim: saidPage('claim'),
} as const;

/** Everything that a browser is shown, in every language; addresses without a language lead to the reader's. */
export function registerPages(app: FastifyInstance, deps: PageDeps): void {
  const page = (path: string, handler: Parameters<typeof servePage>[3]) => servePage(app, deps.site, path, handler);
  registerAssets(app, deps.site.theme?.files);
  page('', homePage(deps));
  page('/search', pastPage(deps, searchPage));
  searchFeeds(app, deps);
  page('/tasks', tasksPage(deps));
  page('/tasks/:task', taskPageOf(deps));
  newsPages(app, deps);
  page('/about', aboutPage(deps));
  page('/statistics', statisticsPage(deps));
  chartRoutes(app, deps);
  page('/help', guidePage());
  page('/terms', termsPage());
  page('/privacy', privacyPage());
  page('/accessibility', accessibilityPage());
  page('/sources', sourcesPage(deps));
  page('/sources/:id', sourcePage(deps));
  sourceFeeds(app, deps);
  page('/federation', federationPage(deps));
  page('/api', apiPage(deps));
  page('/reference', referencePage(deps));
  page('/reference/commands', commandsPage(deps));
  page('/reference/endpoints', endpointsPage(deps));
  page('/formulas', formulasPage());
  page('/census', censusPage(deps));
  adopterFiles(app, deps);
  linkFiles(app, deps);
  for (const kind of ['software', 'organisation', 'network'] as const)
    page(`/${PLURAL[kind]}/:address/adopters`, adoptersPage(deps, kind));
  for (const kind of LISTED) {
    page(
      `/${PLURAL[kind]}`,
      pastPage(deps, (of) => listPage(of, kind)),
    );
    page(`/${PLURAL[kind]}/:address/links/:rel`, linksPage(deps, kind));
  }
  for (const kind of KINDS) {
    page(`/${PLURAL[kind]}/:address`, pastPage(deps, RECORD_PAGES[kind]));
    page(`/${PLURAL[kind]}/:address/versions`, versionsPage(deps, kind));
    serveRedirect(app, `/${PLURAL[kind]}/:address`);
    serveRedirect(app, `/${PLURAL[kind]}/:address/versions`);
  }
  for (const path of ['/', '/search', '/dispute', ...FIXED]) serveRedirect(app, path);
  sitemapRoutes(app, deps.read, deps.site, ['', ...FIXED]);
}

/** Pages that stand where they stand whatever is in the catalogue, and are worth finding. */
const FIXED = [
  '/tasks',
  '/check',
  '/about',
  '/statistics',
  '/help',
  '/terms',
  '/privacy',
  '/accessibility',
  '/sources',
  '/federation',
  '/api',
  '/reference',
  '/reference/commands',
  '/reference/endpoints',
  '/formulas',
  '/census',
  ...LISTED.map((kind) => `/${PLURAL[kind]}`),
];
