import type { VNode } from 'preact';
import type { Item } from '../../../registry/types.ts';
import type { RelationsAnswer, Software, ToldRelation } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { ItemLinks } from '../item.tsx';
import { type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside, Say } from '../text.tsx';

/** The relations that a software can have, in the order in which they are told. */
export const RELATIONS = [
  'part-of',
  'based-on',
  'adds-on-to',
  'depends-on',
  'derived-from',
  'works-with',
  'succeeded-by',
  'merged-into',
  'handed-over-to',
  'perhaps-continued-by',
] as const;
export type RelationType = (typeof RELATIONS)[number];

/** Who refers to a software by one relation: the first of them, and how many there are. */
export interface Backwards {
  type: RelationType;
  items: Item[];
  total: number;
  /** The way to the others, where these are not all. */
  all: VNode;
}

/** What it stands on and what stands on it, both ways. */
export function relationsSection(
  page: RecordContext<Software>,
  { relations }: RelationsAnswer,
  backwards: Backwards[],
): Section | null {
  const { context, record } = page;
  // What the manifest lists as needed has its own place on the page.
  const listed = new Set(Object.values(record.dependsOn ?? {}).flatMap((all) => all.map(({ name }) => name)));
  const told = relations.filter(({ target, url, name }) => target || url || !listed.has(name ?? ''));
  const forward = RELATIONS.map((type) => ({
    type,
    relations: told.filter((relation) => relation.type === type),
  })).filter(({ relations }) => relations.length > 0);
  const back = backwards.filter(({ total }) => total > 0);
  if (forward.length + back.length === 0) return null;
  return section(
    'relations',
    context.t('section.relations'),
    <>
      {forward.map(({ type, relations }) => (
        <>
          <h3>{context.t(`relation.${type}`)}</h3>
          <ul class="relations">
            {relations.map((relation) => (
              <li>
                <RelationText page={page} relation={relation} />
              </li>
            ))}
          </ul>
        </>
      ))}
      {back.map(({ type, items, all }) => (
        <>
          <h3>{context.t(`reverse.${type}`)}</h3>
          <ItemLinks items={items} />
          {all}
        </>
      ))}
    </>,
  );
}

function RelationText({ page, relation }: { page: RecordContext<Software>; relation: ToldRelation }): VNode {
  const { context, cites, items } = page;
  const { target, name, url, ranges = [], inferred, reason } = relation;
  const versions = relation.versions ?? ranges.map(({ range }) => range).join(', ');
  const sources = [relation.source, ...ranges.map((one) => one.source)];
  const first = new Map(sources.map((one) => [`${one?.title} ${one?.address}`, one]));
  return (
    <>
      {target === undefined && url !== undefined ? (
        <Outside href={url}>{name}</Outside>
      ) : (
        <RefName items={items} {...(target && { target })} {...(name && { name })} />
      )}
      {versions !== '' && ` ${context.t('relation.versions', { versions })}`}
      {[...first.values()].map((source) => (
        <Cite context={context} cites={cites} source={source} />
      ))}
      {inferred && <strong class="inferred">{context.t('relation.inferred')}</strong>}
      {reason !== undefined && (
        <span class="reason">
          {context.t('relation.reason')} <Say context={context} text={reason} />
        </span>
      )}
    </>
  );
}
