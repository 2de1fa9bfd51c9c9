import { escapeXml } from '../../documents/xml.ts';
import type { FacetName } from '../../kernel/facets.ts';
import type { FacetCount } from '../../registry/search-type.ts';
import { facetLabel, type NameOf, namesRecord } from '../labels.ts';
import { type Lang, perLanguage } from '../locales/text.ts';

/** So many values of a facet are remembered in each language: most vocabularies have fewer, but a record may say anything. */
const KEPT = 200;
/** No value of a vocabulary is longer. */
const LONGEST = 64;

const known = perLanguage(() => new Map<FacetName, Map<string, string>>());

/**
 * The entries of a facet as HTML: each a link that narrows the results, and how many it would leave. `base` is the address
 * of the results up to its next parameter. They are most of the elements of a page, and text costs less than
 * components.
 */
export function facetEntries(base: string, lang: Lang, facet: FacetName, counts: FacetCount[], names: NameOf): string {
  const before = `<li><a href="${escapeXml(base)}${facet}=`;
  const entries = known(lang).get(facet) ?? new Map<string, string>();
  known(lang).set(facet, entries);
  let html = '';
  for (const { value, count } of counts) {
    let entry = entries.get(value);
    if (entry === undefined) {
      entry = entryOf(value, facetLabel(lang, facet, value, names));
      // What a record is called may change at any time.
      if (!namesRecord(facet)) keep(entries, value, entry);
    }
    html += `${before}${entry}${count}</span></a></li>`;
  }
  return html;
}

/** The part of an entry from its value to its count. */
const entryOf = (value: string, label: string): string =>
  `${encodeURIComponent(value)}" rel="nofollow">${escapeXml(label)} <span>`;

function keep(entries: Map<string, string>, value: string, entry: string): void {
  if (value.length > LONGEST) return;
  if (entries.size >= KEPT) entries.clear();
  entries.set(value, entry);
}
