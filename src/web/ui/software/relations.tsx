import type { VNode } from 'preact';
import type { Item } from '../../../registry/types.ts';
import type { Software } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { ItemLinks } from '../item.tsx';
import { type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside, Say } from '../text.tsx';

type Relation = NonNullable<Software['relations']>[number];

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
export function relationsSection(page: RecordContext<Software>, backwards: Backwards[]): Section | null {
  const { context, record } = page;
  const forward = RELATIONS.map((type) => ({
    type,
    relations: (record.relations ?? []).filter((relation) => relation.type === type),
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

function RelationText({ page, relation }: { page: RecordContext<Software>; relation: Relation }): VNode {
  const { context, cites, items } = page;
  const { target, name, url, versions, inferred, reason, source } = relation;
  return (
    <>
      {target === undefined && url !== undefined ? (
        <Outside href={url}>{name}</Outside>
      ) : (
        <RefName items={items} {...(target && { target })} {...(name && { name })} />
      )}
      {versions !== undefined && ` ${context.t('relation.versions', { versions })}`}
      <Cite context={context} cites={cites} source={source} />
      {inferred && <strong class="inferred">{context.t('relation.inferred')}</strong>}
      {reason !== undefined && (
        <span class="reason">
          {context.t('relation.reason')} <Say context={context} text={reason} />
        </span>
      )}
    </>
  );
}
