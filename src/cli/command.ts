import type { CiEnvironment, Configuration } from '../config.ts';
import type { Clock } from '../kernel/clock.ts';

/** Exit codes of every command. */
export const GOOD = 0;
/** What was given, or what is stored, is not right. */
export const INVALID = 1;
/** It could not be done: wrong use, no such entry, a folder that cannot be written, data held by another process. */
export const COULD_NOT = 2;

export interface Option {
  /** As it is written: `--reason R` takes a value, `--dry-run` takes none. */
  flag: string;
  description: string;
}

export interface Exit {
  code: number;
  when: string;
}

/** A command of the program. All but `run` is documentation, which `--help` and the reference show. */
export interface Command {
  name: string;
  summary: string;
  /** Lines such as `alminding import DIR`; words in capitals behind the name are its arguments, `PATH…` one or several. */
  usage: string;
  /** Further paragraphs of the help. */
  details?: string[];
  /** Besides `--json` and `--help`, which every command has. */
  options: Option[];
  exits: Exit[];
  /** Exit code, or throws a `CodedError`. */
  run(context: Context): Promise<number>;
}

/** The world outside as a command sees it, so that tests can stand in for it. */
export interface Io {
  /** Writes to standard output: data only. */
  out(text: string): void;
  /** Writes to standard error: messages and progress. */
  err(text: string): void;
  /** Standard input, at most `limit` bytes and one more. */
  read(limit: number): Promise<Uint8Array>;
  /** Width of the terminal that standard output is; null where it is none. */
  columns: number | null;
  /** Whether standard error is a terminal. */
  errIsTerminal: boolean;
  /** Resolves when the process is asked to stop. */
  stopped(): Promise<string>;
}

export interface Context {
  io: Io;
  clock: Clock;
  /** Arguments in order, as many as the usage names. */
  args: string[];
  values: Readonly<Record<string, string | boolean | undefined>>;
  json: boolean;
  /** Throws `invalid-configuration`. Read when it is needed, so that `check` works whatever the environment says. */
  config(): Configuration;
  /** What a run of CI finds around it. */
  ci(): CiEnvironment;
  program: Program;
}

/** What the program knows of itself. */
export interface Program {
  version: string;
  commands(): Promise<readonly Command[]>;
}

/** Prints one JSON document. */
export const printJson = (io: Io, value: unknown): void => io.out(`${JSON.stringify(value, null, 2)}\n`);
