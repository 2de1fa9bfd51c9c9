import type { Block, Cell, Document, Span } from './document.ts';

/** A document as Markdown with tables (GitHub Flavored Markdown). */
export const markdownOf = (document: Document): string =>
  `${[`# ${plain(document.title)}`, ...document.blocks.map((block) => blockOf(block, document.mark))].join('\n\n')}\n`;

function blockOf(block: Block, mark: string): string {
  if (block.is === 'heading') return `${'#'.repeat(block.level)} ${plain(block.text)}`;
  if (block.is === 'text') return spans(block.spans);
  if (block.is === 'list')
    return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${spans(item)}`).join('\n');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = block.rows.map(({ label, differs, cells }) =>
    line([differs ? `**${mark} ${plain(label)}**` : plain(label), ...cells.map(cellOf)]),
  );
  return [line(block.columns.map(plain)), line(block.columns.map(() => '---')), ...rows].join('\n');
}

function cellOf({ lines, sources, unknown }: Cell): string {
  const text = lines.map(span).join('<br>');
  const said = unknown && text !== '' ? `*${text}*` : text;
  return [said, ...sources.map((number) => `\\[${number}\\]`)].filter((part) => part !== '').join(' ');
}

const spans = (all: readonly Span[]): string => all.map(span).join('');

function span({ text, href }: Span): string {
  if (href === undefined || !/^https?:\/\//.test(href)) return plain(text);
  // Brackets and spaces would end the address early (CommonMark, section 6.3).
  return `[${plain(text)}](<${href.replace(/[<>\s\\]/g, encodeURIComponent)}>)`;
}

/** Nothing in a text is markup, and it stays in its line. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/^(\s*)([-+])/, '$1\\$2');
