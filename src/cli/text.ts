/**
 * Text of others on its way to a terminal. What moves the cursor, rings, changes colours or turns the direction of
 * writing is taken out: control characters (C0, C1), and the marks that embed, override or isolate a direction.
 */
export function plain(text: string): string {
  return text.replace(CONTROL, ' ').replace(DIRECTION, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that are taken out
const CONTROL = /[\0-\x1f\x7f-\x9f\u2028\u2029]+/g;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;

/** `1,234`. */
export const count = (n: number): string => n.toLocaleString('en');

/** `1 record`, `2 records`. */
export const countOf = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** At most `width` characters, the last one an ellipsis where something was cut off. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

const GAP = 2;
/** No column but the last grows wider than this. */
const WIDEST = 40;
const NARROWEST_LAST = 20;

/**
 * Columns under their headings. On a terminal of `width` characters the last column is cut to what is left of the line,
 * elsewhere (null) nothing is cut.
 */
export function table(headings: string[], rows: string[][], width: number | null): string {
  const lines = [headings, ...rows].map((row) => row.map(plain));
  const last = headings.length - 1;
  const widths = headings.map((_, at) => Math.max(...lines.map((row) => [...(row[at] ?? '')].length)));
  if (width !== null) {
    for (let at = 0; at < last; at += 1) widths[at] = Math.min(widths[at] as number, WIDEST);
    const before = widths.slice(0, last).reduce((sum, one) => sum + one + GAP, 0);
    widths[last] = Math.max(NARROWEST_LAST, width - before);
  }
  return lines.map((row) => line(row, widths, last)).join('');
}

function line(row: string[], widths: number[], last: number): string {
  const cells = row.map((cell, at) => {
    const fitted = cut(cell, widths[at] as number);
    return at === last ? fitted : fitted + ' '.repeat((widths[at] as number) + GAP - [...fitted].length);
  });
  return `${cells.join('').trimEnd()}\n`;
}

/** A value as an indented outline that can be read without knowing JSON. Ends with a line break. */
export function outline(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((item) => outlineItem(item, indent)).join('');
  if (typeof value !== 'object' || value === null) return `${indent}${scalar(value)}\n`;
  return Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== null)
    .map(([key, part]) => outlineEntry(key, part, indent))
    .join('');
}

function outlineEntry(key: string, value: unknown, indent: string): string {
  if (typeof value !== 'object') return `${indent}${plain(key)}: ${scalar(value)}\n`;
  return `${indent}${plain(key)}:\n${outline(value, `${indent}  `)}`;
}

function outlineItem(item: unknown, indent: string): string {
  if (typeof item !== 'object' || item === null) return `${indent}- ${scalar(item)}\n`;
  const text = outline(item, `${indent}  `);
  return `${indent}- ${text.slice(indent.length + 2)}`;
}

const scalar = (value: unknown): string => (typeof value === 'string' ? plain(value).trim() : String(value));

/** What whoever withdraws an entry because consent was taken back would not expect: it is delisted, not destroyed. */
export const stillThere = (id: string): string =>
  `It is no longer listed, but what was published before can still be fetched from the public record of changes, here and at mirrors. To have it destroyed there as well: alminding erase ${id} --yes\n`;
