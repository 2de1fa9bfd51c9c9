import { readNamed } from '../../files/read-inside.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { type Fixed, fix, fixText } from '../check/fix.ts';
import { COULD_NOT, type Command, GOOD, INVALID, printJson } from '../command.ts';

const VERSIONS = ['0', '0.7'] as const;

export const command: Command = {
  name: 'migrate',
  summary: 'Brings a manifest to the current version of the standard.',
  usage: 'alminding migrate FILE --to V [options]',
  details: [
    'FILE is a publiccode.yml of any version from 0.1 on. Keys of earlier versions get their names of today, keys that are out of date go where their successors are, and the version is set. What changes is printed as a diff and written; comments and layout stay. What only a person can decide is named with its reason.',
  ],
  options: [
    { flag: '--to V', description: '0.7, or 0 for whatever is the newest of the 0 versions.' },
    { flag: '--dry-run', description: 'Write nothing.' },
  ],
  exits: [
    { code: GOOD, when: 'the file is valid now' },
    { code: INVALID, when: 'there are errors left for a person to mend' },
    { code: COULD_NOT, when: 'the file could not be read or written' },
  ],
  async run({ io, json, args, values }) {
    const version = VERSIONS.find((one) => one === values.to);
    if (version === undefined) throw new CodedError('invalid-parameter', `--to is ${VERSIONS.join(' or ')}.`);
    const file = args[0] as string;
    const read = await readNamed(file, LIMITS.sourceBytes);
    if ('unread' in read) throw new CodedError('unreadable-file', `${file}: ${read.reason}.`);
    const fixed = await fix({ file, path: file, bytes: read.bytes }, { dryRun: values['dry-run'] === true, version });
    if (json) printJson(io, answerOf(file, fixed));
    else io.out(fixText(fixed));
    return fixed.after.valid ? GOOD : INVALID;
  },
};

const answerOf = (file: string, { after, mended, left, diff, written }: Fixed): object => ({
  file,
  valid: after.valid,
  problems: after.problems,
  mended,
  left: left.map(({ rule, key, why }) => ({ rule, key, why })),
  diff,
  written,
});
