import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { PLURAL } from '../../records/kinds.ts';
import type { AdopterPage } from '../../registry/adopters/types.ts';
import type { SearchAnswer } from '../../registry/search-type.ts';
import type { Reader } from '../../registry/types.ts';
import type { RecordRow } from '../../store/port.ts';
import { levelParts, type NameOf, namesFor } from '../labels.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import { CACHE, isFresh } from '../plugins/caching.ts';
import { type Chart, type ChartName, chartCsv, isChartName } from '../ui/charts/chart.ts';
import { drawChart } from '../ui/charts/draw.ts';
import { barsOf, licenceTimelineOf, requirementsOf, stepsOf } from '../ui/charts/make.ts';
import type { PageContext } from '../ui/context.ts';
import { themeText } from '../ui/governance/words.tsx';
import { countryName } from '../ui/words.ts';
import { networksOf } from './networks.ts';
import { findRecord } from './record.ts';
import { contextOf, type PageDeps } from './serve.ts';

const CHARTED = ['software', 'network', 'assessment'] as const;
type Charted = (typeof CHARTED)[number];
type Asked = { Params: { address?: string; file: string }; Querystring: { scheme?: string } };

/**
 * Charts as files, so that a page is read before they come: `/en/charts/growth.svg` of everything,
 * `/en/software/os2mo/charts/adopters-by-country.svg` of a record, `?scheme=dark` for a dark page, `.csv` for the numbers.
 */
export function chartRoutes(app: FastifyInstance, { read, site }: PageDeps): void {
  app.get<Asked>(`${IN_LANGUAGE}/charts/:file`, async (request, reply) => {
    const context = contextOf(site, langOf(request), request);
    const [chart = null] = await chartsOfAll(read, context, [nameIn(request.params.file)]);
    return answer(request, reply, chart);
  });
  for (const kind of CHARTED) {
    app.get<Asked>(`${IN_LANGUAGE}/${PLURAL[kind]}/:address/charts/:file`, async (request, reply) => {
      const lang = langOf(request);
      const { address = '', file } = request.params;
      const found = await findRecord(read, kind, address);
      if ('redirect' in found) return reply.redirect(`/${lang}${found.redirect}/charts/${file}`, 302);
      const context = contextOf(site, lang, request);
      return answer(request, reply, await chartOfRecord(read, context, kind, found.row, nameIn(file)));
    });
  }
}

function nameIn(file: string): ChartName {
  const name = file.replace(/\.(svg|csv)$/, '');
  if (!isChartName(name) || name === file) throw new CodedError('not-found');
  return name;
}

function answer(request: FastifyRequest<Asked>, reply: FastifyReply, chart: Chart | null): FastifyReply {
  if (chart === null) throw new CodedError('not-found');
  const { file } = request.params;
  const isTable = file.endsWith('.csv');
  const content = isTable ? chartCsv(chart) : drawChart(chart, request.query.scheme === 'dark' ? 'dark' : 'light');
  const type = isTable ? 'text/csv; charset=utf-8; header=present' : 'image/svg+xml; charset=utf-8';
  if (isTable) reply.header('content-disposition', `attachment; filename="${chart.name}.csv"`);
  const etag = sha256(content).toString('base64url').slice(0, 22);
  return isFresh(request, reply, { etag, type, cache: CACHE.briefly }) ? reply.send() : reply.send(content);
}

/** Names of regions by their codes of ISO 3166-2, in one language of each; loaded when first asked for. */
export async function loadRegions(): Promise<(code: string) => string> {
  const { iso31662 } = await import('iso-3166');
  regions ??= new Map([...iso31662.map(({ code, name }) => [code, name] as const), ...MENDED]);
  const known = regions;
  return (code) => known.get(code) ?? code;
}

let regions: Map<string, string> | null = null;
/** Misspelt in the package. */
const MENDED = [['DK-82', 'Region Midtjylland']] as const;

/** Who uses it: by country, by region where one country is known, and over time. */
export function adopterChart(
  context: PageContext,
  name: ChartName,
  { counts, series }: AdopterPage,
  region: (code: string) => string,
): Chart | null {
  const { lang, t } = context;
  const unknown = (value: string, label: (value: string) => string) =>
    value === 'unknown' ? t('unknown.value') : label(value);
  if (name === 'adopters-by-country')
    return barsOf(context, name, counts.country, (value) => unknown(value, (code) => countryName(lang, code)));
  if (name === 'adopters-by-region')
    return barsOf(context, name, counts.subdivision, (value) => unknown(value, region));
  if (name === 'adopters-over-time')
    return stepsOf(
      context,
      name,
      series.map(({ date, inUse }) => ({ date, count: inUse })),
    );
  return null;
}

/** How many products hold which level, framework by framework, as the facet of levels counts them. */
export function levelChart(
  context: PageContext,
  levels: readonly { value: string; count: number }[],
  names: NameOf,
): Chart | null {
  const sorted = [...levels].sort((a, b) => (a.value < b.value ? 1 : -1));
  const label = (value: string): string => {
    const { framework, level } = levelParts(value);
    return `${level} · ${names(framework, 'framework') ?? framework}`;
  };
  return barsOf(context, 'portfolio-by-level', sorted, label, { inOrder: true });
}

async function chartOfRecord(
  read: Reader,
  context: PageContext,
  kind: Charted,
  row: RecordRow,
  name: ChartName,
): Promise<Chart | null> {
  const { lang } = context;
  if (name === 'requirements') return kind === 'assessment' ? requirementsChart(read, context, row) : null;
  if (kind === 'assessment') return null;
  if (name === 'licence-timeline')
    return kind === 'software' ? licenceTimelineOf(context, (await read.licence(row)).changes) : null;
  if (name === 'portfolio-by-level') {
    if (kind !== 'network') return null;
    const filters = { network: [row.slug], kind: ['software'] };
    const found = await read.search({ text: '', lang, filters, sort: 'name', limit: 1 });
    const levels = found.facets.level ?? [];
    return levelChart(context, levels, await namesFor(read, { level: levels }, lang));
  }
  return adopterChart(context, name, await read.adopters(row, { lang, limit: 1 }), await loadRegions());
}

async function requirementsChart(read: Reader, context: PageContext, row: RecordRow): Promise<Chart | null> {
  const story = await read.assessment(row, context.lang);
  const framework = story?.framework.record ?? null;
  const totals = story?.assessed.totals ?? null;
  return framework === null || totals === null
    ? null
    : requirementsOf(context, totals, (theme) => themeText(context, framework, theme));
}

/** Charts of everything that is listed here, those of these names that there are: what they need is read once. */
export async function chartsOfAll(read: Reader, context: PageContext, names: readonly ChartName[]): Promise<Chart[]> {
  const { lang } = context;
  const asksFor = (begin: RegExp): boolean => names.some((name) => begin.test(name));
  const [region, months, adopters, software] = await Promise.all([
    loadRegions(),
    asksFor(/^growth$/) ? read.growth() : [],
    asksFor(/^adopters-/) ? read.adopters('all', { lang, limit: 1 }) : null,
    asksFor(/^(software|portfolio)-/) ? softwareFacets(read, lang) : null,
  ]);
  const made = names.map((name) => {
    if (name === 'growth')
      return stepsOf(
        context,
        name,
        months.map(({ month, software }) => ({ date: month, count: software })),
      );
    if (adopters !== null && name.startsWith('adopters-')) return adopterChart(context, name, adopters, region);
    return software === null ? null : softwareChart(context, name, software);
  });
  return made.filter((chart): chart is Chart => chart !== null);
}

interface SoftwareFacets {
  facets: SearchAnswer['facets'];
  names: NameOf;
}

async function softwareFacets(read: Reader, lang: string): Promise<SoftwareFacets> {
  const wish = { text: '', lang, filters: { kind: ['software'] }, sort: 'name' as const, limit: 1 };
  const { facets } = await read.search(wish);
  return { facets, names: await networksOf(read, lang, { items: [], facets }) };
}

function softwareChart(context: PageContext, name: ChartName, { facets, names }: SoftwareFacets): Chart | null {
  if (name === 'software-by-country')
    return barsOf(context, name, facets.country ?? [], (code) => countryName(context.lang, code));
  if (name === 'software-by-licence') return barsOf(context, name, facets.licence ?? [], (value) => value);
  if (name === 'portfolio-by-level') return levelChart(context, facets.level ?? [], names);
  if (name !== 'software-by-network') return null;
  return barsOf(context, name, facets.network ?? [], (value) => names(value, 'network') ?? value);
}
