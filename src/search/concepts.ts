import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
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
  lang: Stemmed;
  words: string[];
}

function allPhrases(): Phrase[] {
  const phrases: Phrase[] = [];
  const add = (concept: Concept, lang: Stemmed, text: string): void => {
    const words = meaningOf(wordsOf(text));
    if (words.length > 0) phrases.push({ concept, lang, words });
  };
  for (const { id, words } of TASKS)
    for (const lang of STEMMED) for (const text of words[lang]) add(`task/${id}`, lang, text);
  for (const kind of ['category', 'scope'] as const) {
    for (const [id, texts] of Object.entries(labels[kind] as Record<string, string[]>)) {
      if (id === 'other') continue;
      labels.languages.forEach((lang, i) => {
        add(`${kind}/${id}`, lang as Stemmed, texts[i] ?? '');
      });
    }
  }
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

/** Texts say the same words again and again; but they may say any, so no more of them are kept. */
const KEPT_STEMS = 20_000;
const kept = new Map<string, string>();

function foldedStem(word: string, lang: Stemmed): string {
  const key = toKey(word, lang);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = fold(stem(word, lang));
  if (kept.size >= KEPT_STEMS) kept.clear();
  kept.set(key, found);
  return found;
}
/** A phrase written as one word. */
const joinedOf = (words: string[]): string => fold(words.join(''));

/** Most words of a phrase that is looked up. */
const LONGEST = 5;

interface Book {
  /** By language: concepts by the stems of their words. */
  bags: Map<string, Concept[]>;
  joined: Map<string, Concept[]>;
  /** Every stem of those phrases, with its language: a stretch with any other word in it is none of them. */
  stems: Set<string>;
  /** The single words of phrases: what a misspelt one may have meant. */
  vocabulary: Vocabulary;
}

let made: Book | null = null;

function book(): Book {
  if (made !== null) return made;
  const bags = new Map<string, Concept[]>();
  const joined = new Map<string, Concept[]>();
  const vocabulary = new Vocabulary();
  const stems = new Set<string>();
  for (const { concept, lang, words } of allPhrases()) {
    put(bags, `${lang}:${bagOf(words, lang)}`, concept);
    put(joined, joinedOf(words), concept);
    for (const word of words) stems.add(`${lang}:${foldedStem(word, lang)}`);
    for (const word of words)
      vocabulary.add(vocabulary.byKey(toKey(word, lang)) ?? vocabulary.last + 1, toKey(word, lang));
  }
  made = { bags, joined, stems, vocabulary };
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
  const { bags, joined } = book();
  const found = new Map<string, Meaning>();
  const said = words.map((word, at) => ({ word, at })).filter(({ word }) => !isOptional(word));
  for (let i = 0; i < said.length; i += 1) {
    for (let j = i; j < Math.min(said.length, i + LONGEST); j += 1) {
      const stretch = said.slice(i, j + 1).map(({ word }) => word);
      const concepts = [...langs.flatMap((lang) => bags.get(`${lang}:${bagOf(stretch, lang)}`) ?? [])];
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

/** A single word that is shorter says too little: `documents` stands in every other text. */
const TELLING = 11;

/** Where the first stretch that begins here ends: a short word is none by itself. */
const firstEnd = (words: string[], at: number): number => ((words[at] as string).length < TELLING ? at + 1 : at);

/** Tasks that a text speaks of in its own language: what the catalogue gives a record that names none. */
export function tasksIn(text: string, lang: Stemmed): string[] {
  const { bags, stems: known } = book();
  const words = wordsOf(text)
    .slice(0, LIMITS.wordsRead)
    .filter((word) => !isOptional(word));
  const stems = words.map((word) => foldedStem(word, lang));
  const found = new Set<string>();
  for (let i = 0; i < stems.length; i += 1) {
    for (
      let j = firstEnd(words, i);
      j < Math.min(stems.length, i + LONGEST) && known.has(`${lang}:${stems[j]}`);
      j += 1
    ) {
      const bag = `${lang}:${stems
        .slice(i, j + 1)
        .sort()
        .join(' ')}`;
      for (const concept of bags.get(bag) ?? NONE) if (concept.startsWith('task/')) found.add(concept.slice(5));
    }
  }
  return [...found];
}

const NONE: readonly Concept[] = [];

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
