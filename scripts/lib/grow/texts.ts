import { LANGUAGES, type LanguageName } from './languages.ts';
import { Random, Zipf } from './random.ts';

/** So many invented words a language knows besides the real ones. */
const INVENTED = 3_000;

/** Texts in one language: the same words with the same frequencies for every seed, in another order. */
export class Texts {
  readonly #language: LanguageName;
  readonly #words: Zipf<string>;
  /** Words that mean something: no glue. */
  readonly #terms: Zipf<string>;

  constructor(language: LanguageName) {
    this.#language = language;
    const { glue, domain } = LANGUAGES[language];
    const invented = inventedWords(language);
    // Real words of the field stand among the commoner half, as they do in manifests.
    const terms = [...domain.slice(0, 20), ...mixed(domain.slice(20), invented)];
    this.#terms = new Zipf(terms);
    this.#words = new Zipf([...glue, ...terms]);
  }

  term(random: Random): string {
    return this.#terms.draw(random);
  }

  /** A few meaning words with a capital: a heading, a feature. */
  phrase(random: Random, words: number): string {
    return capital(Array.from({ length: words }, () => this.#terms.draw(random)).join(' '));
  }

  /** Sentences of about so many characters, never more than `most`. */
  prose(random: Random, characters: number, most: number): string {
    let text = this.#sentence(random);
    while (text.length < characters) text += `${random.chance(0.18) ? '\n\n' : ' '}${this.#sentence(random)}`;
    return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}.`;
  }

  /** One line. */
  line(random: Random, characters: number, most: number): string {
    return this.prose(random, characters, most).replace(/\s+/g, ' ');
  }

  body(random: Random, place: string): string {
    return random.pick(LANGUAGES[this.#language].bodies).replace('*', place);
  }

  #sentence(random: Random): string {
    const words = Array.from({ length: random.between(6, 20) }, () => this.#words.draw(random));
    if (words.length > 10 && random.chance(0.6)) words[random.between(4, 8)] += ',';
    return `${capital(words.join(' '))}.`;
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A proper name that nobody bears, made of the syllables of a language. */
export function inventedName(random: Random, language: LanguageName, syllables: number): string {
  const list = LANGUAGES[language].syllables;
  return capital(Array.from({ length: syllables }, () => random.pick(list)).join(''));
}

function inventedWords(language: LanguageName): string[] {
  const { syllables, endings } = LANGUAGES[language];
  // A seed of its own: all manifests share the vocabulary.
  const random = new Random(language.charCodeAt(0) * 256 + language.charCodeAt(1));
  const made = new Set<string>();
  while (made.size < INVENTED) {
    const stem = Array.from({ length: random.between(1, 3) }, () => random.pick(syllables)).join('');
    made.add(stem + (random.chance(0.7) ? random.pick(endings) : ''));
  }
  return [...made];
}

/** One of the first list, then three of the second, until both are used up. */
function mixed(first: readonly string[], second: readonly string[]): string[] {
  const all: string[] = [];
  for (let i = 0; i < Math.max(first.length, second.length / 3); i += 1) {
    if (i < first.length) all.push(first[i] as string);
    all.push(...second.slice(i * 3, i * 3 + 3));
  }
  return all;
}
