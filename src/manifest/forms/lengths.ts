import type { Form } from './finding.ts';

/**
 * All but these characters stand for themselves whatever comes before them, but for a joiner or a rare prefix: Latin, Greek
 * and Cyrillic letters, punctuation, signs.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are counted like others
const COMPLEX = /[^\0-\x0c\x0e-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]/g;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Number of characters as people count them (grapheme clusters), exact up to `limit + 1`, where counting stops.
 * The segmenter is slow, so it is asked only where the text holds letters that could be parts of others.
 */
export function countCharacters(text: string, limit: number): number {
  if (complexity(text) === 0) return Math.min(text.length, limit + 1);
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    count += 1 + joined(segment);
    if (count > limit) break;
  }
  return count;
}

/**
 * Newer versions of Unicode (15.1, rule GB9c) take consonants of Indian scripts that a virama joins for one character; the
 * reference validator and older runtimes count them one by one. So do we, that a verdict is the same everywhere.
 */
function joined(segment: string): number {
  return segment.length < 3 ? 0 : (segment.match(JOINED)?.length ?? 0);
}

const JOINED =
  /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6](?=[\p{M}\u200d]*\p{Lo})/gu;

/** The rule with its bounds, which others may want to say in their way. */
export type LengthForm = Form & { least: number; most: number };

/** A text of so many characters. A final line break, as a block of YAML leaves it, counts. */
export function length(least: number, most: number): LengthForm {
  const form: Form = (text) => {
    if (certainlyFits(text, least, most)) return undefined;
    const count = countCharacters(text, most);
    if (count > most) {
      return {
        rule: 'too-long',
        message: `The text is longer than ${most} characters.`,
        hint: `Shorten it to ${most}.`,
      };
    }
    if (count >= least) return undefined;
    const hint = `Write ${least - count} more: what it does, for whom, and what it needs.`;
    return { rule: 'too-short', message: `The text has ${count} characters; at least ${least} are needed.`, hint };
  };
  return Object.assign(form, { least, most });
}

/** Every character is at least one unit. Each that is not simple can join itself and one neighbour to another. */
function certainlyFits(text: string, least: number, most: number): boolean {
  if (text.length > most) return false;
  if (least === 0) return true;
  return text.length - 2 * complexity(text) >= least;
}

const complexity = (text: string): number => text.match(COMPLEX)?.length ?? 0;
