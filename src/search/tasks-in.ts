import { LIMITS } from '../kernel/limits.ts';
import { LONGEST, type Phrases, phrasesOf } from './concepts.ts';
import type { Word } from './lexicon.ts';
import { isOptional } from './little-words.ts';
import { foldedStem } from './phrases.ts';
import type { Stemmed } from './stems.ts';

/** A single word that is shorter says too little: `documents` stands in every other text. */
const TELLING = 11;

/** No word of any phrase, so that no stretch with it is one. */
const UNKNOWN = '';
const LITTLE = null;

/** What a word is in the phrases of its language. */
type Reading = string | typeof LITTLE;

function read(word: string, lang: Stemmed, { stems }: Phrases): Reading {
  if (isOptional(word)) return LITTLE;
  const stem = foldedStem(word, lang);
  return stems.has(stem) ? stem : UNKNOWN;
}

/** Tasks that a text of these words speaks of in its own language: what the catalogue gives a record that names none. */
export function tasksIn(words: readonly Word[], lang: Stemmed): string[] {
  const phrases = phrasesOf(lang);
  const stems: string[] = [];
  const telling: boolean[] = [];
  for (const word of words.length > LIMITS.wordsRead ? words.slice(0, LIMITS.wordsRead) : words) {
    const here = word.in(lang);
    if (here.reading === undefined) here.reading = read(word.text, lang, phrases);
    if (here.reading === LITTLE) continue;
    stems.push(here.reading);
    telling.push(word.text.length >= TELLING);
  }
  const found = new Set<string>();
  for (let i = 0; i < stems.length; i += 1)
    if (stems[i] !== UNKNOWN) readFrom(i, stems, telling[i] === true, phrases, found);
  return [...found];
}

/** Adds the tasks of every stretch that begins here. A short word is none by itself. */
function readFrom(from: number, stems: string[], alone: boolean, { bags }: Phrases, found: Set<string>): void {
  const end = Math.min(stems.length, from + LONGEST);
  for (let to = from; to < end && stems[to] !== UNKNOWN; to += 1) {
    if (to === from && !alone) continue;
    const bag =
      to === from
        ? stems[from]
        : stems
            .slice(from, to + 1)
            .sort()
            .join(' ');
    for (const concept of bags.get(bag as string) ?? []) if (concept.startsWith('task/')) found.add(concept.slice(5));
  }
}
