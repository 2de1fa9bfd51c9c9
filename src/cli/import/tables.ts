import { readFile } from 'node:fs/promises';
import { type AdoptionRow, readAdoptionTable } from '../../adopters/adoption-table.ts';
import { readPopulations } from '../../adopters/populations.ts';
import type { LineProblem } from '../../adopters/tables.ts';
import { whyNot } from '../../files/why-not.ts';
import { systemClock, toDay } from '../../kernel/clock.ts';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Registry, Submission } from '../../registry/types.ts';
import { withCatalogue } from '../catalogue.ts';
import { type Context, GOOD, INVALID, printJson } from '../command.ts';
import { plain } from '../text.ts';
import { isFatal } from './outcomes.ts';

/** Reads a statistics office's table: what is known of a body's population, by its official code. */
export async function importPopulations(context: Context): Promise<number> {
  const { values } = context;
  const file = values.populations as string;
  const text = await textOf(file);
  const word = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const given = { scheme: word('scheme'), date: word('date'), source: word('source'), address: word('address') };
  const { rows, problems, passedOver } = readPopulations(text, given, toDay(systemClock.now()));
  const keyOf = ({ scheme, code }: { scheme: string; code: string }) => `${scheme}:${code}`;
  const dryRun = values['dry-run'] === true;
  const unknown =
    rows.length === 0
      ? []
      : await withCatalogue(context, 'import', async ({ registry }) => {
          const entries = rows.map((row) => {
            const { value, date, source, sourceAddress } = row;
            return { key: keyOf(row), value: { value, date, source, sourceAddress } };
          });
          return (await registry.adopters.populations(entries, { dryRun })).unknown;
        });
  const missing = new Set(unknown);
  const left = rows.filter((row) => missing.has(keyOf(row)));
  const unmatched = left.map(({ line, scheme, code }) => ({ line, message: `No body has the ${scheme} ${code}.` }));
  const taken = rows.length - left.length;
  return report(context, file, { taken, what: 'population', passedOver }, [...problems, ...unmatched]);
}

/** Reads a table of who uses what. Bodies are matched by id, by official code, or by name where that is sure. */
export async function importAdoptions(context: Context): Promise<number> {
  const file = context.values.adoptions as string;
  const { rows, problems } = readAdoptionTable(await textOf(file), toDay(systemClock.now()));
  const dryRun = context.values['dry-run'] === true;
  return withCatalogue(context, 'import', async ({ registry }) => {
    const found: Row[] = [];
    for (const row of rows) {
      const record = await recordOf(registry, row);
      if (typeof record === 'string') problems.push({ line: row.line, message: record });
      else found.push({ line: row.line, submission: submissionOf(file, record) });
    }
    const refused = await (dryRun ? judgeRows : publishRows)(registry, found);
    return report(context, file, { taken: found.length - refused.length, what: 'adoption' }, [...problems, ...refused]);
  });
}

type Row = { line: number; submission: Submission };

/** What would be refused. */
async function judgeRows(registry: Registry, rows: Row[]): Promise<LineProblem[]> {
  const refused: LineProblem[] = [];
  for (const { line, submission } of rows)
    await registry
      .publish(submission, { dryRun: true })
      .catch((error: unknown) => refused.push({ line, message: reasonOf(error) }));
  return refused;
}

async function publishRows(registry: Registry, rows: Row[]): Promise<LineProblem[]> {
  const refused: LineProblem[] = [];
  for (let at = 0; at < rows.length; at += LIMITS.importBatch) {
    const batch = rows.slice(at, at + LIMITS.importBatch);
    const results = await registry.publishAll(batch.map(({ submission }) => submission));
    for (const [i, result] of results.entries())
      if ('refused' in result && isFatal(result.refused)) throw result.refused;
      else if ('refused' in result) refused.push({ line: batch[i]?.line ?? 0, message: reasonOf(result.refused) });
  }
  return refused;
}

const submissionOf = (file: string, record: object): Submission => ({
  kind: 'adoption',
  bytes: Buffer.from(JSON.stringify(record)),
  mediaType: 'application/json',
  provenance: { by: 'import', file },
});

function reasonOf(error: unknown): string {
  if (!isCoded(error)) throw error;
  return error.problems[0]?.message ?? error.message;
}

/** The record of a row, or why there is none. */
async function recordOf({ read, adopters }: Registry, row: AdoptionRow): Promise<object | string> {
  const software = await softwareOf(read, row.software);
  if (software === null) return `There is no software “${row.software}”, or several are called so.`;
  const body = await adopters.find(row.organisation, row.country);
  if (body === null) return notSure(row, await adopters.candidates(row.organisation, row.country));
  const { state, since, until, asOf, source, address } = row;
  return {
    ...{ organisation: body.id, organisationName: body.name, software, state, evidence: 'claimed' },
    ...(body.country && { country: body.country }),
    ...(since && { since }),
    ...(until && { until }),
    ...(asOf && { asOf }),
    sources: [{ title: source, ...(address && { address }) }],
  };
}

/** A name without a country is never matched by itself, though one body alone is called so here. */
function notSure(row: AdoptionRow, candidates: { id: string; name: string }[]): string {
  const could = candidates.map(({ id, name }) => `${name} (${id.replace(/@own$/, '')})`).join(', ');
  const mend = row.country === undefined ? 'write the id, or its country in a column “country”' : 'write the id';
  return `No body is surely meant by “${nameOf(row)}”.${could === '' ? '' : ` It could be ${could}: ${mend}.`}`;
}

const nameOf = ({ organisation }: AdoptionRow): string =>
  'text' in organisation ? organisation.text : `${organisation.scheme} ${organisation.code}`;

/** An id or slug, else a name that only one software has. */
async function softwareOf(read: Registry['read'], text: string): Promise<string | null> {
  const slug = text.replace(/^software\//, '');
  const found = await read.lookup('software', slug);
  if ('found' in found) return `software/${found.found.slug}@${found.found.origin === 0 ? 'own' : 'built-in'}`;
  const query = { text, lang: 'en', filters: { kind: ['software'] }, sort: 'relevance', limit: 3 } as const;
  const { items } = await read.search({ ...query, filters: { kind: ['software'] } });
  const named = items.filter(({ name, aliases }) =>
    [name, ...aliases].some((one) => one.toLowerCase() === text.toLowerCase()),
  );
  const [only, second] = named;
  return only === undefined || second !== undefined ? null : `${only.id}@${only.origin}`;
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${file}: ${whyNot(error)}.`);
  });
  if (bytes.byteLength > LIMITS.tableBytes)
    throw new CodedError('too-large', `${file} has ${bytes.byteLength} bytes; at most ${LIMITS.tableBytes} are read.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CodedError('invalid-input', `${file} is not in UTF-8: save it so from the spreadsheet.`);
  }
}

function report(
  { io, json }: Context,
  file: string,
  { taken, what, passedOver = [] }: { taken: number; what: string; passedOver?: string[] },
  problems: LineProblem[],
): number {
  const ordered = problems.sort((a, b) => a.line - b.line);
  if (json) printJson(io, { file, taken, passedOver, problems: ordered });
  else {
    if (passedOver.length > 0) io.err(`${plain(file)}:1: not read: ${passedOver.map(plain).join(', ')}.\n`);
    for (const { line, message } of ordered) io.err(`${plain(file)}:${line}: ${plain(message)}\n`);
    io.out(
      `${taken} ${what}${taken === 1 ? '' : 's'} taken, ${ordered.length} line${ordered.length === 1 ? '' : 's'} not.\n`,
    );
  }
  return ordered.length > 0 ? INVALID : GOOD;
}
