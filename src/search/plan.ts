import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { conceptWords, type Meaning, meaningsOf } from './concepts.ts';
import { cuesOf, isCue, nearTo, tellingWord } from './cues.ts';
import {
  addBeginnings,
  addCompounds,
  addForms,
  addSlips,
  type Index,
  splitCompound,
  type Variant,
  Variants,
} from './expand.ts';
import { besidesSoftware, isFilling, isOptional } from './little-words.ts';
import type { Asked, Term } from './read-query.ts';
import type { Vocabulary } from './vocabulary.ts';
import { conceptKey } from './words.ts';

/** A term with every word of the index that answers it. */
export interface PlannedTerm {
  term: Term;
  /** What it was read as, where no word is spelt so. */
  corrected: string | null;
  variants: Variant[];
  /** All of these must be there: the parts of a compound, each with its variants. */
  parts: Variant[][];
  /** A record need not have it. */
  optional: boolean;
  /** How much of what it is worth counts, from 0 to 1. */
  share: number;
}

/** Something that answers several terms at once: a concept, or words written together. */
export interface Span {
  from: number;
  to: number;
  variant: Variant;
  concept: string | null;
}

export interface Plan {
  terms: PlannedTerm[];
  spans: Span[];
  excluded: PlannedTerm[];
  meanings: Meaning[];
}

const MEANING = 0.9;
const TOGETHER = 0.9;

/** What is asked in so few words is no sentence. */
const SAID_SHORTLY = 2;
/** What words for software count, and those that a sentence has besides. */
const GENERIC = 0.3;
const FILLS = 0.1;
/** What a word counts that only hints at a task. */
const HINT = 0.75;

/** Slips are looked for only where a word is unknown (`unknown`), or for every word (`all`), or not at all. */
export type Slips = 'none' | 'unknown' | 'all';

/**
 * What every term of a query is answered by. `lang` is the reader's language. `wide` guesses at tasks by parts of words, and
 * takes what is near to a task for it: what is found by that fits loosely.
 */
export function planSearch(asked: Asked, index: Index, lang: string, slips: Slips, wide = false): Plan {
  const said = meaningsIn(
    asked.terms.map(({ words }) => words.join(' ')),
    index,
  );
  const isSaid = (at: number) => said.some(({ from, to }) => from <= at && at <= to);
  const long = asked.terms.length > SAID_SHORTLY;
  const inSentence = long && asked.terms.some(({ phrase, words: [word = ''] }) => !phrase && isFilling(word, lang));
  const terms = asked.terms.map((term, at) => {
    const filling = long && !term.phrase && isFilling(term.words[0] ?? '', lang);
    const planned = planTerm(term, index, lang, { slips: filling || isSaid(at) ? 'none' : slips, inSentence });
    return filling ? { ...planned, optional: true, share: FILLS } : planned;
  });
  const meant = terms.every(({ optional }) => optional);
  const all = terms.map((term) => (meant ? { ...term, optional: false, share: 1 } : term));
  const meanings = meaningsOfTerms(all, index);
  return {
    terms: all,
    spans: [...spansOf(all, meanings, index, lang, wide), ...joinedSpans(asked.terms, index)],
    excluded: asked.excluded.map((term) => planTerm(term, index, lang, { slips: 'none', inSentence })),
    meanings,
  };
}

/** A term before anything is known that answers it. */
function emptyTerm(term: Term): PlannedTerm {
  const [word = ''] = term.words;
  const optional = !term.phrase && isOptional(word);
  const share = !optional ? 1 : isFilling(word) ? FILLS : GENERIC;
  return { term, corrected: null, variants: [], parts: [], optional, share };
}

/** How a word is read: which words may be slips, and whether it stands in a sentence. */
interface Reading {
  slips: Slips;
  inSentence: boolean;
}

function planTerm(term: Term, index: Index, lang: string, { slips, inSentence }: Reading): PlannedTerm {
  const [word = ''] = term.words;
  const planned = emptyTerm(term);
  if (term.phrase) return planned;
  const { variants: spelt, parts } = readWord(term, planned.optional, index, lang);
  const variants = new Variants(index.vocabulary, lang, spelt);
  const known = isKnown(word, variants, index);
  const sure = known && !isByStemOnly(variants, word);
  const slipping = slips === 'all' ? !known || word.length > SHORT : slips === 'unknown' && !sure;
  if (slipping) addSlips(variants, word, index, inSentence);
  const all = variants.all();
  // What is known by its parts or its stem alone may be so by chance: then both readings count, and none is called the right one.
  const chance = parts.length > 0 || (known && !sure && slips === 'unknown');
  const corrected = slipping && !chance ? correction(word, all, index, inSentence) : null;
  return { ...planned, variants: all, parts, corrected };
}

/** What answers the word as it is spelt; worked out once in a search, which may plan three times. */
function readWord(term: Term, optional: boolean, index: Index, lang: string): Pick<PlannedTerm, 'variants' | 'parts'> {
  const [word = ''] = term.words;
  const key = term.open ? `${word}*` : word;
  const before = index.read?.get(key);
  if (before !== undefined) return { variants: [...before.variants], parts: before.parts };
  const variants = new Variants(index.vocabulary, lang);
  addForms(variants, word, index);
  if (term.open) addBeginnings(variants, word, index);
  if (!optional) addCompounds(variants, word, index);
  const read = { variants: variants.all(), parts: planParts(word, index, lang) };
  index.read?.set(key, read);
  return read;
}

/** Of words this short that are known no slip is thought. */
const SHORT = 4;

/** Whether nothing but a stem, which another word may have by chance, speaks for the word. */
const isByStemOnly = (variants: Variants, word: string): boolean =>
  conceptWords().spelt(fold(word)).length === 0 && !isCue(word) && variants.all().every(({ how }) => how === 'stem');

/** Whether some record or the words for what things mean have it: then it is no slip. */
const isKnown = (word: string, variants: Variants, { count }: Index): boolean =>
  variants.all().some(({ id }) => count(id) > 0) || conceptWords().spelt(fold(word)).length > 0 || isCue(word);

function planParts(word: string, index: Index, lang: string): Variant[][] {
  const parts = splitCompound(word, index.vocabulary) ?? [];
  // That it is software need not be said by a record.
  const telling = parts.filter((part) => !isOptional(part));
  return (telling.length === 0 ? parts : telling).map((part) => {
    const variants = new Variants(index.vocabulary, lang);
    addForms(variants, part, index);
    return variants.all();
  });
}

/** The likeliest word, of records or of what words mean, for one that is spelt in no way that is known. */
function correction(word: string, variants: Variant[], index: Index, inSentence: boolean): string | null {
  const { vocabulary, count } = index;
  const [best] = variants
    .filter(({ how }) => how === 'slip')
    .sort((a, b) => b.weight - a.weight || count(b.id) - count(a.id));
  const meant = meantBy(word, index, inSentence);
  if (best === undefined) return meant;
  const own = vocabulary.get(best.id);
  if (meant === null) return own.word;
  const apart = (other: string): number => (fold(other)[0] === fold(word)[0] ? 0 : 1);
  return best.weight >= 0.6 && apart(own.word) <= apart(meant) ? own.word : meant;
}

/** The nearest word that means something, sought once for each word of a search and for few of them. */
function meantBy(word: string, { meant }: Index, inSentence: boolean): string | null {
  const before = meant?.get(word);
  if (before !== undefined) return before;
  const found = meant === undefined || meant.size < LIMITS.slippedWords ? nearestMeaning(word, inSentence) : null;
  meant?.set(word, found);
  return found;
}

function nearestMeaning(word: string, inSentence: boolean): string | null {
  const words: Vocabulary = conceptWords();
  const variants = new Variants(words, '');
  addSlips(variants, word, { vocabulary: words, count: () => 1 }, inSentence);
  const [best] = variants.all().sort((a, b) => b.weight - a.weight);
  return best === undefined ? null : words.get(best.id).word;
}

function meaningsOfTerms(terms: PlannedTerm[], index: Index): Meaning[] {
  const words = terms.map(({ term, corrected }) => corrected ?? term.words.join(' '));
  return [...meaningsIn(words, index), ...begunMeanings(terms)].slice(0, LIMITS.meaningsRead);
}

/** A search that plans three times asks mostly for the same words. */
const meaningsIn = (words: string[], { said }: Index): Meaning[] =>
  kept(said, words, () => meaningsOf(words.map(meantWord)));

/** Of a compound with a word for software what it says besides, where that means something and the whole doesn't. */
function meantWord(word: string): string {
  const rests = besidesSoftware(word);
  if (rests.length === 0 || meaningsOf([word]).length > 0) return word;
  return rests.find((rest) => meaningsOf([rest]).length > 0) ?? word;
}

function kept<T>(known: Map<string, T> | undefined, words: string[], make: () => T): T {
  const key = words.join('|');
  const made = known?.get(key) ?? make();
  known?.set(key, made);
  return made;
}

/** Shortest beginning of a word that is taken for what it may become. */
const BEGUN = 4;

/** What the last word may mean once it is written to its end. */
function begunMeanings(terms: PlannedTerm[]): Meaning[] {
  const at = terms.length - 1;
  const word = terms[at]?.term.words[0] ?? '';
  if (terms[at]?.term.open !== true || word.length < BEGUN) return [];
  const words = conceptWords();
  const begun = words.beginning(fold(word)).slice(0, LIMITS.slipsRead);
  const meanings = begun.flatMap((id) => meaningsOf([words.get(id).word]));
  return meanings.map(({ concept }) => ({ concept, from: at, to: at }));
}

/** The concepts that are named or hinted at, and in a wide search those near to them. */
function spansOf(terms: PlannedTerm[], meanings: Meaning[], index: Index, lang: string, wide: boolean): Span[] {
  const whole = isNamed(terms, meanings, index);
  const named = meanings.map((meaning) => ({ ...meaning, weight: MEANING, how: 'meaning' as const }));
  // In a sentence a word that may name many things, or one thing in another language, names none for sure.
  if (!whole)
    for (const one of named)
      if (one.from === one.to) one.weight = MEANING * (0.3 + 0.5 * tellingWord(wordOf(terms[one.from] as PlannedTerm)));
  const said = [...named, ...(whole ? [] : hints(terms, index, lang, wide))];
  const near = wide ? said.flatMap((one) => nearTo(one.concept).map((concept, i) => farther(one, concept, i))) : [];
  return [...said, ...near].flatMap(({ from, to, concept, weight, how }) => {
    const id = index.vocabulary.byKey(conceptKey(concept));
    return id === undefined ? [] : [{ from, to, concept, variant: { id, weight, how } }];
  });
}

interface Said extends Meaning {
  weight: number;
  how: 'meaning' | 'hint' | 'near';
}

/** Whether everything that is asked for is one thing that has this name, and that some record is about. */
const isNamed = (terms: PlannedTerm[], meanings: Meaning[], { vocabulary }: Index): boolean =>
  meanings.some(
    ({ from, to, concept }) =>
      terms.every(({ optional }, at) => optional || (from <= at && at <= to)) &&
      vocabulary.byKey(conceptKey(concept)) !== undefined,
  );

/** The word that may hint at something; a short one that was read as another hints at nothing. */
function wordOf({ term, corrected }: PlannedTerm): string {
  const [word = ''] = term.words;
  return term.phrase ? '' : corrected !== null && word.length > SHORT + 1 ? corrected : word;
}

/** What is near to a concept counts less, and the less the further down it stands. */
const farther = (one: Said, concept: string, at: number): Said => ({
  ...one,
  concept,
  weight: (one.weight * NEAR) / (1 + at * 0.6),
  how: 'near',
});

const NEAR = 0.4;

/** What the words hint at, where they don't all name something. */
function hints(terms: PlannedTerm[], { hinted }: Index, lang: string, wide: boolean): Said[] {
  const words = terms.map(wordOf);
  return kept(hinted, words, () => cuesOf(words, lang)).flatMap(({ concept, share, by, guessed }) => {
    if (guessed && !wide) return [];
    return [...by].map(([at, weight]) => ({
      ...{ from: at, to: at, concept, how: 'hint' as const },
      weight: HINT * share * (0.4 + 0.6 * weight),
    }));
  });
}

/** Two words of the query that records write as one. */
function joinedSpans(terms: Term[], { vocabulary }: Index): Span[] {
  return terms.slice(1).flatMap((second, from) => {
    const first = terms[from] as Term;
    if (first.phrase || second.phrase) return [];
    const joined = fold(`${first.words[0]}${second.words[0]}`);
    return vocabulary.spelt(joined).map((id) => ({
      ...{ from, to: from + 1, concept: null },
      variant: { id, weight: TOGETHER, how: 'together' as const },
    }));
  });
}
