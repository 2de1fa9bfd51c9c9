import { describeConfig } from '../config.ts';
import { COMMON_OPTIONS } from './arguments.ts';
import type { Command } from './command.ts';

const WIDTH = 100;

/** The help of the program: every command with its summary. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ usage }) => shortUsage(usage).length));
  const lines = commands.map(({ usage, summary }) => `  ${shortUsage(usage).padEnd(width)}  ${summary}\n`);
  return [
    'Alminding: a catalogue of the software that public bodies share.\n\n',
    'Usage: alminding COMMAND [options]\n\n',
    ...lines,
    '\n`alminding COMMAND --help` says more, `alminding --version` which version this is.\n',
    'Exit codes: 0 good, 1 invalid, 2 could not.\n',
    'Settings come from the environment (ALMINDING_DATA and others): `alminding serve --help` lists them.\n',
  ].join('');
}

const shortUsage = (usage: string): string => usage.replace(/^alminding /, '').replace(/ \[options\]$/, '');

/** The help of one command; `settings` adds every key of the configuration. */
export function commandHelp(command: Command, settings: boolean): string {
  const options = [...command.options, ...COMMON_OPTIONS].map(({ flag, description }) => [flag, description]);
  const exits = command.exits.map(({ code, when }) => [String(code), when]);
  return [
    `Usage: ${command.usage}\n\n${wrapped(command.summary, '')}`,
    ...(command.details ?? []).map((detail) => `\n${wrapped(detail, '')}`),
    `\nOptions:\n${definitions(options)}`,
    `\nExit codes:\n${definitions(exits)}`,
    ...(settings ? [`\nSettings (environment variables):\n${settingsHelp()}`] : []),
  ].join('');
}

function settingsHelp(): string {
  return describeConfig()
    .map(({ variable, default: fallback, allowed, description }) => {
      const given = fallback === '' ? '' : ` Default: ${fallback}.`;
      return `  ${variable}\n${wrapped(`${description} It must be ${allowed}.${given}`, '      ')}`;
    })
    .join('');
}

function definitions(rows: (string | undefined)[][]): string {
  const width = Math.max(...rows.map(([term = '']) => term.length)) + 4;
  return rows
    .map(([term = '', meaning = '']) => `  ${term}`.padEnd(width) + wrapped(meaning, ' '.repeat(width)).trimStart())
    .join('');
}

/** Breaks a text into lines of at most `WIDTH` characters; ends with a line break. */
function wrapped(text: string, indent: string): string {
  let lines = '';
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && line.length + word.length > WIDTH) {
      lines += `${line.trimEnd()}\n`;
      line = indent;
    }
    line += `${word} `;
  }
  return `${lines}${line.trimEnd()}\n`;
}
