import { fold } from '../kernel/fold-text.ts';
import labels from '../manifest/vocabularies/labels.json' with { type: 'json' };
import { EVERYDAY } from './everyday.ts';
import { isFilling, isOptional } from './little-words.ts';
import { STEMMED, type Stemmed, stem } from './stems.ts';
import { TASKS } from './tasks.ts';
import { wordsOf } from './words.ts';

/** What words mean: a task of public bodies, a category or a scope. `task/meeting-management`, `category/hr`. */
export type Concept = string;

interface Phrase {
  concept: Concept;
  words: string[];
}

/**
 * Everything that is said for what things mean, as it is looked up; concepts of one phrase are parted by a space. Made from
 * the word lists by `npm run generate`, as stemming all of them takes half a second.
 */
export interface PhraseBook {
  /** By language: concepts by the stems of their words. */
  bags: Record<string, Record<string, string>>;
  /** Concepts by their words without spaces. */
  joined: Record<string, string>;
  /** By language: the words of all phrases, parted by a space. */
  words: Record<string, string>;
  /** By language: tasks by the stem of each word that is said of them, in a name or otherwise. */
  cues: Record<string, Record<string, string>>;
}

export function makePhraseBook(): PhraseBook {
  const book: PhraseBook = { bags: {}, joined: {}, words: {}, cues: {} };
  for (const lang of STEMMED) {
    const bags: Record<string, string> = {};
    const said = new Set<string>();
    for (const { concept, words } of phrasesIn(lang)) {
      put(bags, bagOf(words.map((word) => foldedStem(word, lang))), concept);
      put(book.joined, joinedOf(words), concept);
      for (const word of words) said.add(word);
    }
    book.bags[lang] = bags;
    book.cues[lang] = cuesIn(lang, said);
    book.words[lang] = [...said].join(' ');
  }
  return book;
}

/** Words of the names of tasks and what else is said of them; those of the latter are added to `said`. */
function cuesIn(lang: Stemmed, said: Set<string>): Record<string, string> {
  const cues: Record<string, string> = {};
  for (const { id, words } of TASKS) {
    const everyday = wordsOf(EVERYDAY[id]?.[lang] ?? '');
    for (const word of [...words[lang].flatMap(wordsOf), ...everyday]) {
      if (isOptional(word) || isFilling(word) || word.length < 2) continue;
      put(cues, cueKey(word, lang), id);
    }
    // What may be meant by a short slip is only what things are called: nearly every short word is near to another.
    for (const word of everyday) if (word.length > 5) said.add(word);
  }
  return cues;
}

const VOCABULARIES = ['category', 'scope'] as const;

/** Everything that is said for a task, a category or a scope in a language. */
function phrasesIn(lang: Stemmed): Phrase[] {
  const phrases: Phrase[] = [];
  const add = (concept: Concept, text: string): void => {
    const words = meaningOf(wordsOf(text));
    if (words.length > 0) phrases.push({ concept, words });
  };
  for (const { id, words } of TASKS) for (const text of words[lang]) add(`task/${id}`, text);
  const at = labels.languages.indexOf(lang);
  for (const kind of VOCABULARIES)
    for (const [id, texts] of Object.entries(labels[kind] as Record<string, string[]>))
      if (id !== 'other') add(`${kind}/${id}`, texts[at] ?? '');
  return phrases;
}

/** The words of a phrase that say something; all of them where none would be left. */
function meaningOf(words: string[]): string[] {
  const meant = words.filter((word) => !isOptional(word));
  return meant.length === 0 ? words : meant;
}

function put(book: Record<string, string>, key: string, concept: Concept): void {
  const known = book[key]?.split(' ') ?? [];
  if (!known.includes(concept)) book[key] = [...known, concept].join(' ');
}

/** A phrase by the stems of its words, whatever their order. */
export const bagOf = (stems: readonly string[]): string => [...stems].sort().join(' ');

/** The stem of a word, spelt as it would be without its accents. */
export const foldedStem = (word: string, lang: Stemmed): string => fold(stem(word, lang));

/** By what a word hints: its stem; where little is left of it, the word itself, as too many others have the same. */
export function cueKey(word: string, lang: Stemmed): string {
  const own = foldedStem(word, lang);
  return own.length > 3 ? own : fold(word);
}

/** A phrase written as one word. */
export const joinedOf = (words: string[]): string => fold(words.join(''));
