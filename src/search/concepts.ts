import { fold } from '../kernel/fold-text.ts';
import labels from '../manifest/vocabularies/labels.json' with { type: 'json' };
import { isOptional } from './little-words.ts';
import { STEMMED, type Stemmed, stem } from './stems.ts';
import { TASKS } from './tasks.ts';
import { Vocabulary } from './vocabulary.ts';
import { toKey, wordsOf } from './words.ts';

/** What words mean: a task of public bodies, a category or a scope. `task/meeting-management`, `category/hr`. */
export type Concept = string;

interface Phrase {
  concept: Concept;
  words: string[];
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

/** A phrase whatever its endings and the order of its words. */
const bagOf = (words: string[], lang: Stemmed): string =>
  words
    .map((word) => foldedStem(word, lang))
    .sort()
    .join(' ');

/** The stem of a word, spelt as it would be without its accents. */
export const foldedStem = (word: string, lang: Stemmed): string => fold(stem(word, lang));

/** A phrase written as one word. */
const joinedOf = (words: string[]): string => fold(words.join(''));

/** Most words of a phrase that is looked up. */
export const LONGEST = 5;

/** What is said in one language. Only those that are asked for are made: stemming all nine takes half a second. */
export interface Phrases {
  /** Concepts by the stems of their words. */
  bags: Map<string, Concept[]>;
  /** Every stem of those phrases: a stretch with any other word in it is none of them. */
  stems: Set<string>;
}

const byLanguage = new Map<Stemmed, Phrases>();

export function phrasesOf(lang: Stemmed): Phrases {
  const before = byLanguage.get(lang);
  if (before !== undefined) return before;
  const made: Phrases = { bags: new Map(), stems: new Set() };
  for (const { concept, words } of phrasesIn(lang)) {
    put(made.bags, bagOf(words, lang), concept);
    for (const word of words) made.stems.add(foldedStem(word, lang));
  }
  byLanguage.set(lang, made);
  return made;
}

interface Book {
  joined: Map<string, Concept[]>;
  /** The single words of phrases: what a misspelt one may have meant. */
  vocabulary: Vocabulary;
}

let made: Book | null = null;

function book(): Book {
  if (made !== null) return made;
  const joined = new Map<string, Concept[]>();
  const vocabulary = new Vocabulary();
  for (const lang of STEMMED)
    for (const { concept, words } of phrasesIn(lang)) {
      put(joined, joinedOf(words), concept);
      for (const word of words)
        vocabulary.add(vocabulary.byKey(toKey(word, lang)) ?? vocabulary.last + 1, toKey(word, lang));
    }
  made = { joined, vocabulary };
  return made;
}

function put(map: Map<string, Concept[]>, key: string, concept: Concept): void {
  const known = map.get(key) ?? [];
  if (!known.includes(concept)) map.set(key, [...known, concept]);
}

/** Words of all phrases, for slips of the keyboard. */
export const conceptWords = (): Vocabulary => book().vocabulary;

/** A concept that words of a text mean, from one of them up to another. */
export interface Meaning {
  concept: Concept;
  from: number;
  to: number;
}

/** What these words mean in any language, each stretch of them that is a phrase. Little words in between do no harm. */
export function meaningsOf(words: string[], langs: readonly Stemmed[] = STEMMED): Meaning[] {
  const { joined } = book();
  const found = new Map<string, Meaning>();
  const said = words.map((word, at) => ({ word, at })).filter(({ word }) => !isOptional(word));
  for (let i = 0; i < said.length; i += 1) {
    for (let j = i; j < Math.min(said.length, i + LONGEST); j += 1) {
      const stretch = said.slice(i, j + 1).map(({ word }) => word);
      const concepts = [...langs.flatMap((lang) => phrasesOf(lang).bags.get(bagOf(stretch, lang)) ?? [])];
      concepts.push(...(joined.get(joinedOf(stretch)) ?? []));
      for (const concept of concepts) {
        const meaning = {
          concept,
          from: said[i]?.at ?? 0,
          to: said[j]?.at ?? 0,
        };
        found.set(`${concept} ${meaning.from} ${meaning.to}`, meaning);
      }
    }
  }
  return [...found.values()];
}

/** A label of a task, category or scope, for whoever types its beginning. */
export interface Label {
  concept: Concept;
  label: string;
  folded: string;
}

const lists = new Map<string, Label[]>();

/** Labels of tasks (every word for them) and categories in a language, in English where it is none of the nine. */
export function labelsIn(lang: string): Label[] {
  const known = STEMMED.find((one) => one === lang) ?? 'en';
  const before = lists.get(known);
  if (before !== undefined) return before;
  const at = labels.languages.indexOf(known);
  const tasks = TASKS.flatMap(({ id, words }) => words[known].map((label) => ({ concept: `task/${id}`, label })));
  const categories = Object.entries(labels.category as Record<string, string[]>)
    .filter(([id]) => id !== 'other')
    .map(([id, texts]) => ({
      concept: `category/${id}`,
      label: texts[at] ?? id,
    }));
  const made = [...tasks, ...categories].map((one) => ({
    ...one,
    folded: fold(one.label),
  }));
  lists.set(known, made);
  return made;
}
