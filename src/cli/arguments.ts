import { parseArgs } from 'node:util';
import { CodedError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Command, Option } from './command.ts';

/** What every command understands. */
export const COMMON_OPTIONS: readonly Option[] = [
  { flag: '--json', description: 'Answer in JSON on standard output, errors too; no progress is shown.' },
  { flag: '--help', description: 'Say how the command is used.' },
];

export interface ParsedArguments {
  args: string[];
  values: Record<string, string | boolean | undefined>;
}

/** Wrong use of a command line: exit code 2. */
const misuse = (command: Command, detail: string): CodedError =>
  new CodedError('invalid-parameter', `${detail} \`alminding ${command.name} --help\` says more.`);

/**
 * Reads the words behind the name of a command. Unknown and repeated options, values that are missing and a wrong number
 * of arguments throw `invalid-parameter`. With `--help` nothing else is looked at.
 */
export function parseArguments(command: Command, words: string[]): ParsedArguments {
  const known = new Map([...command.options, ...COMMON_OPTIONS].map((option) => [nameOf(option), takesValue(option)]));
  const options = Object.fromEntries(
    [...known].map(([name, value]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  );
  const { tokens } = parseArgs({ args: words, options, strict: false, allowPositionals: true, tokens: true });
  const parsed: ParsedArguments = { args: [], values: {} };
  for (const token of tokens) {
    if (token.kind === 'positional') parsed.args.push(token.value);
    if (token.kind !== 'option') continue;
    parsed.values[token.name] = optionValue(command, known, token, Object.hasOwn(parsed.values, token.name));
  }
  if (parsed.values.help === true) return parsed;
  const wanted = argumentNames(command);
  const missing = wanted[parsed.args.length];
  if (missing !== undefined && !missing.startsWith(OPTIONAL))
    throw misuse(command, `${missing.replace(SEVERAL, '')} is missing.`);
  const surplus = wanted.at(-1)?.endsWith(SEVERAL) ? undefined : parsed.args[wanted.length];
  if (surplus !== undefined) throw misuse(command, `\`${surplus}\` is one argument too many (put text in quotes).`);
  return parsed;
}

interface OptionToken {
  name: string;
  rawName: string;
  value?: string | undefined;
}

function optionValue(
  command: Command,
  known: Map<string, boolean>,
  { name, rawName, value }: OptionToken,
  again: boolean,
): string | boolean {
  const wantsValue = known.get(name);
  if (wantsValue === undefined || !rawName.startsWith('--')) {
    const meant = nearest(name, known.keys());
    const hint = meant === undefined ? '' : ` Did you mean \`--${meant}\`?`;
    throw misuse(command, `\`${rawName}\` is no option of \`${command.name}\`.${hint}`);
  }
  if (again) throw misuse(command, `\`${rawName}\` is given twice.`);
  if (!wantsValue && value !== undefined) throw misuse(command, `\`${rawName}\` takes no value.`);
  if (wantsValue && (value === undefined || value === '')) throw misuse(command, `\`${rawName}\` needs a value.`);
  return value ?? true;
}

/** `--reason R` is called `reason`. */
const nameOf = ({ flag }: Option): string => (flag.split(' ')[0] as string).slice(2);

const takesValue = ({ flag }: Option): boolean => flag.includes(' ');

/** Behind the name of an argument: there may be several. */
const SEVERAL = '…';

/** Before the name of an argument: there may be none, `[ID]`. */
const OPTIONAL = '[';

/** The words in capitals of the usage before its options: `DIR` of `alminding import DIR [options]`. */
function argumentNames({ usage }: Command): string[] {
  const names: string[] = [];
  for (const word of usage.split(' ').slice(2)) {
    if (!/^([A-Z]+…?|\[[A-Z]+\])$/.test(word)) break;
    names.push(word);
  }
  return names;
}
