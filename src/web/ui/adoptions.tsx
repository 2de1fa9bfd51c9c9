import type { VNode } from 'preact';
import type { Item } from '../../registry/types.ts';
import type { Citation } from '../../schemas.gen.ts';
import { type Citations, Cite } from './cite.tsx';
import type { PageContext } from './context.ts';
import { periodText, RefName } from './record-context.tsx';
import { word } from './words.ts';

/** The record that an adoption names on the other side of the page it is shown on. */
export type OtherSide = 'organisation' | 'software';

/** References of adoptions to their other side, each with the origin in which it is meant. */
export const otherSides = (items: Item[], side: OtherSide): string[] =>
  items.flatMap((item) => refOf(item, side) ?? []);

function refOf({ facts, origin }: Item, side: OtherSide): string | undefined {
  const ref = facts[side];
  return typeof ref !== 'string' ? undefined : ref.includes('@') ? ref : `${ref}@${origin}`;
}

interface AdoptionsProps {
  context: PageContext;
  items: Item[];
  /** The other sides, by reference with origin. */
  names: ReadonlyMap<string, Item>;
  side: OtherSide;
  cites: Citations;
}

/** Adoptions: who or what, how far, since and as of when, on whose word, with the source. */
export function Adoptions({ items, ...shared }: AdoptionsProps): VNode {
  return (
    <ul class="adoptions">
      {items.map((item) => (
        <Adoption item={item} {...shared} />
      ))}
    </ul>
  );
}

function Adoption(props: Omit<AdoptionsProps, 'items'> & { item: Item }): VNode {
  const { context, item, names, side, cites } = props;
  const { lang, t } = context;
  const { facts } = item;
  const period = periodText(context, texts(facts));
  const target = refOf(item, side);
  const name = text(facts[`${side}Name`]);
  const state = text(facts.state) ?? '';
  const evidence = word(lang, 'evidence', text(facts.evidence) ?? '');
  return (
    <li class="adoption">
      <p class="adoption-name">
        <RefName items={names} {...(target && { target })} {...(name && { name })} />{' '}
        <span class="ds-tag" data-color={state === 'retired' ? 'warning' : 'brand1'}>
          {word(lang, 'state', state)}
        </span>
      </p>
      <p class="aside">
        {period === '' ? evidence : `${capital(period)} · ${evidence}`}
        <Cite context={context} cites={cites} source={sourceOf(facts)} />
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
}

/** The source as its record cites it. */
export function sourceOf(facts: Item['facts']): Citation | undefined {
  const title = text(facts.source);
  if (title === undefined) return undefined;
  const { sourceAddress: address, sourcePublisher: publisher, sourceDate: date, sourceRead: read } = texts(facts);
  return {
    title,
    ...(address && { address }),
    ...(publisher && { publisher }),
    ...(date && { date }),
    ...(read && { read }),
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export function texts(facts: Item['facts']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string] => text(fact[1]) !== undefined),
  );
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
