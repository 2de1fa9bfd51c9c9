import { fold, foldLong, hasLongSpelling } from '../kernel/fold-text.ts';
import { countryNamed } from './country-names.ts';
import { type BodyClass, JOINTS, KIND_WORDS, type KindWord, LEGAL_FORMS, SHORT_FORMS } from './kind-words.ts';

/** A name taken apart: what kind of body it speaks of and what is left of it. */
export interface NameForm {
  /** What is left without kind and joints, in either spelling of its letters and with or without a genitive s. */
  cores: string[];
  /** `null` where no word says what kind of body it is. */
  kind: BodyClass | null;
  /** Where bodies are called so, for the word that says it; empty where everywhere or not said. */
  kindCountries: readonly string[];
  /** A country that the name itself adds, as in “Bergen, Norge”. */
  country: string | null;
  /** What stands in brackets or behind a comma and is neither country nor kind: a department, a province, a short name. */
  rest: string[];
}

/** At most so many characters of a name are looked at. */
const NAME_READ = 300;
/** Names of one word with a genitive s, without it: "Københavns" is København. Short ones are left (Mons, Sens). */
const GENITIVE = /^(\p{L}{4,})s$/u;
const GENITIVE_KINDS = new Set(['kommune', 'kommunen', 'kom', 'kommun', 'stad', 'universitet']);

export function nameForm(text: string): NameForm {
  const [main = '', ...added] = segments(text.slice(0, NAME_READ));
  const read = readWords(words(main));
  let { kind, kindCountries } = read;
  let country: string | null = null;
  const rest: string[] = [];
  for (const part of added) {
    const inner = readWords(words(part));
    const named = countryNamed(fold(part).trim());
    if (named !== null) country = named;
    else if (kind === null && inner.kind !== null && inner.left.length === 0) ({ kind, kindCountries } = inner);
    else rest.push(part);
  }
  return { cores: coresOf(main), kind, kindCountries, country, rest };
}

/** The name, what stands in brackets, and what stands behind commas or dashes with space around. */
export const segments = (text: string): string[] =>
  text
    .split(/[(),;/|[\]]| [-–—] |:/u)
    .map((part) => part.trim())
    .filter((part, at) => part !== '' || at === 0)
    .slice(0, 8);

/** Folded words; a shortened form such as S.p.A. is one word. Hyphens hold words together, apostrophes do not. */
function words(text: string, folding: (text: string) => string = fold): string[] {
  const joined = folding(text).replace(/\b((?:\p{L}\.){2,}\p{L}?)/gu, (all) => all.replaceAll('.', ''));
  const all: string[] = joined.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
  return all.map((word) => LONG_KINDS[word] ?? word);
}

interface ReadWords {
  kind: BodyClass | null;
  kindCountries: readonly string[];
  left: string[];
}

/** Takes the word for the kind out, and the joints. The kind is said before or behind the name, never in its middle. */
function readWords(all: string[]): ReadWords {
  const last = all.at(-1) ?? '';
  if (all.length > 1 && LEGAL_FORMS.has(last))
    return { kind: 'firm', kindCountries: [], left: without(all.slice(0, -1)) };
  for (const word of KIND_WORDS) {
    const at = placeOf(word, all);
    if (at === null) continue;
    const before = at === 1 ? all.slice(0, 1).filter((first) => !ARTICLES.has(first)) : all.slice(0, at);
    const left = without([...before, ...all.slice(at + word.words.length)]);
    const genitive = left.length > 0 && at > 0 && GENITIVE_KINDS.has(word.words[0] ?? '');
    const bare = genitive ? left.with(-1, (left.at(-1) ?? '').replace(GENITIVE, '$1')) : left;
    return { kind: word.means, kindCountries: word.countries, left: bare };
  }
  return { kind: null, kindCountries: [], left: without(all) };
}

function placeOf({ words: wanted }: KindWord, all: string[]): number | null {
  // "The town of X", "l'università di X": an article may stand before the kind.
  const starts = [0, ...(ARTICLES.has(all[0] ?? '') ? [1] : []), all.length - wanted.length];
  return starts.find((at) => at >= 0 && wanted.every((word, i) => all[at + i] === word)) ?? null;
}

const ARTICLES = new Set(['the', 'l', 'la', 'le', 'il', 'die', 'der', 'den', 'det', 'el', 'het', 'o', 'a']);

const without = (all: string[]): string[] =>
  all.filter((word) => !JOINTS.has(word)).map((word) => SHORT_FORMS[word.replace(/\.$/, '')] ?? word);

function coresOf(text: string): string[] {
  const foldings = hasLongSpelling(text) ? [fold, foldLong] : [fold];
  const found = foldings.map((folding) => readWords(words(text, folding)).left.join(' '));
  return [...new Set(found)].filter((core) => core !== '');
}

/** Kinds are known in their short spelling. */
const LONG_KINDS: Readonly<Record<string, string>> = {
  universitaet: 'universitat',
  universitaetsstadt: 'universitatsstadt',
  laen: 'lan',
  hoegskolan: 'hogskolan',
};
