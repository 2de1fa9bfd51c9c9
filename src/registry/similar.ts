import { LIMITS } from '../kernel/limits.ts';
import { MASK_WEIGHTS } from '../search/fields.ts';
import { foremost } from '../search/foremost.ts';
import { rarityOf } from '../search/match.ts';
import type { Store } from '../store/port.ts';
import type { HeldIndex } from './held-index.ts';
import { toItems } from './items.ts';
import type { Item } from './types.ts';

/** Words by which another record is compared, the most telling ones. */
const WORDS = 25;
/** A word that more than this share of all rows have tells nothing. */
const COMMON = 0.2;
/** What a shared task or category counts more than a shared word. */
const MEANING = 3;
/** Looked at besides those that are shown, as some are of another kind or hidden. */
const MORE = 20;

/** Records of the same kind that are about the same: they share tasks, categories and words that few others have. */
export async function similarTo(
  store: Store,
  held: HeldIndex,
  row: { ord: number; kind: string },
  lang: string,
  limit: number,
): Promise<Item[]> {
  await held.refresh();
  const rows = ranked(held, row.ord, limit + MORE);
  const found = await store.getItems(rows);
  const kept = rows.flatMap((ord) => found.find((item) => item.ord === ord && item.kind === row.kind) ?? []);
  return toItems(store, kept.slice(0, limit), lang);
}

function ranked({ index, postings, columns }: HeldIndex, own: number, most: number): number[] {
  const all = Math.max(1, columns.size);
  const words = [...postings.wordsOf(own)].flatMap(([id, mask]) => {
    const count = postings.count(id);
    const meaning = index.vocabulary.get(id).word.includes('/');
    if (count < 2 || (!meaning && count > Math.max(10, all * COMMON))) return [];
    return [{ id, weight: rarityOf(count, all) * (MASK_WEIGHTS[mask] as number) * (meaning ? MEANING : 1) }];
  });
  words.sort((a, b) => b.weight - a.weight);
  // By row, as tens of thousands may share a word: a map of them, sorted whole, was half of the work of a page.
  const scores = new Float64Array(columns.qualities.length);
  const found: number[] = [];
  const cluster = columns.repOf(own);
  for (const { id, weight } of words.slice(0, WORDS)) {
    let left = LIMITS.similarRead;
    postings.each(id, (row) => {
      if (left <= 0) return;
      left -= 1;
      const rep = columns.repOf(row);
      if (rep === undefined || rep === cluster) return;
      if (scores[rep] === 0) found.push(rep);
      scores[rep] = (scores[rep] as number) + weight;
    });
  }
  return foremost(found, scores, most);
}
