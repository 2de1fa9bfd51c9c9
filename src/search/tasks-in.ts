import { LIMITS } from '../kernel/limits.ts';
import { LONGEST, phrasesOf } from './concepts.ts';
import type { IndexWord } from './lexicon.ts';
import { isOptional } from './little-words.ts';
import { bagOf, foldedStem } from './phrases.ts';
import type { Stemmed } from './stems.ts';

/** A single word that is shorter says too little: `documents` stands in every other text. */
const TELLING = 11;

/** No word of any phrase for a task, so that no stretch with it is one. */
const UNKNOWN = '';
const LITTLE = null;

/** What a word is in the phrases of its language: its stem, where they have it. */
type Reading = string | typeof LITTLE;

/** What is said for tasks in one language. */
interface Phrases {
  lang: Stemmed;
  /** Tasks by the stems of their words. */
  bags: Map<string, string[]>;
  stems: Set<string>;
}

const byLanguage = new Map<Stemmed, Phrases>();

function phrasesIn(lang: Stemmed): Phrases {
  const before = byLanguage.get(lang);
  if (before !== undefined) return before;
  const made: Phrases = { lang, bags: new Map(), stems: new Set() };
  for (const [bag, concepts] of phrasesOf(lang).bags) {
    const tasks = concepts.filter((concept) => concept.startsWith('task/')).map((concept) => concept.slice(5));
    if (tasks.length === 0) continue;
    made.bags.set(bag, tasks);
    for (const stem of bag.split(' ')) made.stems.add(stem);
  }
  byLanguage.set(lang, made);
  return made;
}

/** Tasks that a text of these words speaks of in its own language: what the catalogue gives a record that names none. */
export function tasksIn(words: readonly IndexWord[], lang: Stemmed): string[] {
  const phrases = phrasesIn(lang);
  const end = Math.min(words.length, LIMITS.wordsRead);
  const found: string[] = [];
  for (let at = 0; at < end; at += 1) {
    const reading = readingOf(words[at] as IndexWord, phrases);
    // Most words are in no phrase.
    if (reading !== UNKNOWN && reading !== LITTLE) readFrom(at, reading, words, end, phrases, found);
  }
  return found;
}

function readingOf(word: IndexWord, phrases: Phrases): Reading {
  if (word.reading === undefined) word.reading = read(word.text, phrases);
  return word.reading;
}

function read(word: string, { lang, stems }: Phrases): Reading {
  if (isOptional(word)) return LITTLE;
  const stem = foldedStem(word, lang);
  return stems.has(stem) ? stem : UNKNOWN;
}

/** Adds the tasks of every stretch that begins here. A short word is none by itself. */
function readFrom(
  from: number,
  stem: string,
  words: readonly IndexWord[],
  end: number,
  phrases: Phrases,
  found: string[],
): void {
  const { bags } = phrases;
  if ((words[from] as IndexWord).text.length >= TELLING) add(bags.get(stem), found);
  const stems = [stem];
  for (let to = from + 1; to < end && stems.length < LONGEST; to += 1) {
    const reading = readingOf(words[to] as IndexWord, phrases);
    if (reading === UNKNOWN) return;
    if (reading === LITTLE) continue;
    stems.push(reading);
    add(bags.get(bagOf(stems)), found);
  }
}

function add(tasks: readonly string[] = [], found: string[]): void {
  for (const task of tasks) if (!found.includes(task)) found.push(task);
}
