import { type LineProblem, readTable, type TableRow } from './tables.ts';

/** Schemes of official codes by which a statistics office lists bodies, with the digits that a spreadsheet may have cut. */
export const CODE_SCHEMES: Readonly<Record<string, number>> = {
  kommunekode: 4,
  nis: 5,
  insee: 5,
  lau: 0,
  ipa: 0,
  cvr: 8,
};

export interface PopulationRow {
  line: number;
  scheme: string;
  code: string;
  value: number;
  date: string | null;
  source: string | null;
  sourceAddress: string | null;
}

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  code: ['kode', 'codice', 'code officiel', 'codigo', 'kod'],
  scheme: [],
  ...Object.fromEntries(Object.keys(CODE_SCHEMES).map((scheme) => [scheme, []])),
  population: [
    'inhabitants',
    'folketal',
    'befolkning',
    'bevolking',
    'einwohner',
    'popolazione',
    'poblacion',
    'populacao',
  ],
  date: ['dato', 'data', 'datum', 'fecha'],
  source: ['kilde'],
  address: [],
  name: ['navn', 'nom', 'nome', 'naam', 'namn', 'nombre'],
};

/** What the command says of the whole table, for what its rows leave out. */
export interface PopulationDefaults {
  scheme?: string | undefined;
  date?: string | undefined;
  source?: string | undefined;
  address?: string | undefined;
}

/**
 * A statistics office's table of populations by official code, whatever columns it has besides; `day` is today, after which nothing has
 * been counted.
 */
export function readPopulations(
  text: string,
  given: PopulationDefaults,
  day: string,
): { rows: PopulationRow[]; problems: LineProblem[]; passedOver: string[] } {
  const table = readTable(text, COLUMNS, 'passed over');
  const rows: PopulationRow[] = [];
  const missing = table.problems.length > 0 ? [] : missingColumns(table.columns);
  if (missing.length > 0) return { rows, problems: missing, passedOver: table.passedOver };
  const problems = [...table.problems];
  const known = new Map<string, PopulationRow>();
  for (const row of table.rows) {
    const read = readRow(row, given, day);
    const before = typeof read === 'string' ? undefined : known.get(keyOf(read));
    if (typeof read === 'string') problems.push({ line: row.line, message: read });
    else if (before !== undefined && before.value !== read.value)
      problems.push({ line: row.line, message: `Line ${before.line} says ${before.value} of the same body and date.` });
    else {
      known.set(keyOf(read), read);
      rows.push(read);
    }
  }
  return { rows, problems: problems.sort((a, b) => a.line - b.line), passedOver: table.passedOver };
}

const keyOf = ({ scheme, code, date }: PopulationRow): string => `${scheme} ${code} ${date}`;

/** Without these no row says anything; told once, not for each. */
function missingColumns(columns: readonly string[]): LineProblem[] {
  const missing = (message: string): LineProblem => ({ line: 1, message });
  const isCode = (name: string): boolean => name === 'code' || Object.hasOwn(CODE_SCHEMES, name);
  return [
    ...(columns.some(isCode)
      ? []
      : [missing(`No column holds codes: name it code, or ${Object.keys(CODE_SCHEMES).join(', ')}.`)]),
    ...(columns.includes('population') ? [] : [missing('No column holds populations: name it population.')]),
  ];
}

function readRow({ line, cells }: TableRow, given: PopulationDefaults, day: string): PopulationRow | string {
  const coded = codeOf(cells, given.scheme);
  if (typeof coded === 'string') return coded;
  const value = wholeNumber(cells.population);
  if (value === null) return `“${cells.population ?? ''}” is no population.`;
  const date = cells.date ?? given.date ?? null;
  if (date !== null && !isDate(date)) return `“${date}” is no date: write a year, a month or a day (2026-01-01).`;
  if (date !== null && date > day) return `${date} lies in the future: a forecast is no count.`;
  const source = cells.source ?? given.source ?? null;
  return { line, ...coded, value, date, source, sourceAddress: cells.address ?? given.address ?? null };
}

/** The official code of a row: in a column of its scheme's name, or in `code` with the scheme beside or given. */
export function codeOf(cells: Record<string, string>, given?: string): { scheme: string; code: string } | string {
  const own = Object.keys(CODE_SCHEMES).find((scheme) => cells[scheme] !== undefined);
  const scheme = own ?? cells.scheme ?? given;
  const code = own === undefined ? cells.code : cells[own];
  if (code === undefined) return 'There is no code.';
  if (scheme === undefined) return 'The scheme of the code is not said: name the column after it, or give --scheme.';
  if (!Object.hasOwn(CODE_SCHEMES, scheme))
    return `“${scheme}” is no scheme of codes. Known are ${Object.keys(CODE_SCHEMES).join(', ')}.`;
  const digits = CODE_SCHEMES[scheme] ?? 0;
  // Spreadsheets take noughts at the beginning away.
  return { scheme, code: /^\d+$/.test(code) ? code.padStart(digits, '0') : code };
}

/** A number with or without marks between thousands. */
function wholeNumber(text = ''): number | null {
  const plain = text.replace(/(?<=\d)[ .,'’\u00a0\u202f](?=\d{3}(\D|$))/g, '');
  return /^\d{1,10}$/.test(plain) ? Number(plain) : null;
}

export const isDate = (text: string): boolean => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text);
