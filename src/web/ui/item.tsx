import type { VNode } from 'preact';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { Item } from '../../registry/types.ts';
import type { NameOf } from '../labels.ts';
import { CompareBox } from './compare/choose.tsx';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';
import { AlsoCalled } from './text.tsx';
import { countryName, word } from './words.ts';

interface ItemProps {
  context: PageContext;
  item: Item;
  networks: NameOf;
  /** Level of the heading. */
  level?: 2 | 3;
  /** Leave the kind out where the whole list is of one. */
  oneKind?: boolean;
  /** Software can be chosen for a comparison. */
  choosing?: boolean;
  /** It answers a part of what was asked for, where others answer all of it. */
  partly?: boolean;
}

/** A record in a list: name, what it is, and what a reader chooses by. */
export function ItemRow({ context, item, networks, level = 3, oneKind = false, choosing, partly }: ItemProps): VNode {
  const { t } = context;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <li class="item">
      <Heading>
        <a href={item.page}>{item.name}</a>
      </Heading>
      {item.aliases.length > 0 && <AlsoCalled context={context} names={item.aliases.slice(0, 4)} />}
      {partly === true && <p class="aliases">{t('item.partly')}</p>}
      {item.facts.notAvailable === true && <p class="missing">{t('item.notAvailable')}</p>}
      <Summary context={context} item={item} />
      <Tags context={context} item={item} networks={networks} oneKind={oneKind} />
      {choosing === true && item.kind === 'software' && <CompareBox context={context} item={item} />}
    </li>
  );
}

/** What it is in a sentence, marked where it is in another language than the page. */
export const Summary = ({ context, item }: Pick<ItemProps, 'context' | 'item'>): VNode | null =>
  item.summary === '' ? null : (
    <p class="summary" lang={item.summaryLanguage === context.lang ? undefined : item.summaryLanguage}>
      {item.summary}
    </p>
  );

/** Of a record that came with dates that have not come yet. */
export const Faulty = ({ context, item }: Pick<ItemProps, 'context' | 'item'>): VNode | null =>
  item.faults === undefined ? null : <strong class="inferred">{context.t('item.ahead')}</strong>;

function Tags({ context, item, networks, oneKind = false }: Omit<ItemProps, 'level' | 'choosing'>): VNode | null {
  const tags = tagsOf(context, item, networks);
  if (!oneKind) tags.unshift([word(context.lang, 'kind', item.kind), 'brand1']);
  if (tags.length === 0) return null;
  return (
    <ul class="tags">
      {tags.map(([text, colour]) => (
        <li class="ds-tag" data-color={colour}>
          {text}
        </li>
      ))}
    </ul>
  );
}

function tagsOf(context: PageContext, item: Item, networks: NameOf): [text: string, colour: string][] {
  const { lang } = context;
  const { facts } = item;
  const tags: [string, string][] = [];
  const add = (value: unknown, say: (text: string) => string, colour = 'neutral') => {
    if (typeof value === 'string') tags.push([say(value), colour]);
  };
  add(facts.network, (ref) => networks(slugOf(ref)) ?? slugOf(ref));
  if (item.kind === 'software') tags.push([licenceOf(context, facts), 'neutral']);
  add(facts.status, (status) => word(lang, 'status', status), facts.status === 'obsolete' ? 'warning' : 'neutral');
  if (ENDED.has(String(facts.lifecycle))) add(facts.lifecycle, (state) => word(lang, 'lifecycle', state), 'warning');
  add(facts.type, (type) => word(lang, 'type', type));
  for (const code of [facts.country ?? []].flat().slice(0, 4)) add(code, (country) => countryName(lang, country));
  if (item.origin !== 'own' && item.origin !== 'built-in') add(item.origin, (origin) => origin);
  const mark = context.marks?.get(item.origin);
  if (typeof mark?.stale === 'number')
    tags.push([context.t('item.asOf', { date: dateText(lang, toRfc3339(mark.stale)) }), 'warning']);
  if (typeof mark?.frozen === 'number') tags.push([context.t('item.frozen'), 'warning']);
  return tags;
}

function licenceOf({ t }: PageContext, { licence, licenceStated }: Item['facts']): string {
  if (typeof licence === 'string') return licence;
  return t(licenceStated === true ? 'item.licenceInexact' : 'item.licenceUnknown');
}

const ENDED = new Set(['retired', 'handed-over', 'merged', 'ended']);

/** `os2` of `network/os2@built-in` */
export const slugOf = (ref: string): string => ref.slice(ref.indexOf('/') + 1).replace(/@.*$/, '');

/** Names of records side by side, each a link; used where a row each would be too much. */
export function ItemLinks({ items }: { items: Item[] }): VNode {
  return (
    <ul class="links">
      {items.map((item) => (
        <li>
          <a class="ds-link" href={item.page}>
            {item.name}
          </a>
        </li>
      ))}
    </ul>
  );
}
