import { fold, foldLong } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Columns } from '../search/columns.ts';
import { labelsIn } from '../search/concepts.ts';
import { spellings } from '../search/expand.ts';
import { FIELDS } from '../search/fields.ts';
import { STEMMED } from '../search/stems.ts';
import { conceptKey, wordsOf } from '../search/words.ts';
import type { Store } from '../store/port.ts';
import type { HeldIndex } from './held-index.ts';
import { toItems } from './items.ts';
import type { Suggestion } from './types.ts';

const NAME = 1 << FIELDS.indexOf('name');
/** Bits of the fields by which a record is called. */
const NAMES = NAME | (1 << FIELDS.indexOf('alias'));
const RECORDS = 5;
/** Of tasks and of categories. */
const MEANINGS = 3;
/** From so many letters on, what does the first task that may be meant is offered too; so many at most. */
const TELLING = 3;
const DOERS = 3;

/**
 * What somebody who has typed so far may want: tasks and categories by their labels, in the reader's language before others,
 * records by their names, and what does the first of these tasks.
 */
export async function suggest(store: Store, held: HeldIndex, text: string, lang: string): Promise<Suggestion[]> {
  const words = wordsOf(text.slice(0, LIMITS.queryLength)).slice(0, LIMITS.queryTerms);
  if (words.join('').length < 2) return [];
  await held.refresh();
  const meanings = meant(text, lang);
  const [task] = meanings;
  const called = named(held, words, meanings.length === 0).slice(0, RECORDS);
  const doing = task?.kind === 'task' && words.join('').length >= TELLING ? doers(held, task.id) : [];
  const best = [...new Set([...called, ...doing])].slice(0, RECORDS);
  const found = await store.getItems(best);
  const items = await toItems(
    store,
    best.flatMap((ord) => found.find((row) => row.ord === ord) ?? []),
    lang,
  );
  const records = items.map(({ name, kind, page }): Suggestion => ({ label: name, kind, id: page }));
  return [...meanings, ...records];
}

/** Tasks and categories, each once, by the first of its words that begins so; of another language under the reader's name. */
function meant(text: string, lang: string): Suggestion[] {
  const begun = fold(text.trim());
  const found = new Map<string, Suggestion>();
  for (const { concept, label, folded } of labelsIn(lang)) {
    if (!folded.startsWith(begun) || found.has(concept)) continue;
    found.set(concept, suggestionOf(concept, label));
  }
  if (found.size === 0 && begun.length > TELLING)
    for (const concept of STEMMED.flatMap((other) => labelsIn(other).filter(({ folded }) => folded.startsWith(begun)))
      .map(({ concept }) => concept)
      .slice(0, LIMITS.tasksTold))
      found.set(concept, suggestionOf(concept, firstLabel(concept, lang)));
  const of = (kind: string): Suggestion[] => [...found.values()].filter((one) => one.kind === kind).slice(0, MEANINGS);
  const tasks = of('task');
  // A category that is called as a task leads to less than its page.
  return [...tasks, ...of('category').filter(({ label }) => !tasks.some((task) => fold(task.label) === fold(label)))];
}

function suggestionOf(concept: string, label: string): Suggestion {
  const [kind = '', id = ''] = concept.split('/');
  return { label, kind: kind as 'task' | 'category', id };
}

const firstLabel = (concept: string, lang: string): string =>
  labelsIn(lang).find((one) => one.concept === concept)?.label ?? concept;

/** Rows that do a task, the best first. */
function doers({ index, postings, columns }: HeldIndex, task: string): number[] {
  const id = index.vocabulary.byKey(conceptKey(`task/${task}`));
  const rows: number[] = [];
  if (id !== undefined) postings.each(id, (row) => rows.push(row));
  return byQuality(columns, columns.representatives(rows)).slice(0, DOERS);
}

const byQuality = (columns: Columns, rows: number[]): number[] =>
  rows.sort((a, b) => columns.quality(b) - columns.quality(a) || a - b);

/** How a row is called by the words so far, a bit for each: not in its name, and with another letter than was typed. */
type Fit = number;
const ELSEWHERE = 1;
const OTHERWISE = 2;

/**
 * Rows whose names have all words, the last one by its beginning: those that are called so before those that have it in
 * another name. What has another letter there (Modena for `møde`) is offered only where nothing is spelt so, and if `loosely`.
 */
function named(held: HeldIndex, words: string[], loosely: boolean): number[] {
  let rows: Map<number, Fit> | null = null;
  words.forEach((word, i) => {
    rows = having(held, word, i === words.length - 1, rows);
  });
  const fits = [...(rows ?? new Map<number, Fit>())];
  const ranked = (wanted: (fit: Fit) => boolean): number[] => {
    const found = fits.filter(([, fit]) => wanted(fit)).map(([row]) => row);
    return byQuality(held.columns, held.columns.representatives(found));
  };
  const called = [...new Set([...ranked((fit) => fit === 0), ...ranked((fit) => fit === ELSEWHERE)])];
  return called.length > 0 || !loosely ? called : ranked((fit) => fit >= OTHERWISE);
}

/** Of these rows those that are called by this word too. */
function having(
  { index: { vocabulary }, postings }: HeldIndex,
  word: string,
  begun: boolean,
  of: ReadonlyMap<number, Fit> | null,
): Map<number, Fit> {
  const found = new Map<number, Fit>();
  const plain = fold(word) === word;
  const ids = spellings(word).flatMap((form) =>
    begun && form.length > 1 ? vocabulary.beginning(form) : [...vocabulary.spelt(form)],
  );
  for (const id of new Set(ids)) {
    if (!postings.inNames(id)) continue;
    const own = vocabulary.get(id).word;
    const spelt = plain || own.startsWith(word) || own.startsWith(foldLong(word)) ? 0 : OTHERWISE;
    postings.each(id, (row, mask) => {
      const before = of === null ? 0 : of.get(row);
      if ((mask & NAMES) === 0 || before === undefined) return;
      const fit = before | spelt | ((mask & NAME) === 0 ? ELSEWHERE : 0);
      found.set(row, fit & (found.get(row) ?? fit));
    });
  }
  return found;
}
