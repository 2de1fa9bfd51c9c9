import type { Chart, ChartRow } from './chart.ts';

export type Scheme = 'light' | 'dark';

interface Ink {
  ground: string;
  text: string;
  quiet: string;
  /** Of the bars; of bars of several parts each one in turn. Next to each other they differ in lightness. */
  parts: readonly string[];
  /** Text on each part. */
  on: readonly string[];
}

const INK: Record<Scheme, Ink> = {
  light: {
    ground: '#ffffff',
    text: '#24272b',
    quiet: '#5b5d60',
    parts: ['#0b6a53', '#8a6100', '#a32020', '#d5d6d8', '#f3f3f4'],
    on: ['#ffffff', '#ffffff', '#ffffff', '#24272b', '#24272b'],
  },
  dark: {
    ground: '#17181a',
    text: '#e8e8e9',
    quiet: '#a7a8a9',
    parts: ['#6fc3ab', '#e0b34a', '#f08a80', '#4e5052', '#2c2e31'],
    on: ['#000000', '#000000', '#000000', '#e8e8e9', '#e8e8e9'],
  },
};

/** Pixels. Narrow enough to be read on a telephone, where it is hardly made smaller. */
const WIDTH = 440;
const ROW = 30;
/** Letters before bars: as many as the longest label has, within these. */
const LEAST_LETTERS = 8;
const MOST_LETTERS = 32;
/** Of a letter, in a font that is rather wide. */
const LETTER = 8.4;
/** Letters and lines of what stands beside a mark, and pixels of a line. */
const NOTE_LETTERS = 33;
const NOTE_LINES = 3;
const LINE = 18;
/** Letters of what stands before a mark, and where the line of the marks lies. */
const DATE_LETTERS = 16;
const MARKS = 130;
/** Longer words of a legend take a line each. */
const KEY_LETTERS = 22;
const PAD = 10;
const SIZE = 14;
const HEIGHT_OF_STEPS = 220;
/** Height of a line of the legend. */
const KEY = 24;
/** The narrowest part that has room for its number. */
const ROOM = 18;

/** A chart as SVG that needs nothing else: no style, no script, no font. Its words are text, its title is what it is called. */
export function drawChart(chart: Chart, scheme: Scheme): string {
  const ink = INK[scheme];
  const { height, body } = SHAPES[chart.shape](chart, ink);
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t d" font-family="system-ui,sans-serif" font-size="${SIZE}">`;
  const words = `<title id="t">${written(chart.title)}</title><desc id="d">${written(chart.summary)}</desc>`;
  return `${head}${words}<rect width="${WIDTH}" height="${height}" fill="${ink.ground}"/>${body}</svg>\n`;
}

/** Height of the drawing of a chart, so that the page keeps its place free. */
export const sizeOf = (chart: Chart): { width: number; height: number } => ({
  width: WIDTH,
  height: SHAPES[chart.shape](chart, INK.light).height,
});

type Draw = (chart: Chart, ink: Ink) => { height: number; body: string };
const SHAPES: Record<Chart['shape'], Draw> = { bars, parts, steps, marks };

function bars({ rows }: Chart, ink: Ink): ReturnType<Draw> {
  const most = Math.max(1, ...rows.map(firstOf));
  const left = labelled(rows);
  const room = WIDTH - left - PAD * 2 - 44;
  const drawn = rows.map((row, i) => {
    const y = PAD + i * ROW;
    const width = Math.max(2, (firstOf(row) / most) * room);
    const bar = `<rect x="${left + PAD}" y="${y + 5}" width="${round(width)}" height="20" fill="${ink.parts[0]}"/>`;
    const value = text(left + PAD + width + 6, y + 20, String(firstOf(row)), ink.text);
    return label(row, left, y, ink) + bar + value;
  });
  return { height: PAD * 2 + rows.length * ROW, body: drawn.join('') };
}

function parts({ rows, columns }: Chart, ink: Ink): ReturnType<Draw> {
  const most = Math.max(1, ...rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const left = labelled(rows);
  const room = WIDTH - left - PAD * 2;
  const drawn = rows.map((row, i) => {
    const y = PAD + i * ROW;
    let x = left + PAD;
    const pieces = row.values.map((value, part) => {
      const width = (value / most) * room;
      const from = x;
      x += width;
      if (value === 0) return '';
      const box = `<rect x="${round(from)}" y="${y + 4}" width="${round(width)}" height="22" fill="${ink.parts[part]}" stroke="${ink.ground}"/>`;
      return width < ROOM
        ? box
        : `${box}${text(from + width / 2, y + 20, String(value), ink.on[part] ?? ink.text, 'middle')}`;
    });
    return label(row, left, y, ink) + pieces.join('');
  });
  const below = PAD * 2 + rows.length * ROW;
  const names = columns.slice(1, ink.parts.length + 1);
  const across = names.some((name) => name.length > KEY_LETTERS) ? 1 : 2;
  const legend = names.map((name, i) => {
    const [x, y] = [PAD + (i % across) * (WIDTH / 2), below + Math.floor(i / across) * KEY];
    const box = `<rect x="${x}" y="${y}" width="16" height="16" fill="${ink.parts[i]}" stroke="${ink.quiet}"/>`;
    return box + text(x + 24, y + 13, cut(name, across === 1 ? 2 * KEY_LETTERS : KEY_LETTERS), ink.text);
  });
  return { height: below + PAD + Math.ceil(legend.length / across) * KEY, body: drawn.join('') + legend.join('') };
}

function steps({ rows }: Chart, ink: Ink): ReturnType<Draw> {
  const [left, bottom, top] = [PAD + 34, HEIGHT_OF_STEPS - 34, PAD + 10];
  const right = WIDTH - PAD - 10;
  const times = rows.map(({ at }, i) => at ?? i);
  const [first = 0, last = 1] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...rows.map(firstOf));
  const x = (at: number): number => left + ((at - first) / Math.max(1, last - first)) * (right - left);
  const y = (value: number): number => bottom - (value / most) * (bottom - top);
  const path = rows.map(
    (row, i) =>
      `${i === 0 ? 'M' : `H${round(x(times[i] ?? 0))} V`}${i === 0 ? `${round(x(times[0] ?? 0))} ` : ''}${round(y(firstOf(row)))}`,
  );
  const axis = (value: number): string =>
    `<path d="M${left} ${round(y(value))}H${right}" stroke="${ink.quiet}" stroke-width="0.5"/>${text(left - 6, y(value) + 5, String(value), ink.quiet, 'end')}`;
  const ends = `${text(left, HEIGHT_OF_STEPS - 12, rows[0]?.label ?? '', ink.quiet)}${text(right, HEIGHT_OF_STEPS - 12, rows.at(-1)?.label ?? '', ink.quiet, 'end')}`;
  const line = `<path d="${path.join(' ')}" fill="none" stroke="${ink.parts[0]}" stroke-width="2.5"/>`;
  return { height: HEIGHT_OF_STEPS, body: axis(0) + axis(most) + line + ends };
}

function marks({ rows }: Chart, ink: Ink): ReturnType<Draw> {
  let y = PAD;
  const drawn = rows.map((row) => {
    const lines = wrap(row.note ?? '', NOTE_LETTERS, NOTE_LINES);
    const dot = `<circle cx="${MARKS}" cy="${y + 15}" r="6" fill="${ink.parts[0]}"/>`;
    const date = text(PAD, y + 20, cut(row.label, DATE_LETTERS), ink.text);
    const note = lines.map((words, i) => text(MARKS + 16, y + 20 + i * LINE, words, ink.text)).join('');
    y += ROW + Math.max(0, lines.length - 1) * LINE;
    return date + dot + note;
  });
  const last = ROW + Math.max(0, wrap(rows.at(-1)?.note ?? '', NOTE_LETTERS, NOTE_LINES).length - 1) * LINE;
  const line = `<path d="M${MARKS} ${PAD + 14}V${Math.max(PAD + 16, y - last + 14)}" stroke="${ink.quiet}" stroke-width="2"/>`;
  return { height: y + PAD, body: line + drawn.join('') };
}

const firstOf = ({ values }: ChartRow): number => values[0] ?? 0;

/** Where the labels of rows end, so that the longest is whole where that leaves room for the bars. */
function labelled(rows: readonly ChartRow[]): number {
  const longest = Math.max(LEAST_LETTERS, ...rows.map(({ label }) => [...label].length));
  return PAD + Math.ceil(Math.min(MOST_LETTERS, longest) * LETTER);
}

const label = (row: ChartRow, end: number, y: number, ink: Ink): string =>
  text(end, y + 20, cut(row.label, MOST_LETTERS), ink.text, 'end');

const text = (
  x: number,
  y: number,
  words: string,
  fill: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string => `<text x="${round(x)}" y="${round(y)}" fill="${fill}" text-anchor="${anchor}">${written(words)}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;

/** A text in so many lines at most, broken between words; what does not fit is cut. */
function wrap(words: string, letters: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(/ +/)) {
    const last = lines.at(-1);
    if (last !== undefined && (lines.length === most || last.length + word.length < letters))
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => cut(line, letters));
}

function cut(words: string, letters: number): string {
  const all = [...words];
  return all.length > letters ? `${all.slice(0, letters - 1).join('')}…` : words;
}

/** Without the marks of XML, without what cannot stand in XML at all, and without what turns the direction of a text. */
const written = (words: string): string =>
  words
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
