/** Cells of a Markdown table (GitHub Flavored Markdown, tables): any text on one line, and back. */

/** A text as a cell: what would end the cell or be read as a break is escaped, lines are joined by `<br>`. */
export const toCell = (text: string): string => text.replace(/[\\|<]/g, '\\$&').replace(/\n/g, '<br>');

/** What `toCell` was given, without spaces around it. */
export const fromCell = (cell: string): string =>
  cell.replace(/\\([\\|<#[\]*_`.()!>-])|<br\s*\/?>/gi, (_all, escaped: string | undefined) => escaped ?? '\n').trim();

/** The cells of a row, still escaped; `null` for a line that is no row. */
export function cellsOf(line: string): string[] | null {
  const text = line.trim();
  if (!text.startsWith('|')) return null;
  const cells: string[] = [''];
  for (const [part] of text.slice(1).matchAll(/\\.|\||[^\\|]+|\\$/gs)) {
    if (part === '|') cells.push('');
    else cells[cells.length - 1] += part;
  }
  // What stands behind the last bar is no cell.
  if (cells.at(-1)?.trim() === '') cells.pop();
  return cells.map((cell) => cell.trim());
}

/** The row of dashes between the head of a table and its body. */
export const isDelimiter = (line: string | undefined): boolean => /^\s*\|?[\s|:-]*-[\s|:-]*$/.test(line ?? '');

interface Evidence {
  address: string;
  commit?: string;
  path?: string;
}

/**
 * `[README.md @ 0123abc](<https://…>)`, one behind the other, as a whole cell: links of Markdown, in which only what ends the
 * cell is escaped.
 */
export const evidenceCell = (all: readonly Evidence[]): string =>
  all
    .map(({ address, path, commit }) => {
      const label = [path, commit && `@ ${commit}`].filter(Boolean).join(' ') || address;
      return `[${label.replace(/[\\\]]/g, '\\$&').replace(/\s/g, ' ')}](<${address}>)`.replaceAll('|', '\\|');
    })
    .join(' ');

/** What `evidenceCell` was given, or stands in a report by hand. */
export function evidenceFrom(cell: string): Evidence[] {
  const links = cell.replaceAll('\\|', '|').matchAll(/\[((?:\\.|[^\]\\])*)\]\(\\?<([^<>]*)>\)/g);
  return [...links].map(([, label = '', address = '']) => {
    const [, said = '', commit] =
      /^(.*?)(?:(?:^| )@ ([0-9a-f]{7,64}))?$/s.exec(label.replace(/\\(.)/g, '$1').trim()) ?? [];
    const path = said === address ? '' : said;
    return { address, ...(commit === undefined ? {} : { commit }), ...(path === '' ? {} : { path }) };
  });
}
