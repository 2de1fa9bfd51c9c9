/** Marks in a template: what stands between them differs from file to file (years, holders, names to be filled in). */
export const OPEN = '\uE000';
export const CLOSE = '\uE001';

/** Numbers and letters that only count points: `1.`, `(a)`, `iv)`; the sign `(c)` goes with them. */
const ENUMERATOR = /^["'“‘(]*(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]+["'”’]*$/i;
const WORD = /[\p{L}\p{N}]+|[\uE000\uE001]/gu;

/** Spellings that mean the same word. */
const SAME: Readonly<Record<string, string>> = {
  licence: 'license',
  licences: 'licenses',
  licenced: 'licensed',
  sublicence: 'sublicense',
  http: 'https',
  favour: 'favor',
  behaviour: 'behavior',
  organisation: 'organization',
  organisations: 'organizations',
  merchantibility: 'merchantability',
  noninfringment: 'noninfringement',
};

/**
 * A text as its words: small letters, without punctuation, quotes, bullets, enumerators and line breaks, so that reflowed
 * copies are equal (after the SPDX matching guidelines).
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const token of text.normalize('NFKC').split(/\s+/)) {
    if (ENUMERATOR.test(token)) continue;
    for (const word of token.toLowerCase().match(WORD) ?? []) words.push(SAME[word] ?? word);
  }
  return words;
}

/** Words as one string in which a run of words can be looked for. */
export const joinWords = (words: string[]): string => (words.length === 0 ? ' ' : ` ${words.join(' ')} `);
