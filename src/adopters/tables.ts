import { parse } from 'csv-parse/sync';
import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { nearest } from '../kernel/nearest.ts';

/** A line that is not taken, and why; line 1 holds the names of the columns. */
export interface LineProblem {
  line: number;
  message: string;
}

export interface TableRow {
  line: number;
  /** By the column's own name of this table; empty cells are left out. */
  cells: Record<string, string>;
}

export interface Table {
  rows: TableRow[];
  problems: LineProblem[];
  /** Which columns it has, by their own names. */
  columns: string[];
  /** Columns of other names, which were not read; only of tables that may have such. */
  passedOver: string[];
}

/**
 * A table as statistics offices and spreadsheets write them (RFC 4180, with comma, semicolon or tab, in UTF-8): columns are
 * found by their names, of which `columns` has several for each. Nothing is passed over in silence: an unknown column or a
 * row with too few or too many cells is a problem of its line. A table that has `others` may have columns that nobody here
 * asks for, so long as none is called nearly as one that is.
 */
export function readTable(
  text: string,
  columns: Readonly<Record<string, readonly string[]>>,
  others: 'refused' | 'passed over' = 'refused',
): Table {
  const parsed = parsedRows(text);
  const refused = (...problems: LineProblem[]): Table => ({ rows: [], problems, columns: [], passedOver: [] });
  if (!Array.isArray(parsed)) return refused(parsed);
  const [head, ...lines] = parsed;
  if (head === undefined) return refused({ line: 1, message: 'The table is empty.' });
  if (lines.length > LIMITS.tableRows)
    return refused({ line: 1, message: `The table has more than ${LIMITS.tableRows} rows.` });
  const names = head.cells.map((title) => columnOf(title, columns));
  const mayBe = (title: string): boolean =>
    others === 'passed over' && nearest(title, Object.keys(columns)) === undefined;
  const passedOver = head.cells.filter((title, i) => names[i] === undefined && mayBe(title));
  const problems = head.cells.flatMap((title, i): LineProblem[] => {
    if (names[i] === undefined) return mayBe(title) ? [] : [{ line: 1, message: unknownColumn(title, columns) }];
    return names.indexOf(names[i]) === i ? [] : [{ line: 1, message: `“${title}” stands there twice.` }];
  });
  if (problems.length > 0) return refused(...problems);
  const rows: TableRow[] = [];
  for (const { line, cells } of lines) {
    if (cells.length !== names.length)
      problems.push({ line, message: `The row has ${cells.length} cells, the first line names ${names.length}.` });
    else rows.push({ line, cells: Object.fromEntries(names.flatMap((name, i) => cellOf(name, cells[i]))) });
  }
  return { rows, problems, columns: names.filter((name) => name !== undefined), passedOver };
}

const cellOf = (name: string | undefined, cell = ''): [string, string][] =>
  name === undefined || cell === '' ? [] : [[name, cell]];

type Line = { line: number; cells: string[] };

function parsedRows(text: string): Line[] | LineProblem {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const [delimiter = ','] = [';', '\t', ','].sort((a, b) => first.split(b).length - first.split(a).length);
  try {
    const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    const { lines = 1, message } = error as { lines?: number; message: string };
    return { line: lines, message: `This is not a table in the form of CSV: ${message}.` };
  }
}

const columnOf = (title: string, columns: Readonly<Record<string, readonly string[]>>): string | undefined =>
  Object.keys(columns).find((name) => [name, ...(columns[name] ?? [])].some((word) => fold(word) === fold(title)));

function unknownColumn(title: string, columns: Readonly<Record<string, readonly string[]>>): string {
  const near = nearest(title, Object.keys(columns));
  const known = `Known are ${Object.keys(columns).join(', ')}.`;
  return `There is no column “${title.slice(0, 60)}”. ${near === undefined ? known : `Did you mean ${near}?`}`;
}
