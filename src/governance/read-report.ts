import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Assessment, Framework } from '../schemas.gen.ts';
import { scaleOf } from './framework.ts';
import { cellsOf, evidenceFrom, fromCell, isDelimiter } from './report-cells.ts';

export type Rating = NonNullable<Assessment['ratings']>[number];

export interface Report {
  /** The lines between the first two `---`, where the text begins with such. */
  front: string | null;
  /** How many tables of requirements it has. */
  tables: number;
  /** In the order of the framework, in which tables by theme need not be; what nobody rated is left out. */
  ratings: Rating[];
  /** Rows that are not understood, each with its line. */
  problems: Problem[];
}

/**
 * Reads the tables of a report in Markdown that have a column for the id of a requirement and one for its rating; all other
 * text and tables are passed over. Texts in columns that name no language (`Ground (da)`) are in `lang`.
 */
export function readReport(text: string, framework: Framework, lang: string): Report {
  const lines = text.split(/\r\n|\n|\r/);
  const end = lines[0]?.trim() === '---' ? lines.findIndex((line, i) => i > 0 && line.trim() === '---') : -1;
  const report: Report = {
    front: end > 0 ? lines.slice(1, end).join('\n') : null,
    tables: 0,
    ratings: [],
    problems: [],
  };
  takeTables(report, framework, lines, end + 1, lang);
  const order = new Map((framework.requirements ?? []).map(({ id }, i) => [id, i]));
  report.ratings.sort((a, b) => (order.get(a.requirement) ?? 0) - (order.get(b.requirement) ?? 0));
  return report;
}

function takeTables(report: Report, framework: Framework, lines: string[], from: number, lang: string): void {
  let columns: (Column | null)[] | null = null;
  let fenced = false;
  for (let i = from; i < lines.length && report.problems.length < LIMITS.problems; i += 1) {
    const line = lines[i] as string;
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const cells = fenced ? null : cellsOf(line);
    if (cells === null) columns = null;
    else if (isDelimiter(lines[i + 1])) {
      columns = columnsOf(cells, lang);
      report.tables += Number(columns !== null);
    } else if (columns !== null && !isDelimiter(line)) takeRow(report, framework, columns, cells, i + 1);
  }
}

type Column = { is: 'id' | 'rating' | 'evidence' } | { is: 'ground' | 'explanation'; lang: string };

const NAMES: Readonly<Record<string, Column['is']>> = {
  ...{ '#': 'id', id: 'id', nr: 'id', rating: 'rating', vurdering: 'rating', verdict: 'rating' },
  ...{ ground: 'ground', grounds: 'ground', vurderingsgrundlag: 'ground', begrundelse: 'ground' },
  ...{ explanation: 'explanation', forklaring: 'explanation', evidence: 'evidence' },
};

/** What each column holds; `null` for a table that is not about requirements. */
function columnsOf(head: string[], lang: string): (Column | null)[] | null {
  const columns = head.map((cell): Column | null => {
    const [, name = '', own] = /^(.*?)(?:\s*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\))?$/.exec(fromCell(cell)) ?? [];
    const is = NAMES[name.toLowerCase()];
    if (is === undefined) return null;
    return is === 'ground' || is === 'explanation' ? { is, lang: own ?? lang } : { is };
  });
  const has = (is: Column['is']): boolean => columns.some((column) => column?.is === is);
  return has('id') && has('rating') ? columns : null;
}

function takeRow(
  report: Report,
  framework: Framework,
  columns: (Column | null)[],
  cells: string[],
  line: number,
): void {
  const row = rowOf(columns, cells);
  const fault = faultOf(report, framework, row);
  if (fault !== null) report.problems.push({ ...fault, severity: 'error', pointer: '', line, column: 1 });
  const rating = ratingOf(framework, row.rating);
  if (fault !== null || rating === undefined) return;
  const { id, ground, explanation } = row;
  const evidence = evidenceFrom(row.evidence);
  report.ratings.push({
    ...{ requirement: id, rating },
    ...(Object.keys(ground).length === 0 ? {} : { ground }),
    ...(Object.keys(explanation).length === 0 ? {} : { explanation }),
    ...(evidence.length === 0 ? {} : { evidence }),
  });
}

interface Row {
  id: string;
  rating: string;
  ground: Record<string, string>;
  explanation: Record<string, string>;
  evidence: string;
}

function rowOf(columns: (Column | null)[], cells: string[]): Row {
  const row: Row = { id: '', rating: '', ground: {}, explanation: {}, evidence: '' };
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] ?? '';
    const text = column?.is === 'evidence' ? cell : fromCell(cell);
    if (column === null || text === '') continue;
    if (column.is === 'ground' || column.is === 'explanation') row[column.is][column.lang] = text;
    else row[column.is] = text;
  }
  return row;
}

/** A row without a rating says nothing of its requirement, which is no fault. */
function faultOf({ ratings }: Report, framework: Framework, row: Row): Pick<Problem, 'rule' | 'message'> | null {
  const { id, rating, evidence } = row;
  const { name, requirements = [] } = framework;
  if (!requirements.some((requirement) => requirement.id === id))
    return { rule: 'requirement', message: `${name} has no requirement “${id.slice(0, 60)}”.` };
  if (rating === '') return null;
  if (ratingOf(framework, rating) === undefined)
    return { rule: 'rating', message: `“${rating.slice(0, 60)}” is no rating of ${name}.` };
  if (ratings.some(({ requirement }) => requirement === id))
    return { rule: 'duplicate', message: `${id} is rated a second time.` };
  if (evidence !== '' && evidenceFrom(evidence).length === 0)
    return { rule: 'evidence', message: 'Evidence is written [path @ commit](<address>).' };
  return null;
}

const LIGHTS: Readonly<Record<string, string>> = { '🟢': 'met', '🟡': 'partly', '🔴': 'not-met', '⚪': 'not-relevant' };

/** A rating by its id, by its title in any language, or by the colour of a light. */
function ratingOf(framework: Framework, text: string): string | undefined {
  const word = text.toLowerCase();
  const scale: readonly { id: string; means: string; title?: Record<string, string> }[] = scaleOf(framework);
  const named = scale.find(({ id, title = {} }) =>
    [id, ...Object.values(title)].some((one) => one.toLowerCase() === word),
  );
  const light = LIGHTS[text.replace(/\uFE0F/g, '')];
  return (named ?? scale.find(({ means }) => means === light))?.id;
}
