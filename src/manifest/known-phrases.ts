/** Words that stand next to each other in a name, and what the next one may be. */
interface Branch {
  next: Map<string, Branch>;
  /** What is written instead of a phrase that ends here. */
  instead?: string;
}

interface Word {
  /** What stands before it, and the word, without regard to case. */
  key: string;
  word: string;
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Of a longer phrase the beginning is looked for. */
const MOST_WORDS = 16;
/** So few phrases are first looked for by their longest word, which is quicker than to take the text apart. */
const FEW = 20;

/**
 * Phrases (names of people, mail addresses) to be taken out of texts, however many there are: a text is walked through once,
 * and at each word at most `MOST_WORDS` are looked up. An expression would take a multiple for each phrase, and exponential
 * time for hostile ones. Case does not matter, nor do spaces and commas between words; other signs must be the same.
 */
export class KnownPhrases {
  readonly #root: Branch = { next: new Map() };
  readonly #marks = new Set<string>();

  /** A phrase without letters and digits is passed over. */
  add(phrase: string, instead: string): void {
    const words = wordsOf(phrase).slice(0, MOST_WORDS);
    let branch = this.#root;
    for (const [i, { key, word }] of words.entries()) branch = branchOf(branch, i === 0 ? word : key);
    if (branch === this.#root) return;
    branch.instead = instead;
    if (this.#marks.size <= FEW) this.#marks.add(longestOf(words));
  }

  /** The text with each phrase replaced; of two that begin at the same place the longer one. */
  replaceIn(text: string): string {
    if (this.#marks.size === 0 || !this.#mayHold(text)) return text;
    const words = wordsOf(text);
    let clean = '';
    let done = 0;
    for (let i = 0; i < words.length; i += 1) {
      const found = this.#longestAt(words, i);
      if (found === null) continue;
      clean += text.slice(done, (words[i] as Word).start) + found.instead;
      done = (words[found.last] as Word).end;
      i = found.last;
    }
    return clean + text.slice(done);
  }

  #mayHold(text: string): boolean {
    if (this.#marks.size > FEW) return true;
    const looked = caseless(text);
    return [...this.#marks].some((mark) => looked.includes(mark));
  }

  #longestAt(words: Word[], first: number): { last: number; instead: string } | null {
    let found: { last: number; instead: string } | null = null;
    let branch = this.#root.next.get((words[first] as Word).word);
    for (let last = first; branch !== undefined; last += 1) {
      if (branch.instead !== undefined) found = { last, instead: branch.instead };
      branch = branch.next.get(words[last + 1]?.key ?? '');
    }
    return found;
  }
}

function branchOf(branch: Branch, key: string): Branch {
  const known = branch.next.get(key);
  if (known) return known;
  const made: Branch = { next: new Map() };
  branch.next.set(key, made);
  return made;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let before = 0;
  for (const { 0: found, index } of text.matchAll(WORD)) {
    const gap = text.slice(before, index);
    const word = caseless(found);
    before = index + found.length;
    words.push({ key: `${/^[\s,]+$/.test(gap) ? ' ' : gap}${word}`, word, start: index, end: before });
  }
  return words;
}

const longestOf = (words: Word[]): string =>
  words.reduce((longest, { word }) => (word.length > longest.length ? word : longest), '');

/** What letters have in common that stand for the same in small letters and capitals. */
const caseless = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
