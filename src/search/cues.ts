import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isFilling, isOptional, littleWordsIn } from './little-words.ts';
import near from './near-tasks.json' with { type: 'json' };
import book from './phrases.json' with { type: 'json' };
import { type Concept, cueKey, type PhraseBook } from './phrases.ts';
import { COMPOUNDING, STEMMED, type Stemmed } from './stems.ts';
import { TASKS } from './tasks.ts';

const CUES: PhraseBook['cues'] = (book as PhraseBook).cues;

/** A task that the words of a query hint at, though none of its names is said. */
export interface Cue {
  concept: Concept;
  /** How far it is behind the likeliest task, which has 1. */
  share: number;
  /** By the place of a word in the query: how much it hints at the task, from 0 to 1. */
  by: Map<number, number>;
  /** No whole word speaks for it, only parts of compounds. */
  guessed: boolean;
}

/** What hints at a single task; the more tasks have a word, the less it tells. */
const MOST = Math.log(1 + TASKS.length);
/** A word in which the cue is only a part: the last says what kind of thing it is, the first what it is about. */
const LAST = 0.7;
const FIRST = 0.8;
/** Shortest part of a compound that is a cue. */
const SHORTEST_PART = 4;
/** The reader's language, and each little word of a language, speak for it. */
const OWN = 1.1;
const LITTLE = 0.2;
/** A task that is further behind is not meant. */
const NEAR_ENOUGH = 0.5;

interface Hint {
  tasks: readonly string[];
  /** From 0 to 1. */
  weight: number;
  part: boolean;
}

/** What speaks for a task: the weight of each word by its place, and whether one of them is a whole word. */
interface Votes {
  by: Map<number, number>;
  guessed: boolean;
}

/** Tasks that these words speak of, the likeliest first; the words of each language speak for themselves. */
export function cuesOf(words: readonly string[], lang: string): Cue[] {
  const best = new Map<string, Votes & { score: number }>();
  for (const one of STEMMED) {
    const sure = (one === lang ? OWN : 1) + LITTLE * Math.min(4, littleWordsIn(words, one));
    for (const [task, votes] of votesIn(words, one, lang)) {
      let score = 0;
      for (const weight of votes.by.values()) score += weight * sure;
      if (score > (best.get(task)?.score ?? 0)) best.set(task, { ...votes, score });
    }
  }
  const sorted = [...best].sort(([, a], [, b]) => b.score - a.score).slice(0, LIMITS.cuedTasks);
  const most = sorted[0]?.[1].score ?? 1;
  return sorted
    .map(([task, { score, by, guessed }]) => ({ concept: `task/${task}`, share: score / most, by, guessed }))
    .filter(({ share }) => share >= NEAR_ENOUGH);
}

function votesIn(words: readonly string[], lang: Stemmed, reader: string): Map<string, Votes> {
  const votes = new Map<string, Votes>();
  words.forEach((word, at) => {
    if (isOptional(word) || (words.length > 2 && isFilling(word, reader))) return;
    for (const { tasks, weight, part } of hintsOf(word, lang)) {
      for (const task of tasks) {
        const { by, guessed } = votes.get(task) ?? { by: new Map<number, number>(), guessed: true };
        by.set(at, Math.max(by.get(at) ?? 0, weight));
        votes.set(task, { by, guessed: guessed && part });
      }
    }
  });
  return votes;
}

const tellingOf = (tasks: readonly string[]): number => Math.log(1 + TASKS.length / tasks.length) / MOST;

function hintsOf(word: string, lang: Stemmed): Hint[] {
  const cues = CUES[lang] ?? {};
  const whole = cueOf(cues, cueKey(word, lang));
  if (whole !== null) return [{ tasks: whole, weight: tellingOf(whole), part: false }];
  if (!COMPOUNDING.includes(lang)) return [];
  const folded = fold(word);
  const hints: Hint[] = [];
  const last = longestEnd(folded, lang, cues);
  if (last !== null) hints.push({ tasks: last, weight: LAST * tellingOf(last), part: true });
  const first = longestBeginning(folded, cues);
  if (first !== null) hints.push({ tasks: first, weight: FIRST * tellingOf(first), part: true });
  return hints;
}

/** How much a word tells of what is meant: 1 where it hints at one task in all languages, or is in no list. */
export function tellingWord(word: string): number {
  const found = STEMMED.flatMap((lang) => cueOf(CUES[lang] ?? {}, cueKey(word, lang)) ?? []);
  return found.length === 0 ? 1 : tellingOf([...new Set(found)]);
}

/** Whether the word hints at anything in some language: then it is no slip. */
export const isCue = (word: string): boolean =>
  STEMMED.some((lang) => cueOf(CUES[lang] ?? {}, cueKey(word, lang)) !== null);

function cueOf(cues: Record<string, string>, stem: string): string[] | null {
  return Object.hasOwn(cues, stem) ? (cues[stem] as string).split(' ') : null;
}

/** The longest last part that is a cue: `museumsbesog` ends with `besog`. */
function longestEnd(folded: string, lang: Stemmed, cues: Record<string, string>): string[] | null {
  for (let at = 3; at <= folded.length - SHORTEST_PART; at += 1) {
    const found = cueOf(cues, cueKey(folded.slice(at), lang));
    if (found !== null) return found;
  }
  return null;
}

function longestBeginning(folded: string, cues: Record<string, string>): string[] | null {
  for (let end = folded.length - 3; end >= SHORTEST_PART; end -= 1) {
    const found = cueOf(cues, folded.slice(0, end));
    if (found !== null) return found;
  }
  return null;
}

const NEAR: Record<string, string[]> = near.near;

/** What somebody may take who finds nothing for a concept, the nearest first. */
export const nearTo = (concept: Concept): Concept[] =>
  (NEAR[concept.slice('task/'.length)] ?? []).map((task) => `task/${task}`);
