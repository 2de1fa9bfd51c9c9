import { readFileSync } from 'node:fs';
import { systemClock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import { parseArguments } from './arguments.ts';
import { COULD_NOT, type Command, type Context, GOOD, type Io, printJson } from './command.ts';
import { reportFailure } from './failure.ts';

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
  const [first = '', ...rest] = words;
  const quick = Object.hasOwn(QUICK, first) && !rest.some((word) => SLOW.has(word)) ? QUICK[first] : undefined;
  if (quick !== undefined) {
    const { command } = await quick();
    const { args, values } = parseArguments(command, rest);
    return command.run({ ...contextOf(io, args, values), config: notLoaded, ci: notLoaded });
  }
  const { readCi, readEnv, toConfig } = await import('../config.ts');
  const command = first === 'serve' ? await serve() : (await commands()).find(({ name }) => name === first);
  if (command === undefined) return withoutCommand(words[0], rest, io, await commands());
  const { args, values } = parseArguments(command, rest);
  if (values.help === true) {
    await help(command, values.json === true, io);
    return GOOD;
  }
  return command.run({ ...contextOf(io, args, values), config: () => toConfig(readEnv(env)), ci: () => readCi(env) });
}

/**
 * Commands that need neither data nor settings start without what those need, in a third of the time: they run in hooks and
 * workflows, once a file. What only some of their options need is loaded with the rest.
 */
const QUICK: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  check: () => import('./commands/check.ts'),
  migrate: () => import('./commands/migrate.ts'),
};
const SLOW = new Set(['--help', '-h', '--full', '--no-network']);

/** The service starts without what other commands need. */
const serve = async (): Promise<Command> => (await import('./commands/serve.ts')).command;
const commands = async (): Promise<readonly Command[]> => (await import('./all-commands.ts')).COMMANDS;

const notLoaded = (): never => {
  throw new CodedError('internal', 'A command that starts quickly has no settings.');
};

function contextOf(io: Io, args: string[], values: Context['values']): Omit<Context, 'config' | 'ci'> {
  return {
    io,
    clock: systemClock,
    args,
    values,
    json: values.json === true,
    program: { version: version(), commands },
  };
}

async function help(command: Command, json: boolean, io: Io): Promise<void> {
  const { commandHelp } = await import('./help.ts');
  if (json) printJson(io, describe(command));
  else io.out(commandHelp(command, command.name === 'serve'));
}

/** `--help`, `help`, `help COMMAND`, `--version`, nothing at all, or a word that is no command. */
async function withoutCommand(
  word: string | undefined,
  rest: string[],
  io: Io,
  all: readonly Command[],
): Promise<number> {
  if (word === '--version') io.out(`${version()}\n`);
  else if (word === 'help' || word === '--help' || word === '-h') {
    const command = all.find(({ name }) => name === rest[0]);
    if (command === undefined) io.out((await import('./help.ts')).programHelp(all));
    else await help(command, false, io);
  } else if (word === undefined) {
    io.err((await import('./help.ts')).programHelp(all));
    return COULD_NOT;
  } else {
    const names = all.map(({ name }) => name);
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
