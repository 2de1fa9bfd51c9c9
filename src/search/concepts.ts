import { fold } from '../kernel/fold-text.ts';
import labels from '../manifest/vocabularies/labels.json' with { type: 'json' };
import { isOptional } from './little-words.ts';
import book from './phrases.json' with { type: 'json' };
import { bagOf, type Concept, foldedStem, joinedOf, type PhraseBook } from './phrases.ts';
import { STEMMED, type Stemmed } from './stems.ts';
import { TASKS } from './tasks.ts';
import { Vocabulary } from './vocabulary.ts';
import { toKey } from './words.ts';

/** Wider than what the compiler reads off the file. */
const BOOK: PhraseBook = book;

/** Most words of a phrase that is looked up. */
export const LONGEST = 5;

/** What is said in one language. */
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
  const bags = conceptsBy(BOOK.bags[lang] ?? {});
  const made: Phrases = { bags, stems: new Set([...bags.keys()].flatMap((bag) => bag.split(' '))) };
  byLanguage.set(lang, made);
  return made;
}

const conceptsBy = (texts: Record<string, string>): Map<string, Concept[]> =>
  new Map(Object.entries(texts).map(([key, concepts]) => [key, concepts.split(' ')]));

let byJoined: Map<string, Concept[]> | null = null;

function joined(): Map<string, Concept[]> {
  byJoined ??= conceptsBy(BOOK.joined);
  return byJoined;
}

let vocabulary: Vocabulary | null = null;

/** The single words of all phrases: what a misspelt one may have meant. */
export function conceptWords(): Vocabulary {
  if (vocabulary !== null) return vocabulary;
  const made = new Vocabulary();
  for (const lang of STEMMED)
    for (const word of (BOOK.words[lang] ?? '').split(' ')) made.add(made.last + 1, toKey(word, lang));
  vocabulary = made;
  return made;
}

/** A concept that words of a text mean, from one of them up to another. */
export interface Meaning {
  concept: Concept;
  from: number;
  to: number;
}

/** What these words mean in any language, each stretch of them that is a phrase. Little words in between do no harm. */
export function meaningsOf(words: string[], langs: readonly Stemmed[] = STEMMED): Meaning[] {
  const found = new Map<string, Meaning>();
  const all = words.map((word, at) => ({ word, at }));
  const telling = all.filter(({ word }) => !isOptional(word));
  // A little word by itself may be an acronym of another language: SIG.
  const said = telling.length === 0 ? all : telling;
  const keyed = langs.map((lang) => stemsIn(said, lang));
  for (let i = 0; i < said.length; i += 1) {
    for (let j = i; j < Math.min(said.length, i + LONGEST); j += 1) {
      const concepts = phrasesAt(keyed, i, j);
      concepts.push(...(joined().get(joinedOf(said.slice(i, j + 1).map(({ word }) => word))) ?? []));
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

/** What is said from one word up to another, in each of the languages. */
function phrasesAt(keyed: readonly Keyed[], from: number, to: number): Concept[] {
  const concepts: Concept[] = [];
  for (const { bags, stems, known } of keyed)
    if (to < (known[from] as number)) concepts.push(...(bags.get(bagOf(stems.slice(from, to + 1))) ?? []));
  return concepts;
}

/** Words as one language reads them. */
interface Keyed {
  bags: Phrases['bags'];
  stems: string[];
  /** By word up to which place all from it on are in some phrase of the language: no other stretch is one. */
  known: number[];
}

function stemsIn(said: readonly { word: string }[], lang: Stemmed): Keyed {
  const { bags, stems } = phrasesOf(lang);
  const own = said.map(({ word }) => foldedStem(word, lang));
  const known = own.map((_, at) => at);
  for (let at = own.length - 1; at >= 0; at -= 1) if (stems.has(own[at] as string)) known[at] = known[at + 1] ?? at + 1;
  return { bags, stems: own, known };
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

let every: Label[] | undefined;

/** Tasks and categories, at most `most`, whose label in some language begins with a folded text, in the order of labels. */
export function conceptsBeginning(text: string, most: number): Concept[] {
  every ??= STEMMED.flatMap(labelsIn).sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0));
  let from = 0;
  for (let to = every.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((every[middle] as Label).folded < text) from = middle + 1;
    else to = middle;
  }
  const found = new Set<Concept>();
  for (; found.size < most && every[from]?.folded.startsWith(text); from += 1)
    found.add((every[from] as Label).concept);
  return [...found];
}
