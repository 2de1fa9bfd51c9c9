import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { labelsIn } from '../search/concepts.ts';
import { spellings } from '../search/expand.ts';
import { FIELDS } from '../search/fields.ts';
import { wordsOf } from '../search/words.ts';
import type { Store } from '../store/port.ts';
import type { HeldIndex } from './held-index.ts';
import { toItems } from './items.ts';
import type { Suggestion } from './types.ts';

/** Bits of the fields by which a record is called. */
const NAMES = (1 << FIELDS.indexOf('name')) | (1 << FIELDS.indexOf('alias'));
const RECORDS = 5;
/** Of tasks and of categories. */
const MEANINGS = 3;

/** What somebody who has typed so far may want: records by their names, tasks and categories by their labels. */
export async function suggest(store: Store, held: HeldIndex, text: string, lang: string): Promise<Suggestion[]> {
  const words = wordsOf(text.slice(0, LIMITS.queryLength)).slice(0, LIMITS.queryTerms);
  if (words.join('').length < 2) return [];
  await held.refresh();
  const rows = named(held, words);
  const best = held.columns
    .representatives(rows)
    .sort((a, b) => held.columns.quality(b) - held.columns.quality(a) || a - b)
    .slice(0, RECORDS);
  const found = await store.getItems(best);
  const items = await toItems(
    store,
    best.flatMap((ord) => found.find((row) => row.ord === ord) ?? []),
    lang,
  );
  const records = items.map(({ name, kind, page }): Suggestion => ({ label: name, kind, id: page }));
  return [...meant(text, lang), ...records];
}

/** Tasks and categories, each once, by the first of its words that begins so. */
function meant(text: string, lang: string): Suggestion[] {
  const begun = fold(text.trim());
  const found = new Map<string, Suggestion>();
  for (const { concept, label, folded } of labelsIn(lang)) {
    if (!folded.startsWith(begun) || found.has(concept)) continue;
    const [kind = '', id = ''] = concept.split('/');
    found.set(concept, { label, kind: kind as 'task' | 'category', id });
  }
  const of = (kind: string): Suggestion[] => [...found.values()].filter((one) => one.kind === kind).slice(0, MEANINGS);
  return [...of('task'), ...of('category')];
}

/** Rows whose names have all words, the last one by its beginning. */
function named({ index, postings }: HeldIndex, words: string[]): number[] {
  let rows: Set<number> | null = null;
  words.forEach((word, i) => {
    const last = i === words.length - 1;
    const ids = spellings(word).flatMap((form) =>
      last && form.length > 1 ? index.vocabulary.beginning(form) : [...index.vocabulary.spelt(form)],
    );
    const having = new Set<number>();
    for (const id of ids.filter((word) => postings.inNames(word)))
      postings.each(id, (row, mask) => {
        if ((mask & NAMES) !== 0 && (rows === null || rows.has(row))) having.add(row);
      });
    rows = having;
  });
  return [...(rows ?? [])];
}
