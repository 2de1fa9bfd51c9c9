import type { Test } from 'tap';
import { COULD_NOT, type Io } from '../../src/cli/command.ts';
import { run } from '../../src/cli/run.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  stdin?: string;
  columns?: number;
  errIsTerminal?: boolean;
}

/** A program over a data folder of its own, run in this process, with what it writes collected. */
export function cliOf(t: Pick<Test, 'testdir'>): {
  data: string;
  alminding(words: string[], options?: CliOptions): Promise<Ran>;
  json<T>(words: string[], options?: CliOptions): Promise<{ code: number; value: T }>;
} {
  const data = `${t.testdir({})}/data`;
  const alminding = async (words: string[], options: CliOptions = {}): Promise<Ran> => {
    const ran: Ran = { code: COULD_NOT, out: '', err: '' };
    const io: Io = {
      out: (text) => {
        ran.out += text;
      },
      err: (text) => {
        ran.err += text;
      },
      read: async () => Buffer.from(options.stdin ?? ''),
      columns: options.columns ?? null,
      errIsTerminal: options.errIsTerminal ?? false,
      stopped: () => Promise.reject(new Error('nothing stops a test')),
    };
    const env = {
      ALMINDING_DATA: data,
      ALMINDING_BUILT_IN: 'false',
      ALMINDING_CRAWL_NAMED: 'false',
      ALMINDING_LOG_LEVEL: 'silent',
      ...options.env,
    };
    ran.code = await run(words, io, env);
    return ran;
  };
  const json = async <T>(words: string[], options?: CliOptions): Promise<{ code: number; value: T }> => {
    const { code, out } = await alminding([...words, '--json'], options);
    return { code, value: JSON.parse(out) as T };
  };
  return { data, alminding, json };
}
