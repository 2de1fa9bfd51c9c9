import type { Reached } from '../../checking/reach.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { CheckOptions } from '../../manifest/check.ts';
import { type Fixed, fix, fixText } from '../check/fix.ts';
import {
  FORMATS,
  type Format,
  githubLines,
  gitlabReport,
  jsonLine,
  reachText,
  summaryOf,
  textOf,
} from '../check/formats.ts';
import { type Judged, judgeSource } from '../check/judged.ts';
import { LANG_OPTION, type Teller, tellerOf } from '../check/language.ts';
import { type Source, sourcesOf } from '../check/sources.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID } from '../command.ts';

export const command: Command = {
  name: 'check',
  summary: 'Says what is wrong with manifests or records, and mends manifests.',
  usage: 'alminding check PATH… [options]',
  details: [
    'A PATH is a publiccode.yml or a record, a folder, or - for standard input. No data folder is needed and nothing is stored. A named file is a record where its folder (software, organisations, …) or its kind says so, and a manifest otherwise. A folder is read as `alminding import` does: one with a publiccode.yml (or .yaml) is that file; one with a folder of a kind (software, organisations, …) or sources.yml is a catalogue of records; in any other each *.yml and *.yaml directly in it is a manifest.',
    'With --json each file is one line of JSON: {file, valid, problems: [{level, rule, key, pointer, line, column, length, message, hint, suggestion, note}]}; with --fix also mended, left and diff; with --full or --no-network also reachability: [{key, value, line, column, is, message}], where is says there, missing, wrong or unchecked.',
    'Only what has one right answer is mended: comments and layout stay, nothing is invented, and what is left is named with its reason. Records are not mended.',
  ],
  options: [
    { flag: '--fix', description: 'Mend manifests: print what changes, as a diff, and write the files.' },
    { flag: '--dry-run', description: 'With --fix: write nothing.' },
    { flag: '--format F', description: 'text, github (annotations of a workflow) or gitlab (code quality report).' },
    {
      flag: '--full',
      description: 'Also ask whether anything is at the addresses and files that it names. The verdict stays.',
    },
    { flag: '--no-network', description: 'Also look for the files that it names, and ask nobody.' },
    { flag: '--no-external-checks', description: 'Judge the text alone. This is so unless said otherwise.' },
    { flag: '--standard V', description: 'By which rules: 0.7, or 1.0-rc for the draft of the next version.' },
    { flag: '--reference', description: 'Say only what the reference validator of the standard would say.' },
    LANG_OPTION,
  ],
  exits: [
    { code: GOOD, when: 'all can be published; there may be warnings' },
    { code: INVALID, when: 'at least one has errors (after mending, with --fix)' },
    { code: COULD_NOT, when: 'at least one could not be read or written' },
  ],
  async run(context) {
    const { io, json, args } = context;
    const wanted = { ...optionsOf(context), teller: await tellerOf(context.values.lang) };
    const judged: Judged[] = [];
    for (const path of args)
      for await (const source of sourcesOf(io, path)) judged.push(await checkOne(context, source, wanted));
    if (!json && wanted.format === 'gitlab') io.out(gitlabReport(judged));
    if (!json && wanted.format === 'text') io.out(summaryOf(judged));
    if (judged.some(({ unread }) => unread)) return COULD_NOT;
    return judged.every(({ valid }) => valid) ? GOOD : INVALID;
  },
};

/** Mends and judges one file, and prints what is to be said of it by itself. */
async function checkOne(context: Context, source: Source, wanted: Telling): Promise<Judged> {
  const { teller } = wanted;
  const mends = wanted.fix && 'as' in source && source.as === 'manifest';
  const fixed = mends ? inWords(teller, await fix(source, wanted)) : undefined;
  const file = fixed && 'bytes' in source ? { ...source, bytes: fixed.bytes } : source;
  const judged = await judgeSource(file, wanted.check);
  const one = { ...judged, problems: teller.problems(judged.problems) };
  const reached = (await reachOf(context, source, wanted))?.map((found) =>
    found.message === undefined ? found : { ...found, message: teller.sentence(found.message) },
  );
  if (context.json) context.io.out(jsonLine(one, { ...moreOf(fixed), ...(reached && { reachability: reached }) }));
  else if (wanted.format === 'github') context.io.out(githubLines(one));
  else if (wanted.format === 'text') {
    const bytes = fixed?.bytes ?? ('bytes' in source ? source.bytes : undefined);
    const text = (fixed ? fixText(fixed) : '') + textOf(one, bytes) + reachText(reached ?? []);
    tell(context, one, text);
  }
  return one;
}

function inWords(teller: Teller, fixed: Fixed): Fixed {
  const own = <T extends { why: string }>(all: T[]): T[] =>
    all.map((one) => ({ ...one, why: teller.sentence(one.why) }));
  return { ...fixed, mended: own(fixed.mended), left: own(fixed.left) };
}

const tell = ({ io }: Context, { unread }: Judged, text: string): void => (unread ? io.err(text) : io.out(text));

/** What the addresses and files of a manifest lead to, where that was asked for. */
async function reachOf(context: Context, source: Source, { external }: Wanted): Promise<Reached[] | undefined> {
  if (external === 'none' || !('as' in source) || source.as !== 'manifest') return undefined;
  const { reachFor } = await import('../check/reach.ts');
  return reachFor(context, source, external === 'full');
}

interface Telling extends Wanted {
  teller: Teller;
}

interface Wanted {
  external: 'full' | 'files' | 'none';
  fix: boolean;
  dryRun: boolean;
  format: Format;
  check: CheckOptions;
}

function optionsOf({ values }: Context): Wanted {
  const { format = 'text', standard = '0.7' } = values;
  const known = FORMATS.find((one) => one === format);
  if (known === undefined) throw refused(`--format is ${FORMATS.join(', ')}, not \`${String(format)}\`.`);
  if (standard !== '0.7' && standard !== '1.0-rc') throw refused(`--standard is 0.7 or 1.0-rc, not \`${standard}\`.`);
  const fixing = values.fix === true;
  if (fixing && standard !== '0.7') throw refused('--fix mends by the rules of 0.7 only.');
  if (values['dry-run'] === true && !fixing) throw refused('--dry-run goes with --fix.');
  const check = { standard, reference: values.reference === true } as const;
  const external = externalOf(values);
  return { external, fix: fixing, dryRun: values['dry-run'] === true, format: known, check };
}

function externalOf(values: Context['values']): Wanted['external'] {
  const names = ['full', 'no-network', 'no-external-checks'].filter((name) => values[name] === true);
  if (names.length > 1) throw refused(`--${names[0]} and --${names[1]} contradict each other.`);
  return names[0] === 'full' ? 'full' : names[0] === 'no-network' ? 'files' : 'none';
}

const refused = (detail: string): CodedError => new CodedError('invalid-parameter', detail);

function moreOf(fixed: Fixed | undefined): object {
  if (!fixed) return {};
  const { mended, left, diff, written } = fixed;
  return { mended, left: left.map(({ rule, key, why }) => ({ rule, key, why })), diff, written };
}
