import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { conceptWords, type Meaning, meaningsOf } from './concepts.ts';
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
import { isOptional } from './little-words.ts';
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

/** Slips are looked for only where a word is unknown (`unknown`), or for every word (`all`), or not at all. */
export type Slips = 'none' | 'unknown' | 'all';

/** What every term of a query is answered by. `lang` is the reader's language. */
export function planSearch(asked: Asked, index: Index, lang: string, slips: Slips): Plan {
  const said = meaningsOf(asked.terms.map(({ words }) => words.join(' ')));
  const isSaid = (at: number) => said.some(({ from, to }) => from <= at && at <= to);
  const terms = asked.terms.map((term, at) => planTerm(term, index, lang, isSaid(at) ? 'none' : slips));
  const meant = terms.every(({ optional }) => optional);
  const all = terms.map((term) => (meant ? { ...term, optional: false } : term));
  const meanings = meaningsOfTerms(all);
  return {
    terms: all,
    spans: [...conceptSpans(meanings, index), ...joinedSpans(asked.terms, index)],
    excluded: asked.excluded.map((term) => planTerm(term, index, lang, 'none')),
    meanings,
  };
}

function planTerm(term: Term, index: Index, lang: string, slips: Slips): PlannedTerm {
  const [word = ''] = term.words;
  const planned = {
    term,
    corrected: null,
    variants: [],
    parts: [],
    optional: !term.phrase && isOptional(word),
  };
  if (term.phrase) return planned;
  const variants = new Variants(index.vocabulary, lang);
  addForms(variants, word, index);
  if (term.open) addBeginnings(variants, word, index);
  if (!planned.optional) addCompounds(variants, word, index);
  const parts = planParts(word, index, lang);
  const known = isKnown(word, variants, index);
  const sure = known && !isByStemOnly(variants, word);
  const slipping = slips === 'all' ? !known || word.length > SHORT : slips === 'unknown' && !sure;
  if (slipping) addSlips(variants, word, index);
  const all = variants.all();
  // What is known by its parts or its stem alone may be so by chance: then both readings count, and none is called the right one.
  const chance = parts.length > 0 || (known && !sure && slips === 'unknown');
  const corrected = slipping && !chance ? correction(word, all, index) : null;
  return { ...planned, variants: all, parts, corrected };
}

/** Of words this short that are known no slip is thought. */
const SHORT = 4;

/** Whether nothing but a stem, which another word may have by chance, speaks for the word. */
const isByStemOnly = (variants: Variants, word: string): boolean =>
  conceptWords().spelt(fold(word)).length === 0 && variants.all().every(({ how }) => how === 'stem');

/** Whether some record or the words for what things mean have it: then it is no slip. */
const isKnown = (word: string, variants: Variants, { count }: Index): boolean =>
  variants.all().some(({ id }) => count(id) > 0) || conceptWords().spelt(fold(word)).length > 0;

function planParts(word: string, index: Index, lang: string): Variant[][] {
  const parts = splitCompound(word, index.vocabulary);
  return (parts ?? []).map((part) => {
    const variants = new Variants(index.vocabulary, lang);
    addForms(variants, part, index);
    return variants.all();
  });
}

/** The likeliest word, of records or of what words mean, for one that is spelt in no way that is known. */
function correction(word: string, variants: Variant[], { vocabulary, count }: Index): string | null {
  const [best] = variants
    .filter(({ how }) => how === 'slip')
    .sort((a, b) => b.weight - a.weight || count(b.id) - count(a.id));
  const meant = nearestMeaning(word);
  if (best === undefined) return meant;
  const own = vocabulary.get(best.id);
  if (meant === null) return own.word;
  const apart = (other: string): number => (fold(other)[0] === fold(word)[0] ? 0 : 1);
  return best.weight >= 0.6 && apart(own.word) <= apart(meant) ? own.word : meant;
}

function nearestMeaning(word: string): string | null {
  const words: Vocabulary = conceptWords();
  const variants = new Variants(words, '');
  addSlips(variants, word, { vocabulary: words, count: () => 1 });
  const [best] = variants.all().sort((a, b) => b.weight - a.weight);
  return best === undefined ? null : words.get(best.id).word;
}

function meaningsOfTerms(terms: PlannedTerm[]): Meaning[] {
  const words = terms.map(({ term, corrected }) => corrected ?? term.words.join(' '));
  return [...meaningsOf(words), ...begunMeanings(terms)].slice(0, LIMITS.meaningsRead);
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

function conceptSpans(meanings: Meaning[], { vocabulary }: Index): Span[] {
  return meanings.flatMap(({ concept, from, to }) => {
    const id = vocabulary.byKey(conceptKey(concept));
    return id === undefined
      ? []
      : [
          {
            from,
            to,
            concept,
            variant: { id, weight: MEANING, how: 'meaning' as const },
          },
        ];
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
