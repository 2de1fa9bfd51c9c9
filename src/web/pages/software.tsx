import type { VNode } from 'preact';
import type { Filed } from '../../claims/compare.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { AdopterPage } from '../../registry/adopters/types.ts';
import type { HandOverReport } from '../../registry/hand-over-types.ts';
import type { Membership } from '../../registry/membership-type.ts';
import type { Item, LevelOf, Reader, ToldClaim, ToldProfile } from '../../registry/types.ts';
import type { LicenceAnswer, RelationsAnswer, Software, SourceAnswer } from '../../schemas.gen.ts';
import type { ImageRow } from '../../store/image-port.ts';
import { isManifest, linkOf } from '../licence-link.ts';
import { AdopterSummary, Adopters } from '../ui/adopters.tsx';
import { capital } from '../ui/adoptions.tsx';
import { Figure } from '../ui/charts/figure.tsx';
import { licenceTimelineOf } from '../ui/charts/make.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { levelFact, levelsSection } from '../ui/governance/levels.tsx';
import { HandOverNotes } from '../ui/hand-over.tsx';
import { softwareData } from '../ui/linked-data.ts';
import { described, pick } from '../ui/localised.ts';
import { FeeText } from '../ui/network/rules.tsx';
import { Provenance } from '../ui/provenance.tsx';
import { notesSection, type RecordContext, sourcesSection, unknownSection } from '../ui/record-context.tsx';
import { RecordFrame, type Section, section } from '../ui/record-frame.tsx';
import { figuresSection } from '../ui/said/figures.tsx';
import { type Told, toldSections } from '../ui/said/lists.tsx';
import { aboutSection, blockOf } from '../ui/software/about.tsx';
import { badgesSection } from '../ui/software/badges.tsx';
import { Glance } from '../ui/software/glance.tsx';
import { hostedSection } from '../ui/software/hosted.tsx';
import { licenceSection } from '../ui/software/licence.tsx';
import { makingSection } from '../ui/software/making.tsx';
import { maturitySection } from '../ui/software/maturity.tsx';
import { loadNear, type Near, nearSections } from '../ui/software/near.tsx';
import { faceOf, Pictures } from '../ui/software/pictures.tsx';
import { type Backwards, RELATIONS, relationsSection } from '../ui/software/relations.tsx';
import { repositoriesSection } from '../ui/software/repositories.tsx';
import { loadWays, startSection, type Ways } from '../ui/software/start.tsx';
import { teamsSection } from '../ui/software/teams.tsx';
import { technicalSection } from '../ui/software/technical.tsx';
import { SourceNotices } from '../ui/source.tsx';
import { AlsoCalled } from '../ui/text.tsx';
import { word } from '../ui/words.ts';
import { entrySection } from './entry.tsx';
import { feedLinks } from './feed-links.ts';
import { All, SHOWN } from './links.tsx';
import { type FoundRecord, findRecord, jsonAddress, resolveAll } from './record.ts';
import { loadTold } from './said.tsx';
import type { PageDeps, PageHandler } from './serve.ts';
import { loadParticipation, type Participation, participationSection } from './taking-part.tsx';
import { idOf } from './versions.tsx';

interface Loaded {
  page: RecordContext<Software>;
  found: FoundRecord<Software>;
  adopters: AdopterPage;
  participation: Participation;
  backwards: Backwards[];
  cluster: Item[];
  levels: LevelOf[];
  licence: LicenceAnswer;
  /** Where its manifest is read from. */
  crawled: SourceAnswer[];
  images: ImageRow[];
  maturity: ToldProfile;
  claims: Filed<ToldClaim>[];
  told: Told;
  membership: Membership;
  hosted: RelationsAnswer;
  near: Near;
  moved: HandOverReport[];
  ways: Ways;
}

/** A software with everything that is known of it, and who refers to it. */
export const softwarePage =
  ({ read, crawl }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Software>(read, 'software', params.address ?? '');
    if ('redirect' in found) return found;
    const crawled = found.view.origin === 'own' ? await crawl.ofEntry(`software/${found.row.slug}`) : [];
    const images = found.view.origin === 'own' ? await crawl.images(`software/${found.row.slug}`) : [];
    const moved = await read.handOver(found.row);
    const known = await load(read, context, found);
    const ways = await loadWays(read, known.page, found.row);
    const loaded = { ...known, crawled, images, moved, ways };
    const block = blockOf(found.view.record, context);
    const description = block?.value.short ?? block?.value.generic;
    const image = faceOf(context, found.view.record.name, images);
    return {
      title: found.view.record.name,
      part: 'software',
      linkedData: softwareData(context, found.view.record),
      json: jsonAddress('software', params.address ?? ''),
      feeds: feedLinks(context, context.path),
      link: linkOf(found.view.source),
      ...described(description === undefined ? undefined : { ...block, value: description }),
      ...(image === undefined ? {} : { image }),
      body: (
        <RecordFrame
          context={context}
          kicker={kicker(loaded)}
          name={found.view.record.name}
          head={<Head loaded={loaded} />}
          sections={sections(loaded)}
          list={{ href: `/${context.lang}/software`, text: context.t('nav.software') }}
        />
      ),
    };
  };

async function load(
  read: Reader,
  context: PageContext,
  found: FoundRecord<Software>,
): Promise<Omit<Loaded, 'crawled' | 'images' | 'moved' | 'ways'>> {
  const { row, view } = found;
  const { record } = view;
  const { lang } = context;
  const refs = [
    record.network,
    record.owner?.organisation,
    ...(record.suppliers ?? []).map(({ organisation }) => organisation),
    ...(record.custody?.holders ?? []).map(({ organisation }) => organisation),
  ];
  const back = (type: Backwards['type']) => read.linked(row, [type], lang, SHOWN);
  // First, as it names hosts that the record itself does not refer to.
  const hosted = await read.relations(row, lang);
  refs.push(...hosted.relations.map(({ target }) => target));
  const [
    items,
    adopters,
    participation,
    cluster,
    levels,
    licence,
    maturity,
    claims,
    told,
    membership,
    near,
    ...linked
  ] = await Promise.all([
    resolveAll(read, row, lang, refs),
    read.adopters(row, { lang, limit: SHOWN }),
    loadParticipation(read, row, lang),
    read.cluster(row, lang),
    read.levels(row, lang),
    read.licence(row),
    read.maturity(row),
    read.claims(row, lang),
    loadTold(read, row, lang),
    read.membership(row),
    loadNear(read, row, lang),
    ...RELATIONS.map(back),
  ]);
  const page = { context, record, items, cites: new Citations(record.sources) };
  const backwards = linked.map((answer, i) => {
    const type = RELATIONS[i] as Backwards['type'];
    const { items, total } = answer;
    return { type, items, total, all: <All context={context} rel={type} shown={items.length} total={total} /> };
  });
  return {
    page,
    found,
    adopters,
    participation,
    backwards,
    cluster,
    levels,
    licence,
    maturity,
    claims,
    told,
    membership,
    hosted,
    near,
  };
}

function kicker({ page }: Loaded): VNode {
  const { lang, t } = page.context;
  const subject = pick(page.record.subject, lang);
  const type = page.record.type === undefined ? t('value.kind.software') : word(lang, 'type', page.record.type);
  if (subject === undefined) return <>{type}</>;
  return (
    <>
      {type} · <span lang={subject.lang}>{capital(subject.value)}</span>
    </>
  );
}

function Head({ loaded }: { loaded: Loaded }): VNode {
  const { page, found } = loaded;
  const { context, record } = page;
  const block = blockOf(record, context);
  const summary = block?.value.short ?? block?.value.generic;
  const aliases = [...new Set([block?.value.name, ...(record.aliases ?? [])])].filter((name) => name !== record.name);
  return (
    <>
      {aliases.some(Boolean) && <AlsoCalled context={context} names={aliases.filter((name) => name !== undefined)} />}
      {!canBeHad(record) && <p class="missing">{context.t('item.notAvailable')}</p>}
      {summary !== undefined && (
        <p class="lead" lang={block?.lang}>
          {summary}
        </p>
      )}
      <HandOverNotes context={context} id={idOf(found.view)} reports={loaded.moved} />
      <Provenance context={context} view={found.view} />
      <SourceNotices context={context} sources={loaded.crawled} />
      <Pictures context={context} name={record.name} images={loaded.images} />
      <Glance page={page} level={levelFact(context, loaded.levels)} />
      <p>
        <a class="ds-link" href={`/${context.lang}/compare?id=${found.view.id}@${found.view.origin}`} rel="nofollow">
          {context.t('compare.with')}
        </a>
      </p>
    </>
  );
}

const canBeHad = (s: Software): boolean =>
  Boolean(s.url ?? s.owner ?? s.publisher ?? s.landingUrl) || Boolean(s.repositories?.length || s.suppliers?.length);

function sections(loaded: Loaded): (Section | null)[] {
  const { page, found, backwards, cluster } = loaded;
  const { source } = found.view;
  return [
    // In the order in which somebody who has to decide asks.
    aboutSection(page),
    technicalSection(page),
    licenceSection(page, loaded.licence),
    licenceFigure(page.context, loaded.licence),
    levelsSection(page.context, loaded.levels, page.cites),
    adoptionsSection(loaded),
    participationSection(page, loaded.participation, 'thing'),
    makingSection(page),
    ...toldSections(page.context, loaded.told),
    maturitySection(page.context, loaded.maturity),
    startSection(page, loaded.ways, loaded.told.offers.length, isManifest(source) ? source.url : undefined),
    costSection(page, loaded.membership.fees),
    teamsSection(page, loaded.membership.teams),
    repositoriesSection(page),
    relationsSection(page, loaded.hosted, backwards),
    hostedSection(page.context, loaded.hosted),
    figuresSection(page.context, loaded.claims, page.cites),
    ...nearSections(page.context, loaded.near),
    notesSection(page, page.record.notes),
    unknownSection(page, page.record.unknown),
    sourcesSection(page),
    badgesSection(page.context, addressIn(page.context), loaded.crawled),
    entrySection(page.context, found.view, cluster),
  ];
}

/** The last part of the page's own address: a slug, with `@origin` where it needs one. */
const addressIn = ({ path }: PageContext): string => path.slice(path.lastIndexOf('/') + 1);

function licenceFigure(context: PageContext, { changes }: LicenceAnswer): Section | null {
  const chart = licenceTimelineOf(context, changes);
  if (chart === null) return null;
  return section(
    'licence-timeline',
    chart.title,
    <Figure context={context} chart={chart} at={`/${context.lang}${context.path}/charts`} level={null} />,
  );
}

function costSection(page: Loaded['page'], fees: Membership['fees']): Section | null {
  if (fees.length === 0) return null;
  const list = fees.map((fee) => (
    <li>
      <FeeText page={page} fee={fee} />
    </li>
  ));
  return section('fees', page.context.t('section.fees'), <ul class="relations">{list}</ul>);
}

function adoptionsSection({ page, adopters }: Loaded): Section | null {
  const { context, record } = page;
  const { t } = context;
  const { usedBy = [] } = record;
  const left = usedBy.slice(LIMITS.usedByRead);
  return section(
    'adoptions',
    t('section.adoptions'),
    adopters.total === 0 ? (
      <p>{t('adoptions.none')}</p>
    ) : (
      <>
        <AdopterSummary context={context} page={adopters} side="organisation" />
        <Adopters context={context} items={adopters.items} side="organisation" cites={page.cites} />
        <p>
          <a class="ds-link" href={`/${context.lang}${context.path}/adopters`}>
            {t('adopters.all', { count: adopters.total })}
          </a>
        </p>
        {left.length > 0 && <p class="hint">{t('adopters.left', { count: left.length })}</p>}
      </>
    ),
  );
}
