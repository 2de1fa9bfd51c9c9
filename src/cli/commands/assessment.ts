import { readFile } from 'node:fs/promises';
import { whyNot } from '../../files/why-not.ts';
import { type Report, readReport } from '../../governance/read-report.ts';
import { writeReport } from '../../governance/write-report.ts';
import { CodedError, isCoded, type Problem } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Registry, Submission } from '../../registry/types.ts';
import type { Assessment, Framework } from '../../schemas.gen.ts';
import { withCatalogue, withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { findRecord } from '../find.ts';
import { describeProblem, linesOf } from '../problems.ts';
import { recordId } from '../record-id.ts';

export const command: Command = {
  name: 'assessment',
  summary: 'Reads an assessment from a report in Markdown, or writes one.',
  usage: 'alminding assessment ACTION WHAT [options]',
  details: [
    '`alminding assessment import REPORT.md` reads tables with a column for the id of a requirement (#, id), one for its rating (Rating, Vurdering) and, where there is one, for its ground (Ground, Vurderingsgrundlag). A rating is one of the framework’s scale, its title, or a coloured light. Requirements without a rating are not given.',
    'What the report is about stands before its text, between two lines of ---, as the fields of an assessment (subject, framework, type, date), or is said by the options.',
    '`alminding assessment export ID` writes such a report to standard output: a network may keep its evaluations as text and import them again.',
  ],
  options: [
    { flag: '--subject ID', description: 'What was assessed, such as software/os2mo.' },
    { flag: '--framework ID', description: 'By which framework, such as framework/os2-1.1.0@built-in.' },
    { flag: '--type T', description: 'Which act it is: self, secretariat, audit and so on.' },
    { flag: '--date D', description: 'When it was made, as exactly as it is known.' },
    { flag: '--id ID', description: 'The assessment that it becomes, such as assessment/kqzv3c7m2h5wtrpa.' },
    { flag: '--lang L', description: 'Language of texts in columns that name none. Else en.' },
    { flag: '--dry-run', description: 'Judge the report and store nothing.' },
  ],
  exits: [
    { code: GOOD, when: 'it is in the catalogue, or written' },
    { code: INVALID, when: 'the report has rows that are not understood, or does not fit its framework' },
    { code: COULD_NOT, when: 'there is no such file, framework or assessment' },
  ],
  async run(context) {
    const [action, what] = context.args as [string, string];
    if (action === 'import') return importReport(context, what);
    if (action === 'export') return exportReport(context, what);
    throw new CodedError('invalid-parameter', `\`${action}\` is neither import nor export.`);
  },
};

async function exportReport(context: Context, id: string): Promise<number> {
  const { kind, address } = recordId(id);
  if (kind !== 'assessment') throw new CodedError('invalid-parameter', `${id} is no assessment.`);
  const text = await withExisting(context, 'assessment', async ({ registry: { read } }) => {
    const story = await read.assessment(await findRecord(read, kind, address), 'en');
    const framework = story?.framework.record;
    if (!story || !framework) throw new CodedError('not-found', `The framework of ${id} is not in this catalogue.`);
    const { record, item } = story.assessed;
    return writeReport(framework, item.origin === 'own' ? record : withOrigin(record, item.origin), item.name);
  });
  if (context.json) printJson(context.io, { id, report: text });
  else context.io.out(text);
  return GOOD;
}

/** What another catalogue refers to by bare ids, as it is meant here: so that its report can be imported as it is. */
function withOrigin<T>(value: T, origin: string): T {
  if (typeof value === 'string') return (isBareRef(value) ? `${value}@${origin}` : value) as T;
  if (Array.isArray(value)) return value.map((one) => withOrigin(one, origin)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withOrigin(one, origin)])) as T;
}

const isBareRef = (text: string): boolean => {
  const ref = parseRef(text);
  return ref !== null && ref.origin === undefined;
};

async function importReport(context: Context, file: string): Promise<number> {
  const { io, json, values } = context;
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${file}: ${whyNot(error)}.`);
  });
  if (bytes.byteLength > LIMITS.sourceBytes)
    throw new CodedError('too-large', `${file} has ${bytes.byteLength} bytes; at most ${LIMITS.sourceBytes} are read.`);
  const text = bytes.toString('utf8');
  return withCatalogue(context, 'assessment', async ({ registry }) => {
    const given = optionsOf(values, text);
    const framework = await frameworkOf(registry, given.framework, file);
    const report = readReport(text, framework, given.lang);
    const { ratings } = report;
    const invalid = (problems: readonly Problem[]): number => {
      if (json) printJson(io, { file, problems });
      else for (const one of problems) io.out(describeProblem(one, { file, lines: linesOf(bytes) }));
      return INVALID;
    };
    const problems = [...report.problems, ...missingTable(report, framework, given)];
    if (problems.length > 0) return invalid(problems);
    const submission = submissionOf(file, given, framework, ratings);
    const published = await registry
      .publish(submission, { dryRun: values['dry-run'] === true })
      .catch((error: unknown) => {
        if (isCoded(error, 'invalid-input')) return inReport(error.problems, given);
        throw error;
      });
    if (Array.isArray(published)) return invalid(published);
    if (json) printJson(io, { file, ...published, ratings: ratings.length });
    else
      io.out(`${published.id}: ${ratings.length} of ${framework.requirements?.length ?? 0} requirements are rated.\n`);
    return GOOD;
  });
}

/** A report that says neither ratings nor levels nor totals says nothing: its tables are not the ones that are read. */
function missingTable({ tables }: Report, { requirements = [] }: Framework, { head }: Given): Problem[] {
  if (tables > 0 || requirements.length === 0 || head.some((line) => /^(levels|statedTotals)\s*:/.test(line)))
    return [];
  const message = 'No table has a column for the id of a requirement and one for its rating.';
  const hint = 'The first is called #, id or nr, the second rating or vurdering.';
  return [{ rule: 'table', severity: 'error', pointer: '', message, hint }];
}

/** Places in what was made of the report as places in the report; those of options, and of what was added, have none. */
function inReport(problems: readonly Problem[], { own }: Given): Problem[] {
  return problems.map(({ line, column, length, ...problem }) => {
    if (line === undefined || line > own) return problem;
    return { ...problem, line: line + 1, ...(column && { column }), ...(length && { length }) };
  });
}

interface Given {
  /** The lines that say what the report is about. */
  head: string[];
  /** How many of them stand in the report. */
  own: number;
  framework: string | undefined;
  lang: string;
  slug: string | undefined;
}

const FIELDS = ['subject', 'framework', 'type', 'date'] as const;

/** What stands before the text is ours only where it names a framework: other programs put theirs there. */
function optionsOf(values: Context['values'], text: string): Given {
  const front = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  const named = /^framework[ \t]*:[ \t]*["']?([^\s"']+)/m.exec(front ?? '')?.[1];
  const head = front === undefined || named === undefined ? [] : front.split(/\r?\n/);
  const own = head.length;
  for (const field of FIELDS) {
    if (typeof values[field] !== 'string') continue;
    // An option says it instead of the report, whose lines keep their numbers.
    const at = head.findIndex((line) => new RegExp(`^${field}[ \\t]*:`).test(line));
    if (at >= 0) head[at] = '';
    head.push(`${field}: ${JSON.stringify(values[field])}`);
  }
  return {
    ...{ head, own },
    framework: typeof values.framework === 'string' ? values.framework : named,
    lang: typeof values.lang === 'string' ? values.lang : 'en',
    slug: typeof values.id === 'string' ? recordId(values.id).slug : undefined,
  };
}

async function frameworkOf({ read }: Registry, id: string | undefined, file: string): Promise<Framework> {
  if (id === undefined)
    throw new CodedError('invalid-parameter', `${file} names no framework: say it with --framework.`);
  const { kind, address } = recordId(id);
  if (kind !== 'framework') throw new CodedError('invalid-parameter', `${id} is no framework.`);
  const { view } = await findRecord(read, kind, address);
  return (JSON.parse(view) as { record: Framework }).record;
}

/** Ratings are written as JSON, which is YAML too, so that the fields before the text keep their lines. */
function submissionOf(file: string, given: Given, framework: Framework, ratings: Assessment['ratings']): Submission {
  const { head, slug } = given;
  const lines = [...head];
  const { version } = framework;
  if (version !== undefined && !head.some((line) => line.startsWith('frameworkVersion')))
    lines.push(`frameworkVersion: ${JSON.stringify(version)}`);
  lines.push(`ratings: ${JSON.stringify(ratings)}`);
  return {
    kind: 'assessment',
    bytes: Buffer.from(`${lines.join('\n')}\n`),
    mediaType: 'application/yaml',
    provenance: { by: 'import', file },
    ...(slug === undefined ? {} : { slug }),
  };
}
