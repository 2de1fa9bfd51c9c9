import type { VNode } from 'preact';
import type { Filed } from '../../claims/compare.ts';
import type { FacetCount } from '../../registry/search-type.ts';
import type { Item, LevelOf, Reader, ToldClaim } from '../../registry/types.ts';
import type { Network } from '../../schemas.gen.ts';
import type { RecordRow } from '../../store/port.ts';
import { type NameOf, namesFor } from '../labels.ts';
import { Figure } from '../ui/charts/figure.tsx';
import { Citations } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { levelsSection } from '../ui/governance/levels.tsx';
import { byLevelSection } from '../ui/governance/portfolio.tsx';
import { ItemRow, slugOf } from '../ui/item.tsx';
import { networkData } from '../ui/linked-data.ts';
import { described, pick } from '../ui/localised.ts';
import { Glance } from '../ui/network/glance.tsx';
import { joiningSection, purposeSection } from '../ui/network/joining.tsx';
import { membersSection, rolesSection, subCommunitiesSection, suppliersSection } from '../ui/network/people.tsx';
import { feesSection, rulesSection } from '../ui/network/rules.tsx';
import { Provenance } from '../ui/provenance.tsx';
import { notesSection, type RecordContext, sourcesSection, unknownSection } from '../ui/record-context.tsx';
import { RecordFrame, type Section, section } from '../ui/record-frame.tsx';
import { figuresSection } from '../ui/said/figures.tsx';
import { type Told, toldSections } from '../ui/said/lists.tsx';
import { AlsoCalled } from '../ui/text.tsx';
import { word } from '../ui/words.ts';
import { levelChart } from './charts.ts';
import { entrySection } from './entry.tsx';
import { feedLinks } from './feed-links.ts';
import { All } from './links.tsx';
import { type FoundRecord, findRecord, jsonAddress, resolveAll } from './record.ts';
import { loadTold } from './said.tsx';
import type { PageDeps, PageHandler } from './serve.ts';
import { loadParticipation, type Participation, participationSection } from './taking-part.tsx';

/** So much of a portfolio stands on the network's own page. */
const PORTFOLIO = 60;

interface Loaded {
  page: RecordContext<Network>;
  found: FoundRecord<Network>;
  portfolio: { items: Item[]; total: number };
  /** Networks that say themselves that they are part of this one. */
  parts: Item[];
  participation: Participation;
  claims: Filed<ToldClaim>[];
  told: Told;
  /** Its checklists, the portfolio by their levels, and how it was itself assessed. */
  governance: { frameworks: Item[]; levels: FacetCount[]; names: NameOf; own: LevelOf[] };
}

/** A network of public bodies: what it wants, how to join, who takes part, what it shares. */
export const networkPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Network>(read, 'network', params.address ?? '');
    if ('redirect' in found) return found;
    const loaded = await load(read, context, found);
    const { record } = found.view;
    const { lang, t } = context;
    return {
      title: record.name,
      part: 'networks',
      linkedData: [networkData(context, record)],
      json: jsonAddress('network', params.address ?? ''),
      feeds: feedLinks(context, context.path),
      ...described(pick(record.description, lang)),
      body: (
        <RecordFrame
          context={context}
          kicker={record.direction === undefined ? t('value.kind.network') : word(lang, 'direction', record.direction)}
          name={record.name}
          head={<Head loaded={loaded} />}
          sections={sections(loaded)}
          list={{ href: `/${lang}/networks`, text: t('nav.networks') }}
        />
      ),
    };
  };

async function load(read: Reader, context: PageContext, found: FoundRecord<Network>): Promise<Loaded> {
  const { row, view } = found;
  const { lang } = context;
  const [items, software, parts, participation, governance, claims, told] = await Promise.all([
    resolveAll(read, row, lang, refsOf(view.record)),
    read.linked(row, ['network'], lang, PORTFOLIO),
    read.linked(row, ['parent'], lang, PORTFOLIO),
    loadParticipation(read, row, lang),
    loadGovernance(read, lang, row),
    read.claims(row, lang),
    loadTold(read, row, lang),
  ]);
  const page = { context, record: view.record, items, cites: new Citations(view.record.sources) };
  return { page, found, portfolio: software, parts: parts.items, participation, governance, claims, told };
}

async function loadGovernance(read: Reader, lang: string, row: RecordRow): Promise<Loaded['governance']> {
  const filters = { network: [row.slug], kind: ['software'] };
  const [frameworks, own, found] = await Promise.all([
    read.linked(row, ['framework-of'], lang, PORTFOLIO),
    read.levels(row, lang),
    read.search({ text: '', lang, filters, sort: 'name', limit: 1 }),
  ]);
  const levels = found.facets.level ?? [];
  return { frameworks: frameworks.items, own, levels, names: await namesFor(read, { level: levels }, lang) };
}

const refsOf = (n: Network): (string | undefined)[] => [
  n.organisation,
  n.parent,
  n.lifecycle?.into,
  n.successor?.network,
  ...(n.merged ?? []).map(({ network }) => network),
  ...(n.subCommunities ?? []).map(({ network }) => network),
  ...(n.fees ?? []).map(({ software }) => software),
  ...(n.siblings ?? []).map(({ network }) => network),
  ...[...(n.members ?? []), ...(n.suppliers ?? []), ...(n.roles ?? [])].map(({ organisation }) => organisation),
];

function Head({ loaded }: { loaded: Loaded }): VNode {
  const { page, found } = loaded;
  const { context, record } = page;
  const names = [...Object.values(record.names ?? {}), ...(record.aliases ?? [])];
  const others = [...new Set(names)].filter((name) => name !== record.name);
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
      <Glance page={page} />
    </>
  );
}

function sections({
  page,
  found,
  portfolio,
  parts,
  participation,
  governance,
  claims,
  told,
}: Loaded): (Section | null)[] {
  const { context, record } = page;
  return [
    purposeSection(page),
    joiningSection(page),
    feesSection(page),
    rulesSection(page),
    byLevelSection(context, found.row.slug, governance),
    levelFigure(context, governance),
    levelsSection(context, governance.own, page.cites),
    portfolioSection(context, portfolio),
    membersSection(page),
    participationSection(page, participation, 'thing'),
    subCommunitiesSection(page, parts),
    suppliersSection(page),
    rolesSection(page),
    figuresSection(context, claims, page.cites),
    ...toldSections(context, told),
    notesSection(page, record.notes),
    unknownSection(page, record.unknown),
    sourcesSection(page),
    entrySection(context, found.view),
  ];
}

function levelFigure(context: PageContext, { levels, names }: Loaded['governance']): Section | null {
  const chart = levelChart(context, levels, names);
  if (chart === null) return null;
  return section(
    'portfolio-by-level',
    chart.title,
    <Figure context={context} chart={chart} at={`/${context.lang}${context.path}/charts`} level={null} />,
  );
}

function portfolioSection(context: PageContext, { items, total }: Loaded['portfolio']): Section | null {
  if (total === 0) return null;
  return section(
    'portfolio',
    context.t('network.portfolio'),
    <>
      <p>{context.t('network.portfolioCount', { count: total })}</p>
      <ul class="items">
        {items.map((item) => (
          <ItemRow context={context} item={inNetwork(item)} networks={slugOf} oneKind />
        ))}
      </ul>
      <All context={context} rel="network" shown={items.length} total={total} />
    </>,
  );
}

/** On its own page the name of the network need not stand in every row. */
function inNetwork(item: Item): Item {
  const { network: _, ...facts } = item.facts;
  return { ...item, facts };
}
