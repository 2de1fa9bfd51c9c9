import { stat } from 'node:fs/promises';
import { readNamed } from '../../files/read-inside.ts';
import { whyNot } from '../../files/why-not.ts';
import type { Problem } from '../../kernel/errors.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { type CheckOptions, check as checkManifest } from '../../manifest/check.ts';
import { isManifest, judge } from '../../registry/judge.ts';
import type { Submission } from '../../registry/types.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { classify } from '../import/classify.ts';
import { readOne } from '../import/read-file.ts';
import { walk } from '../import/walk.ts';
import { describeProblem, linesOf } from '../problems.ts';
import { countOf, plain } from '../text.ts';

interface Checked {
  file: string;
  problems: Problem[];
  lines: string[];
}

export const command: Command = {
  name: 'check',
  summary: 'Says what is wrong with a manifest or record.',
  usage: 'alminding check FILE [options]',
  details: [
    'FILE is a publiccode.yml or a record, a folder of them, or - for standard input. No data folder is needed and nothing is stored. A record is told by its folder (software/…, organisations/…) or by its kind; what is neither is read as a manifest.',
  ],
  options: [
    { flag: '--reference', description: 'Only what the reference validator of publiccode.yml would report.' },
    {
      flag: '--standard VERSION',
      description: 'Judge manifests by 0.7 (the rule for all up to it) or by 1.0-rc, the draft.',
    },
  ],
  exits: [
    { code: GOOD, when: 'it can be published; there may be warnings' },
    { code: INVALID, when: 'it has errors' },
    { code: COULD_NOT, when: 'it could not be read' },
  ],
  async run(context) {
    const { io, json } = context;
    const checked = await check(context, context.args[0] as string, rulesOf(context));
    const errors = checked.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'error').length;
    const warnings = checked.reduce((sum, { problems }) => sum + problems.length, 0) - errors;
    if (json) {
      const files = checked.map(({ file, problems }) => ({ file, valid: !problems.some(isError), problems }));
      printJson(io, { valid: errors === 0, errors, warnings, files });
    } else {
      for (const one of checked) for (const problem of one.problems) io.out(describeProblem(problem, one));
      const found = `${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}`;
      const what = checked.length === 1 ? plain((checked[0] as Checked).file) : countOf(checked.length, 'file');
      io.out(`${what}: ${errors === 0 ? 'good' : 'not good'} (${found}).\n`);
    }
    return errors === 0 ? GOOD : INVALID;
  },
};

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** By which rules manifests are judged. */
function rulesOf({ values }: Context): CheckOptions {
  const { standard = '0.7', reference } = values;
  if (standard !== '0.7' && standard !== '1.0-rc')
    throw new CodedError('invalid-parameter', '`--standard` is 0.7 or 1.0-rc.');
  return { standard, reference: reference === true };
}

async function check({ io }: Context, file: string, rules: CheckOptions): Promise<Checked[]> {
  if (file === '-') return [checkBytes('standard input', await io.read(LIMITS.sourceBytes), rules)];
  const info = await stat(file).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${file}: ${whyNot(error)}.`);
  });
  if (info.isDirectory()) return checkFolder(file, rules);
  const read = await readNamed(file, LIMITS.sourceBytes);
  if (!('unread' in read)) return [checkBytes(file, read.bytes, rules)];
  if (read.unread === 'unreadable') throw new CodedError('unreadable-file', `${file}: ${read.reason}.`);
  return [{ file, lines: [], problems: [unread(`The file cannot be read: ${read.reason}.`)] }];
}

async function checkFolder(folder: string, rules: CheckOptions): Promise<Checked[]> {
  const found = await walk(folder);
  const checked: Checked[] = found.unreadable.map(({ file, reason }) => ({
    file,
    lines: [],
    problems: [unread(reason)],
  }));
  for (const one of found.files) {
    const read = await readOne(folder, one);
    if ('submission' in read) checked.push(judged(read.file, read.submission, rules));
    else if (read.outcome === 'refused')
      checked.push({ file: read.file, lines: [], problems: [unread(read.reason ?? '')] });
  }
  if (checked.length === 0) throw new CodedError('unreadable-file', `${folder} holds no manifest and no record.`);
  return checked;
}

/** A file that is named is read as a manifest unless it says that it is something else. */
function checkBytes(file: string, bytes: Uint8Array, rules: CheckOptions): Checked {
  const text = Buffer.from(bytes).toString('utf8');
  const classified = classify(file.split(/[\\/]/).slice(-2).join('/'), text);
  if (classified.is === 'refused') return { file, lines: linesOf(bytes), problems: [unread(classified.reason)] };
  const mediaType = /^\s*\{/.test(text) || /\.json$/i.test(file) ? 'application/json' : 'application/yaml';
  const kind = classified.is === 'source' ? classified.kind : 'software';
  // Pushed YAML is always judged as a manifest.
  const provenance =
    classified.is === 'source' ? ({ by: 'import', file } as const) : ({ by: 'push', actor: '' } as const);
  return judged(file, { kind, bytes, mediaType, provenance }, rules);
}

function judged(file: string, submission: Submission, rules: CheckOptions): Checked {
  const problems = isManifest(submission) ? manifestProblems(submission.bytes, rules) : recordProblems(submission);
  return { file, problems, lines: problems.length > 0 ? linesOf(submission.bytes) : [] };
}

function recordProblems(submission: Submission): Problem[] {
  const judgement = judge(submission);
  return 'judged' in judgement ? judgement.judged.problems : judgement.problems;
}

function manifestProblems(bytes: Uint8Array, rules: CheckOptions): Problem[] {
  return checkManifest(bytes, rules).problems.map(({ level, line, column, length, ...rest }) => {
    const place = line === 0 ? {} : { line, column, length };
    return { severity: level, ...rest, ...place };
  });
}

const unread = (message: string): Problem => ({ rule: 'file', severity: 'error', pointer: '', message });
