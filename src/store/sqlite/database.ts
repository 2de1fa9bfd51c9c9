import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { Clock } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { IndexedText, StoreOptions } from '../port.ts';
import { translate } from './failures.ts';
import { type Hold, holdShared } from './hold.ts';
import { bringForward, refuseForeign } from './migrate.ts';

export const FILE = 'alminding.db';

/** New texts of a row, or null where it is to be found no more. */
export interface TextChange {
  ord: number;
  texts: IndexedText[] | null;
}

/** Size and right edge of a log. */
export interface LogEnd {
  size: number;
  edge: Uint8Array;
}

/** An open connection and what its statements need. */
export interface Db {
  raw: Database.Database;
  orm: BetterSQLite3Database;
  clock: Clock;
  /** Runs a piece of writing inside the transaction: all of it stays, or nothing. */
  savepoint(act: () => void): void;
  /** Nobody is served by this process: its transactions may be long. */
  bulk: boolean;
  /** Prepares once, however often it is asked. */
  sql(text: string): Database.Statement;
  /** Whose the numbers are that are noted on words: another object once they count no more. */
  words: { numbering: object; epoch: number };
  /** Changes of the text index that wait for the end of the transaction: see `texts.ts`. */
  texts: TextChange[];
  /** Our own log as the present transaction has changed it, to be written at its end: see `log.ts`. */
  log: LogEnd | null;
  /** Closes the connection and lets go of the folder. */
  close(): void;
}

/** Nobody is served while a database is opened: whoever writes just then is waited for. */
const OPENING_MS = 5_000;

/** Opens or makes the database of a data folder, brings it to the newest version, and refuses what is newer or not ours. */
export function openDatabase(options: StoreOptions): Db {
  return translate(() => {
    if (options.existing === true) refuseNothing(options.folder);
    const timeout = Math.max(options.busyMs, OPENING_MS);
    const hold = holdOf(options.folder, timeout);
    try {
      return openFile(options, timeout, hold);
    } catch (error) {
      hold.release();
      throw error;
    }
  });
}

/** Throws `no-data` where there is none; what else is in the way is told by whoever opens it. */
function refuseNothing(folder: string): void {
  try {
    statSync(join(folder, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CodedError('no-data');
  }
}

function holdOf(folder: string, waitMs: number): Hold {
  if (folder === ':memory:') return { release: () => undefined };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return holdShared(folder, waitMs);
}

function openFile(options: StoreOptions, timeout: number, hold: Hold): Db {
  const raw = new Database(path(options), { timeout });
  const close = () => {
    raw.close();
    hold.release();
  };
  try {
    return { ...prepare(raw, options), close };
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** What lies in the folder names contacts: nobody but its owner reads it, whatever the umask is. */
function path({ folder }: StoreOptions): string {
  if (folder === ':memory:') return folder;
  const file = join(folder, FILE);
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  return file;
}

function prepare(raw: Database.Database, options: StoreOptions): Omit<Db, 'close'> {
  // Before anything is set: a file that is not ours stays as it is.
  refuseForeign(raw);
  pragmas(raw, options.bulk === true);
  bringForward(raw, options.folder === ':memory:' ? null : join(options.folder, FILE));
  if (options.folder !== ':memory:') for (const end of ['', '-wal', '-shm']) restrict(join(options.folder, FILE + end));
  const cache = new Map<string, Database.Statement>();
  const sql = (text: string) => {
    const statement = cache.get(text) ?? raw.prepare(text);
    cache.set(text, statement);
    return statement;
  };
  const words = { numbering: {}, epoch: 0 };
  const savepoint = raw.transaction((act: () => void) => act());
  return {
    raw,
    orm: drizzle(raw),
    clock: options.clock,
    bulk: options.bulk ?? false,
    sql,
    savepoint,
    words,
    texts: [],
    log: null,
  };
}

const restrict = (file: string) => existsSync(file) && chmodSync(file, 0o600);

function pragmas(raw: Database.Database, bulk: boolean): void {
  raw.pragma('journal_mode = WAL');
  // In WAL mode the build's default is NORMAL, which may lose acknowledged writes with the power.
  raw.pragma('synchronous = FULL');
  raw.pragma('secure_delete = ON');
  // KiB. What is read again and again lies in the system's cache too; an import writes the same pages very often.
  raw.pragma(`cache_size = ${bulk ? -16_384 : -8_192}`);
  raw.pragma('temp_store = MEMORY');
  // Pages that are written again and again, as those of an import are, go to the database less often (default: 1,000).
  raw.pragma('wal_autocheckpoint = 4000');
  raw.pragma('journal_size_limit = 67108864');
}
