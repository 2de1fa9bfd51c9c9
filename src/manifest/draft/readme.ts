import { hasEmail } from '../scrub.ts';
import { linesOf, plainLine } from './repository.ts';

/** What a README says, as plain text. */
export interface Readme {
  heading?: string;
  /** Paragraphs of running text in order, before and behind the headings, without pictures, code, tables and lists. */
  paragraphs: string[];
  /** The list below a heading such as "Features". */
  features: string[];
  /** Pictures that lie in the repository: PNG and JPEG, paths as written. */
  pictures: string[];
}

const MOST_FEATURES = 20;
const FEATURES =
  /^(?:(?:key|main|core|vigtigste|centrale) )?(?:features|functions|capabilities|funktioner|funktionalitet|funktionen|funktionalitäten|functionaliteiten|fonctionnalités|funzionalità|funcionalidades)$/i;

/** Reads Markdown, reStructuredText or plain text. What is not understood is left out. */
export function readReadme(text: string): Readme {
  const lines = withoutCode(linesOf(text));
  const readme: Readme = { paragraphs: [], features: [], pictures: picturesIn(lines) };
  let listed = false;
  for (const { kind, text } of blocksOf(lines)) {
    if (kind === 'heading') {
      listed = FEATURES.test(text.replace(/:$/, ''));
      readme.heading ??= text;
    } else if (kind === 'item') {
      if (listed && readme.features.length < MOST_FEATURES) readme.features.push(text);
    } else if (isProse(text)) readme.paragraphs.push(text);
  }
  return readme;
}

/** A sentence or more for people. An address of a person has no place in a description. */
const isProse = (text: string): boolean => text.length >= 40 && /[.!?:]$/.test(text) && !hasEmail(text);

interface Block {
  kind: 'heading' | 'item' | 'paragraph';
  text: string;
}

const UNDERLINE = /^(={3,}|-{3,}|~{3,}|\^{3,})\s*$/;
const HEADING = /^#{1,6}\s+(\S.*?)\s*#*$/;
const ITEM = /^\s{0,3}(?:[-*+•]|\d{1,2}[.)])\s+(\S.*)$/;
/** Tables, directives, link definitions, rules, HTML alone on its line. */
const OTHER = /^\s*(?:\||\.\. |:\w+:|\[[^\]]{1,100}\]:|[-*_]{3,}\s*$|<[^>]{0,500}>\s*$)/;

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: { kind: 'item' | 'paragraph'; lines: string[] } | null = null;
  const close = (): void => {
    if (open) add(blocks, open.kind, open.lines.join(' '));
    open = null;
  };
  lines.forEach((line, i) => {
    const { is, text } = lineOf(line, lines[i + 1] ?? '');
    if (is === 'text') {
      open ??= { kind: 'paragraph', lines: [] };
      open.lines.push(text);
      return;
    }
    close();
    if (is === 'heading') add(blocks, 'heading', text);
    else if (is === 'item') open = { kind: 'item', lines: [text] };
  });
  close();
  return blocks;
}

function lineOf(line: string, next: string): { is: 'heading' | 'item' | 'text' | 'other'; text: string } {
  if (line.trim() === '' || UNDERLINE.test(line) || OTHER.test(line)) return { is: 'other', text: '' };
  const heading = HEADING.exec(line)?.[1] ?? (UNDERLINE.test(next) ? line : undefined);
  if (heading !== undefined) return { is: 'heading', text: heading };
  const item = ITEM.exec(line)?.[1];
  return item === undefined ? { is: 'text', text: line } : { is: 'item', text: item };
}

function add(blocks: Block[], kind: Block['kind'], marked: string): void {
  const text = withoutMarks(marked);
  if (text !== '') blocks.push({ kind, text });
}

/** The words of a line of Markdown as a reader sees them. */
function withoutMarks(marked: string): string {
  const text = marked
    .slice(0, 8_000)
    .replace(/!\[[^\]]{0,300}\](?:\([^)]{0,1000}\)|\[[^\]]{0,300}\])/g, ' ')
    .replace(/\[([^\][]{0,300})\](?:\([^)]{0,1000}\)|\[[^\]]{0,300}\])/g, '$1')
    .replace(/`{1,2}([^`]{1,300})`{1,2}(?:_{1,2})?/g, '$1')
    .replace(/<\/?[a-zA-Z][^<>]{0,500}>/g, ' ')
    .replace(/<!--[^<>]{0,500}-->/g, ' ')
    .replace(/(\*{1,3}|(?<![\p{L}\p{N}])_{1,3})(?=\S)([^*_]{1,500})\1/gu, '$2')
    .replace(/:[a-z_]{2,30}:(?![\w/])/g, ' ')
    .replace(/^[>\s]+/, '')
    .replace(/\p{Emoji_Presentation}|\ufe0f/gu, ' ');
  return plainLine(text);
}

/** Without what stands between fences, indented code and what some tools put before the text. */
function withoutCode(lines: readonly string[]): string[] {
  const [first = ''] = lines;
  let open: string | null = first.trimEnd() === FRONT ? FRONT : null;
  return lines.map((line, i) => {
    const mark = line.trimEnd() === FRONT ? FRONT : /^\s{0,3}(```|~~~)/.exec(line)?.[1];
    const inside = open !== null;
    if (open === null && mark !== FRONT) open = mark ?? null;
    else if (i > 0 && mark === open) open = null;
    return inside || open !== null || CODE.test(line) ? '' : line;
  });
}

const FRONT = '---';
const CODE = /^(?: {4}|\t)\s*\S/;

const PICTURE =
  /!\[[^\]]{0,300}\]\(\s?([^\s()]{1,500}\.(?:png|jpg))(?:\s[^)]{0,300})?\)|<img\s[^<>]{0,500}?src="([^"\s]{1,500}\.(?:png|jpg))"/gi;

const picturesIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => [...line.matchAll(PICTURE)].map(([, markdown, html]) => (markdown ?? html) as string));
