import { CLOSE, joinWords, OPEN, wordsOf } from './text-words.ts';

/** A licence text made ready for comparison. */
export interface Template {
  id: string;
  /** Words of the title, which a file may leave out. */
  head: string;
  /** Runs of words that must be there, in order; between them stands what differs from file to file. */
  pieces: string[];
  /** What stands there in the list's own text. */
  gaps: string[];
  /** How many words must be there. */
  words: number;
  /** The same without "how to apply these terms", which many files leave out; equal to `pieces` where there is none. */
  shortPieces: string[];
  /** Words of that appendix, `''` where there is none. */
  appendix: string;
}

/** Makes a text of the SPDX list ready. */
export function toTemplate(id: string, text: string): Template {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const start = titleLines(lines);
  const body = lines.slice(start).map(markNotice).join('\n');
  const { pieces, gaps } = split(withPhrases(wordsOf(markPlaceholders(body))));
  const cut = pieces.findIndex((piece) => piece.includes(END));
  const last = cut < 0 ? undefined : pieces[cut];
  const short = last === undefined ? pieces : [...pieces.slice(0, cut), last.slice(0, last.indexOf(END) + 1)];
  const rest = last === undefined ? [] : [last.slice(last.indexOf(END)), ...pieces.slice(cut + 1)];
  return {
    id,
    head: joinWords(wordsOf(lines.slice(0, start).join(' '))).trim(),
    pieces,
    gaps,
    words: pieces.join('').split(' ').filter(Boolean).length,
    shortPieces: short.filter((piece) => piece.trim() !== ''),
    appendix: rest.join(''),
  };
}

const END = ' end of terms and conditions ';
const MOST_TITLE_LINES = 6;
const MOST_TITLE_WORDS = 12;

/** How many lines at the beginning are title: short ones, before the first notice or sentence. */
function titleLines(lines: string[]): number {
  let at = 0;
  for (const line of lines.slice(0, MOST_TITLE_LINES)) {
    const words = line.split(/\s+/).filter(Boolean).length;
    if (words > MOST_TITLE_WORDS || isNotice(line) || /[,;:]\s*$/.test(line)) break;
    at += 1;
  }
  // A text that is all short lines has no title that could be told from it.
  return lines.slice(at).join(' ').trim() === '' || at === MOST_TITLE_LINES ? 0 : at;
}

const NOTICE =
  /^\W*(?:portions\s+)?copyright\s*(?:\(c\)|©)?[\s,:]*(?:\(c\)|©)?\s*(?:\d{4}|<|\[(?:y|name)|\(Copyright|year\b)|^\W*©\s*\d{4}|^<Copyright Information>|^\W*\(c\)\s*\d{4}|^\W*\(c\) the \w+ company \d{4}/i;

const isNotice = (line: string): boolean => NOTICE.test(line);

const LONG_LINE_WORDS = 40;

/** A copyright notice names years and holders: the whole line, or of a long one up to its reservation or first sentence. */
function markNotice(line: string): string {
  if (!isNotice(line)) return line;
  if (line.split(/\s+/).length <= LONG_LINE_WORDS) return `${OPEN} ${line} ${CLOSE}`;
  const end = /all rights reserved\.?|(?<=[a-z]{3})\.(?=\s)/i.exec(line);
  const at = end === null ? line.length : end.index + end[0].length;
  return `${OPEN} ${line.slice(0, at)} ${CLOSE}${line.slice(at)}`;
}

/** What is to be filled in, and the postal addresses that the Free Software Foundation has had. */
const PLACEHOLDER =
  /\b(?:51 Franklin St|59 Temple Place|675 Mass Ave)[\s\S]{0,80}?\bUSA\b|<(?!https?:|#)[^<>\n]{1,90}>|\[(?:y|name|email|enter|insert|title|copyright|software|initial|[ _]+)[^\]\n]{0,60}\]|\{year\}/gi;

/** What has to be filled in. Marks inside a notice are part of it. */
function markPlaceholders(text: string): string {
  const parts = text.split(new RegExp(`(${OPEN}[^${CLOSE}]*${CLOSE})`));
  return parts.map((part, i) => (i % 2 === 1 ? part : part.replace(PLACEHOLDER, `${OPEN} $& ${CLOSE}`))).join('');
}

/** Short licences name the holder in these places too. */
const PHRASES: readonly [string, string][] = [
  ['neither the name of ', ' may be used to'],
  ['software is provided by ', ' as is '],
  ['in no event shall ', ' be liable'],
];
const SHORT_WORDS = 700;
const PHRASE_WORDS = 25;

function withPhrases(words: string[]): string[] {
  if (words.length > SHORT_WORDS) return words;
  let text = joinWords(words);
  for (const [before, after] of PHRASES) {
    const start = text.indexOf(` ${before}`);
    const from = start + before.length + 1;
    const end = start < 0 ? -1 : text.indexOf(after, from - 1);
    const inner = end < 0 ? '' : text.slice(from, end);
    if (inner === '' || inner.includes(OPEN) || inner.split(' ').length > PHRASE_WORDS) continue;
    text = `${text.slice(0, from)}${OPEN} ${inner} ${CLOSE}${text.slice(end)}`;
  }
  return text.split(' ').filter(Boolean);
}

/** Fixed runs and the gaps between them; gaps side by side are one. */
function split(words: string[]): { pieces: string[]; gaps: string[] } {
  const pieces: string[][] = [[]];
  const gaps: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (word === OPEN) {
      if (depth === 0 && pieces.at(-1)?.length !== 0) {
        pieces.push([]);
        gaps.push([]);
      }
      depth += 1;
    } else if (word === CLOSE) depth -= 1;
    else if (depth > 0) gaps.at(-1)?.push(word);
    else pieces.at(-1)?.push(word);
  }
  // A gap belongs before the piece of its number; what is open at the end is a gap behind the last one.
  const ends = pieces.at(-1)?.length === 0;
  if (ends) pieces.pop();
  return { pieces: pieces.map(joinWords), gaps: gaps.map(joinWords) };
}
