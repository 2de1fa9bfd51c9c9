import { LIMITS } from '../../src/kernel/limits.ts';
import { Random } from './grow/random.ts';

/** Letters of which words are made that nobody has, and of which slips are. */
const LETTERS = [...'etaoinsrhldcumf'];

/** Words of a catalogue: those that nearly every text has, and any. */
export interface Words {
  common: string[];
  any: string[];
}

/**
 * So many texts that ask for as much work as a text can: common words, unknown and misspelt ones, beginnings, words written
 * together, phrases, exclusions, and all of these at once; each as long as a query may be. The same for the same seed.
 */
export function slowTexts({ common, any }: Words, count: number, seed: number): string[] {
  const random = new Random(seed);
  const word = (): string => random.pick(any);
  const frequent = (): string => random.pick(common);
  const phrase = (): string => `"${frequent()} ${frequent()}"`;
  const made: Record<string, () => string> = {
    common: frequent,
    any: word,
    slipped: () => slipped(word(), random),
    unknown: () => Array.from({ length: random.between(4, 12) }, () => random.pick(LETTERS)).join(''),
    begun: () => word().slice(0, random.between(1, 5)),
    together: () => word() + word() + (random.chance(0.5) ? word() : ''),
    phrase,
    without: () => `-${frequent()}`,
    withoutPhrase: () => `-${phrase()}`,
    field: () => `country:${word()}`,
  };
  const kinds = Object.values(made);
  const filled = (piece: () => string): string => {
    let text = piece();
    for (let next = piece(); text.length + next.length < LIMITS.queryLength; next = piece()) text += ` ${next}`;
    return text;
  };
  return Array.from({ length: count }, (_, i) => {
    // Every other one of a single kind, the others of all.
    const kind = kinds[(i >> 1) % kinds.length] as () => string;
    return filled(i % 2 === 0 ? kind : () => random.pick(kinds)());
  });
}

/** One letter left out, put in or changed. */
function slipped(word: string, random: Random): string {
  const letters = [...word];
  letters.splice(
    random.between(0, letters.length),
    random.between(0, 1),
    ...(random.chance(0.6) ? [random.pick(LETTERS)] : []),
  );
  return letters.join('');
}
