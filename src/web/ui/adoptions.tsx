import type { VNode } from 'preact';
import type { Item } from '../../registry/types.ts';
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
}

/** Adoptions: who or what, how far, since and as of when, on whose word, with the source. */
export function Adoptions({ context, items, names, side }: AdoptionsProps): VNode {
  return (
    <ul class="adoptions">
      {items.map((item) => (
        <Adoption context={context} item={item} names={names} side={side} />
      ))}
    </ul>
  );
}

function Adoption({ context, item, names, side }: Omit<AdoptionsProps, 'items'> & { item: Item }): VNode {
  const { lang, t } = context;
  const { facts } = item;
  const period = periodText(context, texts(facts));
  const target = refOf(item, side);
  const name = text(facts[`${side}Name`]);
  const state = text(facts.state) ?? '';
  return (
    <li>
      <p class="adoption-name">
        <RefName items={names} {...(target && { target })} {...(name && { name })} />{' '}
        <span class="ds-tag" data-color={state === 'retired' ? 'warning' : 'brand1'}>
          {word(lang, 'state', state)}
        </span>
      </p>
      <p class="aside">
        {period !== '' && `${capital(period)}. `}
        {word(lang, 'evidence', text(facts.evidence) ?? '')}
        {': '}
        <AdoptionSource context={context} facts={facts} />{' '}
        <a class="ds-link" href={item.page}>
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

function AdoptionSource({ context, facts }: { context: PageContext; facts: Item['facts'] }): VNode {
  const title = text(facts.source);
  const address = text(facts.sourceAddress);
  if (title === undefined) return <>{context.t('source.notNamed')}.</>;
  if (address === undefined) return <cite>{title}.</cite>;
  return (
    <>
      <a class="ds-link" href={address}>
        <cite>{title}</cite>
      </a>
      .
    </>
  );
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function texts(facts: Item['facts']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string] => text(fact[1]) !== undefined),
  );
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
