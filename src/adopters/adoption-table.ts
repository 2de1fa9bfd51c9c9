import { codeOf, isDate } from './populations.ts';
import { type LineProblem, readTable, type TableRow } from './tables.ts';

/** One row of a table of adoptions: as it is written, not yet matched to records. */
export interface AdoptionRow {
  line: number;
  software: string;
  /** Id or name of the body, or its official code. */
  organisation: { text: string } | { scheme: string; code: string };
  country?: string;
  state: string;
  since?: string;
  until?: string;
  asOf?: string;
  source: string;
  address?: string;
}

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  software: ['product', 'programme'],
  organisation: ['organization', 'body', 'myndighed', 'ente'],
  code: ['kode', 'codice'],
  scheme: [],
  kommunekode: [],
  cvr: [],
  ipa: [],
  nis: [],
  insee: [],
  lau: [],
  country: ['land', 'paese'],
  state: ['status', 'tilstand', 'stato'],
  since: ['siden', 'dal'],
  until: ['indtil', 'al'],
  asOf: ['as of', 'pr.'],
  source: ['kilde', 'fonte'],
  address: ['source address', 'url'],
};

const STATES = ['interested', 'evaluating', 'planned', 'pilot', 'production', 'in-use', 'retired'];

/** Reads a table of who uses what. Every row has a source; `day` is today, after which nothing has begun or been seen. */
export function readAdoptionTable(text: string, day: string): { rows: AdoptionRow[]; problems: LineProblem[] } {
  const table = readTable(text, COLUMNS);
  const rows: AdoptionRow[] = [];
  const problems = [...table.problems];
  for (const row of table.rows) {
    const read = readRow(row, day);
    if (typeof read === 'string') problems.push({ line: row.line, message: read });
    else rows.push(read);
  }
  return { rows, problems: problems.sort((a, b) => a.line - b.line) };
}

function readRow({ line, cells }: TableRow, day: string): AdoptionRow | string {
  const { software, state = 'in-use', since, until, asOf, source, address, country } = cells;
  if (software === undefined) return 'The software is missing.';
  const body = cells.organisation === undefined ? codeOf(cells) : { text: cells.organisation };
  if (typeof body === 'string') return `The body is missing: ${body}`;
  if (source === undefined) return 'The source is missing: who says so?';
  if (!STATES.includes(state)) return `“${state}” is no state. Known are ${STATES.join(', ')}.`;
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) return `“${country}” is no code of a country, such as DK.`;
  const wrong = wrongDate({ since, until, asOf }, day);
  if (wrong !== null) return wrong;
  return {
    ...{ line, software, organisation: body, state, source },
    ...(country && { country }),
    ...(since && { since }),
    ...(until && { until }),
    ...(asOf && { asOf }),
    ...(address && { address }),
  };
}

function wrongDate(dates: Record<'since' | 'until' | 'asOf', string | undefined>, day: string): string | null {
  const given = Object.entries(dates).filter((one): one is [string, string] => one[1] !== undefined);
  for (const [name, date] of given) {
    if (!isDate(date)) return `“${date}” is no date for ${name}: write a year, a month or a day (2026-01-01).`;
    if (name !== 'until' && date.length > 0 && date > day) return `${name} (${date}) lies in the future.`;
  }
  const { since, until } = dates;
  if (since === undefined || until === undefined) return null;
  const length = Math.min(since.length, until.length);
  return until.slice(0, length) < since.slice(0, length) ? `It ends (${until}) before it begins (${since}).` : null;
}
