import type { VNode } from 'preact';
import type { Item } from '../../registry/types.ts';
import { capital, sourceOf, texts } from './adoptions.tsx';
import { type Citations, Cite } from './cite.tsx';
import type { PageContext } from './context.ts';
import { Faulty } from './item.tsx';
import { periodText, RefName } from './record-context.tsx';
import { word } from './words.ts';

/** On the page of a body it is told in what it takes part, elsewhere who does. */
export type TakesPart = 'organisation' | 'target';

/** References of contributions to the side that is told, each with the origin in which it is meant. */
export const contributionRefs = (items: Item[], side: TakesPart): string[] =>
  items.flatMap((item) => refOf(item, side) ?? []);

function refOf({ facts, origin }: Item, side: TakesPart): string | undefined {
  const ref = side === 'organisation' ? facts.organisation : (facts.software ?? facts.network);
  return typeof ref !== 'string' ? undefined : ref.includes('@') ? ref : `${ref}@${origin}`;
}

/** What a body does there, as words in one sentence: "develops, tests". */
export const actsText = ({ lang }: PageContext, acts: unknown): string =>
  (Array.isArray(acts) ? acts : []).map((act) => word(lang, 'act-as', String(act))).join(', ');

/** Contributions: who or in what, as what, since and as of when, on whose word, with the source. */
export function Contributions(props: {
  context: PageContext;
  items: Item[];
  names: ReadonlyMap<string, Item>;
  side: TakesPart;
  cites: Citations;
}): VNode {
  const { context, items, names, side, cites } = props;
  const { lang, t } = context;
  return (
    <ul class="adoptions">
      {items.map((item) => {
        const target = refOf(item, side);
        const said = texts(item.facts);
        const name = side === 'organisation' ? said.organisationName : undefined;
        const period = periodText(context, said);
        const evidence = word(lang, 'evidence', said.evidence ?? '');
        return (
          <li class="adoption">
            <p class="adoption-name">
              <RefName items={names} {...(target && { target })} {...(name && { name })} />{' '}
              <span class="ds-tag" data-color="brand1">
                {capital(actsText(context, item.facts.as))}
              </span>
            </p>
            <p class="aside">
              {period === '' ? evidence : `${capital(period)} · ${evidence}`}
              <Cite context={context} cites={cites} source={sourceOf(item.facts)} />{' '}
              <Faulty context={context} item={item} />
              {' · '}
              <a href={item.page}>
                {t('adoption.details')} <span class="ds-sr-only">{item.name}</span>
              </a>
            </p>
            {item.summary !== '' && (
              <p class="aside" lang={item.summaryLanguage === lang ? undefined : item.summaryLanguage}>
                {item.summary}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
