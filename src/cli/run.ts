import { readFileSync } from 'node:fs';
import { readEnv, toConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import { parseArguments } from './arguments.ts';
import { COULD_NOT, type Command, GOOD, type Io, printJson } from './command.ts';
import { command as assessment } from './commands/assessment.ts';
import { command as backup } from './commands/backup.ts';
import { command as check } from './commands/check.ts';
import { command as draft } from './commands/draft.ts';
import { command as erase } from './commands/erase.ts';
import { command as exportCommand } from './commands/export.ts';
import { command as forks } from './commands/forks.ts';
import { command as importCommand } from './commands/import.ts';
import { command as init } from './commands/init.ts';
import { command as key } from './commands/key.ts';
import { command as migrate } from './commands/migrate.ts';
import { command as proof } from './commands/proof.ts';
import { command as restore } from './commands/restore.ts';
import { command as search } from './commands/search.ts';
import { command as serve } from './commands/serve.ts';
import { command as show } from './commands/show.ts';
import { command as sign } from './commands/sign.ts';
import { command as verify } from './commands/verify.ts';
import { command as verifyProof } from './commands/verify-proof.ts';
import { command as withdraw } from './commands/withdraw.ts';
import { command as witness } from './commands/witness.ts';
import { reportFailure } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  init,
  importCommand,
  check,
  migrate,
  draft,
  search,
  show,
  assessment,
  withdraw,
  erase,
  verify,
  proof,
  verifyProof,
  exportCommand,
  key,
  sign,
  witness,
  forks,
  backup,
  restore,
];

/**
 * Runs the program with these words (without those of node itself) and answers with its exit code. Never throws. The
 * environment is read only through the configuration.
 */
export async function run(
  words: string[],
  io: Io,
  env?: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const json = words.includes('--json');
  try {
    return await dispatch(words, io, env);
  } catch (error) {
    return reportFailure(io, error, json);
  }
}

async function dispatch(words: string[], io: Io, env?: Readonly<Record<string, string | undefined>>): Promise<number> {
  const [first, ...rest] = words;
  const command = COMMANDS.find(({ name }) => name === first);
  if (command === undefined) return withoutCommand(first, rest, io);
  const { args, values } = parseArguments(command, rest);
  const json = values.json === true;
  if (values.help === true) {
    if (json) printJson(io, describe(command));
    else io.out(commandHelp(command, command === serve));
    return GOOD;
  }
  const config = () => toConfig(readEnv(env));
  const program = { version: version(), commands: COMMANDS };
  return command.run({ io, clock: systemClock, args, values, json, config, program });
}

/** `--help`, `help`, `help COMMAND`, `--version`, nothing at all, or a word that is no command. */
function withoutCommand(word: string | undefined, rest: string[], io: Io): number {
  if (word === '--version') io.out(`${version()}\n`);
  else if (word === 'help' || word === '--help' || word === '-h') {
    const command = COMMANDS.find(({ name }) => name === rest[0]);
    io.out(command === undefined ? programHelp(COMMANDS) : commandHelp(command, command === serve));
  } else if (word === undefined) {
    io.err(programHelp(COMMANDS));
    return COULD_NOT;
  } else {
    const names = COMMANDS.map(({ name }) => name);
    const meant = nearest(word, names);
    const hint = meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean \`${meant}\`?`;
    throw new CodedError('invalid-parameter', `\`${word}\` is no command. ${hint}`);
  }
  return GOOD;
}

const describe = ({ name, summary, usage, details, options, exits }: Command): object => ({
  name,
  summary,
  usage,
  details: details ?? [],
  options,
  exits,
});

/** Read, not imported: an import would put a second package.json into the built program, which would then be its root. */
const version = (): string =>
  (JSON.parse(readFileSync(new URL(import.meta.resolve('#root/package.json')), 'utf8')) as { version: string }).version;
