import type { VNode } from 'preact';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Page } from '../../kernel/page.ts';
import { SEARCHED } from '../../records/kinds.ts';
import type { Item, Reader } from '../../registry/types.ts';
import type { RecordRow } from '../../store/port.ts';
import type { TextKey } from '../locales/text.ts';
import { Adoptions, type OtherSide, otherSides } from '../ui/adoptions.tsx';
import { Citations, SourceList } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Contributions, contributionRefs, type TakesPart } from '../ui/contributions.tsx';
import { ItemRow } from '../ui/item.tsx';
import { ListFiles } from '../ui/list-files.tsx';
import { Pager } from '../ui/pager.tsx';
import { networksOf } from './networks.ts';
import { findRecord, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** So many of who refers to a record stand on its own page; all of them have a page of their own. */
export const SHOWN = 25;

/** The relations that can be listed, and what the list is called. */
const LISTS: Record<ListedKind, Record<string, TextKey>> = {
  software: {
    'adoption-of': 'section.adoptions',
    'contribution-to': 'section.contributions',
    'adds-on-to': 'reverse.adds-on-to',
    'based-on': 'reverse.based-on',
    'part-of': 'reverse.part-of',
    'works-with': 'reverse.works-with',
    'succeeded-by': 'reverse.succeeded-by',
    'merged-into': 'reverse.merged-into',
    'derived-from': 'reverse.derived-from',
    'perhaps-continued-by': 'reverse.perhaps-continued-by',
  },
  organisation: {
    'adoption-by': 'organisation.adoptions',
    'contribution-by': 'organisation.contributions',
    owner: 'organisation.owns',
    supplier: 'organisation.supplies',
    member: 'organisation.networks',
    parent: 'organisation.parts',
    'run-by': 'organisation.runs',
  },
  network: {
    network: 'network.portfolio',
    parent: 'network.subCommunities',
    'framework-of': 'network.frameworks',
    'contribution-to': 'section.contributions',
  },
  framework: { 'assessed-by': 'framework.assessed' },
};

export const LISTED_KINDS = SEARCHED;
export type ListedKind = (typeof SEARCHED)[number];
export const isListed = (kind: ListedKind, rel: string): boolean => Object.hasOwn(LISTS[kind], rel);

/** Where everything stands that refers to the record of this page by this relation. */
const linksAddress = ({ lang, path }: PageContext, rel: string): string => `/${lang}${path}/links/${rel}`;

const PARTS: Record<string, TakesPart> = { 'contribution-to': 'organisation', 'contribution-by': 'target' };

const SIDES: Record<string, OtherSide> = { 'adoption-of': 'organisation', 'adoption-by': 'software' };

/** Everything that refers to a record by one relation, page by page. Throws `invalid-cursor`, `not-found`. */
export const linksPage =
  ({ read }: PageDeps, kind: ListedKind): PageHandler =>
  async ({ context, params, query }): Promise<PageContent | { redirect: string }> => {
    const { address = '', rel = '' } = params;
    const title = isListed(kind, rel) ? LISTS[kind][rel] : undefined;
    if (title === undefined) throw new CodedError('not-found');
    const found = await findRecord(read, kind, address);
    if ('redirect' in found) return { redirect: `${found.redirect}/links/${rel}${context.query}` };
    const cursor = typeof query.cursor === 'string' ? query.cursor : undefined;
    const answer = await read.linked(found.row, [rel], context.lang, LIMITS.pageSize, cursor);
    const list = await listOf(read, context, found.row, rel, answer.items);
    const name = found.view.name;
    return {
      title: `${context.t(title)}${context.t('colon')}${name}`,
      unlisted: true,
      body: (
        <List context={context} title={title} name={name} answer={answer} list={list} first={cursor === undefined} />
      ),
    };
  };

async function listOf(read: Reader, context: PageContext, row: RecordRow, rel: string, items: Item[]): Promise<VNode> {
  const side = SIDES[rel];
  if (side !== undefined) {
    const names = await resolveAll(read, row, context.lang, otherSides(items, side));
    const cites = new Citations();
    return (
      <>
        <Adoptions context={context} items={items} names={names} side={side} cites={cites} />
        <h2>{context.t('section.sources')}</h2>
        <SourceList context={context} cites={cites} />
      </>
    );
  }
  const part = PARTS[rel];
  if (part !== undefined) {
    const names = await resolveAll(read, row, context.lang, contributionRefs(items, part));
    const cites = new Citations();
    return (
      <>
        <Contributions context={context} items={items} names={names} side={part} cites={cites} />
        <h2>{context.t('section.sources')}</h2>
        <SourceList context={context} cites={cites} />
      </>
    );
  }
  const networks = await networksOf(read, context.lang, { items });
  return (
    <ul class="items">
      {items.map((item) => (
        <ItemRow context={context} item={item} networks={networks} level={2} />
      ))}
    </ul>
  );
}

function List(props: {
  context: PageContext;
  title: TextKey;
  name: string;
  answer: Page<Item>;
  list: VNode;
  first: boolean;
}): VNode {
  const { context, title, name, answer, list, first } = props;
  const here = `/${context.lang}${context.path}`;
  return (
    <div class="wrap page">
      <p class="crumbs">
        <a class="ds-link" href={here.replace(/\/links\/.*$/, '')}>
          {name}
        </a>
      </p>
      <h1>{context.t(title)}</h1>
      <p>{context.t('list.count', { count: answer.total })}</p>
      {list}
      <Pager
        context={context}
        first={first ? null : here}
        next={answer.next === null ? null : `${here}?cursor=${encodeURIComponent(answer.next)}`}
      />
      {answer.total > 0 && <ListFiles context={context} />}
    </div>
  );
}

/** The way to the rest of a list that is too long for the page. */
export function All(props: { context: PageContext; rel: string; shown: number; total: number }): VNode | null {
  const { context, rel, shown, total } = props;
  if (total <= shown) return null;
  return (
    <p>
      <a class="ds-link" href={linksAddress(context, rel)}>
        {context.t('list.all', { count: total })}
      </a>
    </p>
  );
}
