import { stat } from 'node:fs/promises';
import { readNamed } from '../../files/read-inside.ts';
import { whyNot } from '../../files/why-not.ts';
import type { Problem } from '../../kernel/errors.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { judge } from '../../registry/judge.ts';
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
  options: [],
  exits: [
    { code: GOOD, when: 'it can be published; there may be warnings' },
    { code: INVALID, when: 'it has errors' },
    { code: COULD_NOT, when: 'it could not be read' },
  ],
  async run(context) {
    const { io, json } = context;
    const checked = await check(context, context.args[0] as string);
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

async function check({ io }: Context, file: string): Promise<Checked[]> {
  if (file === '-') return [checkBytes('standard input', await io.read(LIMITS.sourceBytes))];
  const info = await stat(file).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${file}: ${whyNot(error)}.`);
  });
  if (info.isDirectory()) return checkFolder(file);
  const read = await readNamed(file, LIMITS.sourceBytes);
  if (!('unread' in read)) return [checkBytes(file, read.bytes)];
  if (read.unread === 'unreadable') throw new CodedError('unreadable-file', `${file}: ${read.reason}.`);
  return [{ file, lines: [], problems: [unread(`The file cannot be read: ${read.reason}.`)] }];
}

async function checkFolder(folder: string): Promise<Checked[]> {
  const found = await walk(folder);
  const checked: Checked[] = found.unreadable.map(({ file, reason }) => ({
    file,
    lines: [],
    problems: [unread(reason)],
  }));
  for (const one of found.files) {
    const read = await readOne(folder, one);
    if ('submission' in read) checked.push(judged(read.file, read.submission));
    else if (read.outcome === 'refused')
      checked.push({ file: read.file, lines: [], problems: [unread(read.reason ?? '')] });
  }
  if (checked.length === 0) throw new CodedError('unreadable-file', `${folder} holds no manifest and no record.`);
  return checked;
}

/** A file that is named is read as a manifest unless it says that it is something else. */
function checkBytes(file: string, bytes: Uint8Array): Checked {
  const text = Buffer.from(bytes).toString('utf8');
  const classified = classify(file.split(/[\\/]/).slice(-2).join('/'), text);
  if (classified.is === 'refused') return { file, lines: linesOf(bytes), problems: [unread(classified.reason)] };
  const mediaType = /^\s*\{/.test(text) || /\.json$/i.test(file) ? 'application/json' : 'application/yaml';
  const kind = classified.is === 'source' ? classified.kind : 'software';
  // Pushed YAML is always judged as a manifest.
  const provenance =
    classified.is === 'source' ? ({ by: 'import', file } as const) : ({ by: 'push', actor: '' } as const);
  return judged(file, { kind, bytes, mediaType, provenance });
}

function judged(file: string, submission: Submission): Checked {
  const judgement = judge(submission);
  const problems = 'judged' in judgement ? judgement.judged.problems : judgement.problems;
  return { file, problems, lines: problems.length > 0 ? linesOf(submission.bytes) : [] };
}

const unread = (message: string): Problem => ({ rule: 'file', severity: 'error', pointer: '', message });
