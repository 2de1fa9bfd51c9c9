/**
 * Copies of licence texts as they lie in repositories: lines flow otherwise, years and holders are others, quotes are curly,
 * points are counted in another way. Made for the test of the comparison and for its bench.
 */

const HOLDERS = ['Aarhus Kommune', 'Regione Lombardia', 'Example Software ApS and others', 'the members of a network'];
const NOTICE = /^(\W*)((?:portions )?copyright)\b.*?(?:\d{4}|<year>|\[y|<)[^\n]*$/gim;
const LONGEST_NOTICE = 300;

export interface Copied {
  /** Width to which paragraphs are wrapped; 0 leaves the lines. */
  width: number;
  /** Which holder and year. */
  seed: number;
}

/** The text as somebody else's repository has it, saying the same. */
export function copyOf(text: string, { width, seed }: Copied): string {
  const holder = HOLDERS[seed % HOLDERS.length] as string;
  const year = 2009 + (seed % 17);
  const filled = text
    .replaceAll('\r\n', '\n')
    .replace(NOTICE, (line, start: string, word: string) =>
      line.length > LONGEST_NOTICE ? line : `${start}${word} (c) ${year}, ${holder}. All rights reserved.`,
    )
    .replace(/<year>|\[y{4}\]|\[year\]|\{YEAR\}/gi, String(year))
    .replace(
      /<(?:copyright holders?|owner|name of author|organization)>|\[name of copyright (?:owner|holder)\]/gi,
      holder,
    );
  return flow(quotes(points(filled, seed)), width);
}

const quotes = (text: string): string => text.replace(/"([^"\n]*)"/g, '“$1”').replaceAll("'", '’');

/** `1.` becomes `1)`, `(1)` or `*`, at the beginning of lines. */
function points(text: string, seed: number): string {
  const styles = [(n: string) => `${n})`, (n: string) => `(${n})`, () => '*', (n: string) => `${n}.`];
  const style = styles[seed % styles.length] as (n: string) => string;
  return text.replace(/^(\s*)(\d{1,2}|[a-z])\.(?=\s+\S)/gm, (_, space: string, n: string) => `${space}${style(n)}`);
}

/** Every paragraph wrapped anew. */
function flow(text: string, width: number): string {
  if (width === 0) return text;
  const paragraphs = text.split(/\n\s*\n/);
  return paragraphs.map((paragraph) => wrap(paragraph.split(/\s+/).filter(Boolean), width)).join('\n\n');
}

function wrap(words: string[], width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Ids with the very same text: only a notice in the sources tells them apart. */
const SAME_TEXT: readonly (readonly string[])[] = [
  ['CAL-1.0', 'CAL-1.0-Combined-Work-Exception'],
  ['MPL-2.0', 'MPL-2.0-no-copyleft-exception'],
  ['OFL-1.1', 'OFL-1.1-RFN', 'OFL-1.1-no-RFN'],
];

/** The ids that a text of this id may be, sorted: one, or those with the same text. */
export function groupOf(id: string): string[] {
  if (id === 'GPL-3.0-with-GCC-exception') return ['GPL-3.0-only WITH GCC-exception-3.1'];
  const gnu = /^((?:A|L)?GPL-\d\.\d)(?:\+|-only|-or-later)?$/.exec(id)?.[1];
  if (gnu !== undefined) return [`${gnu}-only`, `${gnu}-or-later`];
  return [...(SAME_TEXT.find((group) => group.includes(id)) ?? [id])];
}
