import type { Item } from '../../../registry/types.ts';
import type { PageContext } from '../context.ts';
import { type Section, section } from '../record-frame.tsx';
import { Related } from '../related.tsx';
import { word } from '../words.ts';

/** Stories, offers and needs that others tell of a record; each leads to its own page. */
export interface Told {
  stories: Item[];
  offers: Item[];
  needs: Item[];
}

export function toldSections(context: PageContext, { stories, offers, needs }: Told): (Section | null)[] {
  const { lang, t } = context;
  const services = (item: Item): string => {
    const all = Array.isArray(item.facts.services) ? item.facts.services : [];
    const { evidence, confirmed } = item.facts;
    // Who says so stands with it: what a supplier states of itself is no confirmation.
    const whose = confirmed === true ? 'confirmed' : typeof evidence === 'string' ? evidence : '';
    const said = all.map((one) => word(lang, 'service', one)).join(', ');
    return whose === '' ? said : `${said} · ${word(lang, 'help-evidence', whose)}`;
  };
  const state = (item: Item): string =>
    typeof item.facts.state === 'string' ? word(lang, 'needState', item.facts.state) : '';
  return [
    list(context, ['stories', t('section.stories')], stories),
    list(context, ['offers', t('section.offers')], offers, services),
    list(context, ['needs', t('section.needs')], needs, state),
  ];
}

type Named = [id: keyof Told, title: string];

function list(context: PageContext, [id, title]: Named, items: Item[], text?: (item: Item) => string): Section | null {
  if (items.length === 0) return null;
  const more = text === undefined ? {} : { more: (item: Item) => ({ text: text(item) }) };
  return section(id, title, <Related context={context} items={items} {...more} />);
}
