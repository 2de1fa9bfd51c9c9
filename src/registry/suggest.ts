import { fold, foldLong } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Columns } from '../search/columns.ts';
import { conceptsBeginning, labelsIn } from '../search/concepts.ts';
import { spellings } from '../search/expand.ts';
import { FIELDS } from '../search/fields.ts';
import { foremost } from '../search/foremost.ts';
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
    for (const concept of conceptsBeginning(begun, LIMITS.tasksTold))
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
  return firstOf(columns, rows, DOERS);
}

/** Of the rows that stand for these the best. */
const firstOf = (columns: Columns, rows: number[], most: number): number[] =>
  foremost(columns.representatives(rows), columns.qualities, most);

/** How a row is called by the words so far, a bit for each: not in its name, and with another letter than was typed. */
const ELSEWHERE = 1;
const OTHERWISE = 2;

/** Rows that are called so; by row how, and one more: 0 for what is not among them. Two letters may begin the names of thousands. */
interface Called {
  rows: number[];
  fits: Uint8Array;
}

/**
 * Rows whose names have all words, the last one by its beginning: those that are called so before those that have it in
 * another name. What has another letter there (Modena for `møde`) is offered only where nothing is spelt so, and if `loosely`.
 */
function named(held: HeldIndex, words: string[], loosely: boolean): number[] {
  const called = words.reduce<Called | null>(
    (before, word, i) => having(held, word, i === words.length - 1, before),
    null,
  );
  const own: number[] = [];
  const elsewhere: number[] = [];
  const otherwise: number[] = [];
  for (const row of called?.rows ?? []) {
    const fit = ((called as Called).fits[row] as number) - 1;
    (fit >= OTHERWISE ? otherwise : fit === ELSEWHERE ? elsewhere : own).push(row);
  }
  const first = (found: number[]): number[] => firstOf(held.columns, found, RECORDS);
  const best = first(own);
  if (best.length < RECORDS) for (const row of first(elsewhere)) if (!best.includes(row)) best.push(row);
  return best.length > 0 || !loosely ? best : first(otherwise);
}

/** Of these rows those that are called by this word too. */
function having(
  { index: { vocabulary }, postings, columns }: HeldIndex,
  word: string,
  begun: boolean,
  of: Called | null,
): Called {
  const called: Called = { rows: [], fits: new Uint8Array(columns.qualities.length) };
  const plain = fold(word) === word;
  const ids = spellings(word).flatMap((form) =>
    begun && form.length > 1 ? vocabulary.beginning(form) : [...vocabulary.spelt(form)],
  );
  for (const id of new Set(ids)) {
    if (!postings.inNames(id)) continue;
    const own = plain ? word : vocabulary.get(id).word;
    const spelt = own.startsWith(word) || own.startsWith(foldLong(word)) ? 0 : OTHERWISE;
    postings.each(id, (row, mask) => {
      const before = (of === null ? 1 : of.fits[row]) ?? 0;
      if ((mask & NAMES) === 0 || before === 0) return;
      putBetter(called, row, (before - 1) | spelt | ((mask & NAME) === 0 ? ELSEWHERE : 0));
    });
  }
  return called;
}

/** What two words say of a row is the better of both. */
function putBetter({ rows, fits }: Called, row: number, fit: number): void {
  const known = fits[row];
  if (known === 0) rows.push(row);
  fits[row] = 1 + (known ? fit & (known - 1) : fit);
}
