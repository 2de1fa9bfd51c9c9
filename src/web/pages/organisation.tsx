import type { VNode } from 'preact';
import type { Filed } from '../../claims/compare.ts';
import type { AdopterPage, ShownBody } from '../../registry/adopters/types.ts';
import type { Item, Reader, ToldClaim } from '../../registry/types.ts';
import type { Organisation } from '../../schemas.gen.ts';
import { formatNumber } from '../locales/text.ts';
import { Adopters } from '../ui/adopters.tsx';
import { Citations, Cite } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts, listFact } from '../ui/facts.tsx';
import { ItemLinks } from '../ui/item.tsx';
import { organisationData } from '../ui/linked-data.ts';
import { described, pick } from '../ui/localised.ts';
import { Provenance } from '../ui/provenance.tsx';
import { notesSection, type RecordContext, RefName, sourcesSection, unknownSection } from '../ui/record-context.tsx';
import { RecordFrame, type Section, section } from '../ui/record-frame.tsx';
import { figuresSection } from '../ui/said/figures.tsx';
import { type Told, toldSections } from '../ui/said/lists.tsx';
import { AlsoCalled, Outside } from '../ui/text.tsx';
import { countryName, word } from '../ui/words.ts';
import { loadRegions } from './charts.ts';
import { entrySection } from './entry.tsx';
import { feedLinks } from './feed-links.ts';
import { All, SHOWN } from './links.tsx';
import { type FoundRecord, findRecord, jsonAddress, resolveAll } from './record.ts';
import { loadTold } from './said.tsx';
import type { PageDeps, PageHandler } from './serve.ts';
import { loadParticipation, type Participation, participationSection } from './taking-part.tsx';

/** What an organisation is to other records, in the order in which it is told. */
const ROLES = [
  { rel: 'owner', text: 'organisation.owns' },
  { rel: 'supplier', text: 'organisation.supplies' },
  { rel: 'run-by', text: 'organisation.runs' },
  { rel: 'member', text: 'organisation.networks' },
  { rel: 'parent', text: 'organisation.parts' },
] as const;

/** That no software is known which they use is worth saying of bodies, not of those who make it. */
const MAKERS = new Set(['firm', 'non-profit', 'community']);

interface Loaded {
  page: RecordContext<Organisation>;
  found: FoundRecord<Organisation>;
  adopters: AdopterPage;
  participation: Participation;
  roles: { items: Item[]; total: number }[];
  claims: Filed<ToldClaim>[];
  told: Told;
  /** With what is known besides its record, such as its population by a table. */
  body: ShownBody | null;
  /** The name of a region. */
  region: (code: string) => string;
}

/** A body, firm or community: what it uses, owns, supplies, and where it takes part. */
export const organisationPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Organisation>(read, 'organisation', params.address ?? '');
    if ('redirect' in found) return found;
    const loaded = await load(read, context, found);
    const { record } = found.view;
    const { lang, t } = context;
    const description = pick(record.description, lang);
    return {
      title: record.name,
      part: 'organisations',
      ...described(description),
      linkedData: [organisationData(context, record)],
      json: jsonAddress('organisation', params.address ?? ''),
      feeds: feedLinks(context, context.path),
      body: (
        <RecordFrame
          context={context}
          kicker={record.type === undefined ? t('value.kind.organisation') : word(lang, 'type', record.type)}
          name={pick(record.names, lang)?.value ?? record.name}
          head={<Head loaded={loaded} />}
          sections={sections(loaded)}
          list={{ href: `/${lang}/organisations`, text: t('nav.organisations') }}
        />
      ),
    };
  };

async function load(read: Reader, context: PageContext, found: FoundRecord<Organisation>): Promise<Loaded> {
  const { row, view } = found;
  const { lang } = context;
  const [items, adopters, participation, claims, told, body, region, ...roles] = await Promise.all([
    resolveAll(read, row, lang, [view.record.parent]),
    read.adopters(row, { lang, limit: SHOWN }),
    loadParticipation(read, row, lang),
    read.claims(row, lang),
    loadTold(read, row, lang),
    read.bodyShown(row, lang),
    loadRegions(),
    ...ROLES.map(({ rel }) => read.linked(row, [rel], lang, SHOWN)),
  ]);
  const page = { context, record: view.record, items, cites: new Citations(view.record.sources) };
  return { page, found, adopters, participation, roles, claims, told, body, region };
}

function Head({ loaded }: { loaded: Loaded }): VNode {
  const { page, found } = loaded;
  const { context, record } = page;
  const shown = pick(record.names, context.lang)?.value ?? record.name;
  const names = [record.name, ...Object.values(record.names ?? {}), ...(record.aliases ?? [])];
  const others = [...new Set(names)].filter((name) => name !== shown);
  const description = pick(record.description, context.lang);
  return (
    <>
      {others.length > 0 && <AlsoCalled context={context} names={others} />}
      {description !== undefined && (
        <p class="lead" lang={description.lang}>
          {description.value}
        </p>
      )}
      <Provenance context={context} view={found.view} />
      <Facts facts={glance(loaded)} />
    </>
  );
}

/** `Region Midtjylland (DK-82)`, or the code alone where it has no name here. */
const regionText = (code: string, region: (code: string) => string): string =>
  region(code) === code ? code : `${region(code)} (${code})`;

function glance({ page, body, region }: Loaded): (Fact | null)[] {
  const { context, record, cites, items } = page;
  const { lang, t } = context;
  const { identifiers = [], codeHosting = [], sizeClass = body?.size } = record;
  return [
    [
      t('organisation.type'),
      record.type === undefined ? <em>{t('unknown.value')}</em> : word(lang, 'type', record.type),
    ],
    [
      t('facet.country'),
      record.country === undefined ? <em>{t('unknown.value')}</em> : countryName(lang, record.country),
    ],
    record.level === undefined ? null : [t('organisation.level'), word(lang, 'level', record.level)],
    record.subdivision === undefined ? null : [t('organisation.subdivision'), regionText(record.subdivision, region)],
    record.parent === undefined ? null : [t('organisation.parent'), <RefName items={items} target={record.parent} />],
    sizeClass === undefined ? null : [t('organisation.size'), word(lang, 'size', sizeClass)],
    populationFact(context, cites, record.population ?? counted(body)),
    ...identifiers.map(({ scheme, value }): Fact => [word(lang, 'scheme', scheme), <code>{value}</code>]),
    record.website === undefined ? null : [t('organisation.website'), <Outside href={record.website} />],
    record.mailbox === undefined
      ? null
      : [
          t('organisation.mailbox'),
          <a class="ds-link" href={`mailto:${record.mailbox}`}>
            {record.mailbox}
          </a>,
        ],
    listFact(
      t('organisation.code'),
      codeHosting.map((href) => <Outside href={href} />),
    ),
  ];
}

type Population = NonNullable<Organisation['population']>;

/** What a statistics office's table says of it. */
function counted(body: ShownBody | null): Population | undefined {
  if (!body?.population) return undefined;
  const { value, date, source, sourceAddress } = body.population;
  const cited = source === null ? null : { title: source, ...(sourceAddress !== null && { address: sourceAddress }) };
  return { value, ...(date !== null && { date }), ...(cited && { source: cited }) };
}

function populationFact(context: PageContext, cites: Citations, population: Population | undefined): Fact | null {
  if (population === undefined) return null;
  const { value, date, source } = population;
  return [
    context.t('organisation.population'),
    <>
      {formatNumber(context.lang, value)}
      {date !== undefined && ` (${dateText(context.lang, date)})`}
      <Cite context={context} cites={cites} source={source} />
    </>,
  ];
}

function sections({ page, found, adopters, participation, roles, claims, told }: Loaded): (Section | null)[] {
  const { context } = page;
  const { t } = context;
  return [
    adoptionsSection(page, adopters),
    participationSection(page, participation, 'body'),
    ...ROLES.map(({ rel, text }, i) => {
      const { items = [], total = 0 } = roles[i] ?? {};
      if (total === 0) return null;
      return section(
        rel,
        t(text),
        <>
          <ItemLinks items={items} />
          <All context={context} rel={rel} shown={items.length} total={total} />
        </>,
      );
    }),
    figuresSection(page.context, claims, page.cites),
    ...toldSections(page.context, told),
    notesSection(page, page.record.notes),
    unknownSection(page, page.record.unknown),
    sourcesSection(page),
    entrySection(context, found.view),
  ];
}

function adoptionsSection({ context, cites, record }: Loaded['page'], adopters: AdopterPage): Section | null {
  const { items, total } = adopters;
  const { t } = context;
  if (total === 0 && MAKERS.has(record.type ?? '')) return null;
  return section(
    'adoptions',
    t('organisation.adoptions'),
    total === 0 ? (
      <p>{t('organisation.noAdoptions')}</p>
    ) : (
      <>
        <Adopters context={context} items={items} side="software" cites={cites} />
        <p>
          <a class="ds-link" href={`/${context.lang}${context.path}/adopters`}>
            {t('organisation.allAdoptions', { count: total })}
          </a>
        </p>
      </>
    ),
  );
}
