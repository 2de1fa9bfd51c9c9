import type { Random } from './grow/random.ts';

/** What confuses readers of YAML and rules about values most. */
const PIECES = [
  ...[' ', '\n', '\t', '\r', '\r\n', ': ', ':', '- ', '-', '? ', '#', ' #', ',', '"', "'", '|', '>', '|-\n', '>+2\n'],
  ...[
    '[',
    ']',
    '{',
    '}',
    '[]',
    '{}',
    '[[[[',
    '{a: ',
    '&a ',
    '*a',
    '*nope',
    '<<: *a',
    '!',
    '!!map ',
    '!!str ',
    '%YAML 1.2\n',
  ],
  ...[
    '---\n',
    '...\n',
    '~',
    'null',
    'true',
    'yes',
    '0',
    '1.0',
    '1e400',
    '.inf',
    '2026-02-30',
    '\\',
    '\\ud800',
    '\0',
    '\u0085',
  ],
  ...[
    '\ufeff',
    '\u2028',
    'å',
    'ﬁ',
    '😀',
    'क्ष',
    'https://',
    'https://[',
    'urn:x:y',
    'alias:',
    'EUPL-1.2 OR ',
    '(',
    '__proto__: ',
  ],
] as const;

const LONGEST = 8_192;

/** A manifest with one to six changes: what people, editors and attackers do to a file. */
export function mutated(random: Random, sources: readonly string[]): string {
  let text = random.pick(sources);
  const changes = random.between(1, 6);
  for (let change = 0; change < changes; change += 1) text = random.pick(CHANGES)(random, text, sources);
  return text.length > LONGEST * 4 ? text.slice(0, LONGEST * 4) : text;
}

type Change = (random: Random, text: string, sources: readonly string[]) => string;

const place = (random: Random, text: string): number => random.between(0, text.length);
const insert = (text: string, at: number, piece: string): string => text.slice(0, at) + piece + text.slice(at);

function byLine(change: (random: Random, lines: string[], at: number) => void): Change {
  return (random, text) => {
    const lines = text.split('\n');
    change(random, lines, random.between(0, lines.length - 1));
    return lines.join('\n');
  };
}

const CHANGES: readonly Change[] = [
  (random, text) => insert(text, place(random, text), random.pick(PIECES)),
  (random, text) => insert(text, place(random, text), random.pick(PIECES).repeat(random.between(1, 40))),
  (random, text) => {
    const at = place(random, text);
    return text.slice(0, at) + text.slice(at + random.between(1, 30));
  },
  (random, text) => text.slice(0, place(random, text)),
  (random, text) =>
    text.replace(/(: ).*/g, (whole, colon) => (random.chance(0.03) ? colon + random.pick(PIECES) : whole)),
  (random, text, sources) => {
    const other = random.pick(sources);
    const from = place(random, other);
    return insert(text, place(random, text), other.slice(from, from + random.between(1, 200)));
  },
  (random, text) => {
    const from = place(random, text);
    const piece = text.slice(from, from + random.between(1, 40));
    return insert(text, from, piece.repeat(random.between(1, Math.ceil(LONGEST / (piece.length + 1)) / 8 + 1)));
  },
  (_random, text) => text.replaceAll('\n', '\r\n'),
  byLine((_random, lines, at) => lines.splice(at, 1)),
  byLine((_random, lines, at) => lines.splice(at, 0, lines[at] as string)),
  byLine((random, lines, at) => lines.splice(random.between(0, lines.length - 1), 0, ...lines.splice(at, 1))),
  byLine((random, lines, at) => {
    lines[at] = ' '.repeat(random.between(0, 8)) + (lines[at] as string).trimStart();
  }),
];
