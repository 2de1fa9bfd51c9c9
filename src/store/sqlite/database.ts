import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { Clock } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { StoreOptions, Texts } from '../port.ts';
import { translate } from './failures.ts';
import { type Hold, holdShared } from './hold.ts';

/** 'ALMD': tells a database of ours from any other SQLite file. */
export const APPLICATION_ID = 0x414c4d44;
export const FILE = 'alminding.db';

/** New texts of a row, or null where it is to be found no more. */
export interface TextChange {
  ord: number;
  texts: Texts | null;
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
  /** Changes of the text index that wait for the end of the transaction: see `texts.ts`. */
  texts: TextChange[];
  /** Closes the connection and lets go of the folder. */
  close(): void;
}

/** Nobody is served while a database is opened: whoever writes just then is waited for. */
const OPENING_MS = 5_000;

/** Opens or makes the database of a data folder, brings it to the newest version, and refuses what is newer or not ours. */
export function openDatabase(options: StoreOptions): Db {
  return translate(() => {
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
  const version = refuseForeign(raw);
  pragmas(raw);
  if (version < migrations().length) migrate(raw);
  if (options.folder !== ':memory:') for (const end of ['', '-wal', '-shm']) restrict(join(options.folder, FILE + end));
  const cache = new Map<string, Database.Statement>();
  const sql = (text: string) => {
    const statement = cache.get(text) ?? raw.prepare(text);
    cache.set(text, statement);
    return statement;
  };
  const savepoint = raw.transaction((act: () => void) => act());
  return { raw, orm: drizzle(raw), clock: options.clock, bulk: options.bulk ?? false, sql, savepoint, texts: [] };
}

const restrict = (file: string) => existsSync(file) && chmodSync(file, 0o600);

function pragmas(raw: Database.Database): void {
  raw.pragma('journal_mode = WAL');
  // In WAL mode the build's default is NORMAL, which may lose acknowledged writes with the power.
  raw.pragma('synchronous = FULL');
  raw.pragma('secure_delete = ON');
  raw.pragma('cache_size = -16384');
  raw.pragma('temp_store = MEMORY');
  // Pages that are written again and again, as those of an import are, go to the database less often (default: 1,000).
  raw.pragma('wal_autocheckpoint = 4000');
  raw.pragma('journal_size_limit = 67108864');
}

// Resolved by a file: neither Node nor the test loader resolves a folder.
const MIGRATIONS = new URL('src/store/sqlite/migrations/', import.meta.resolve('#root/package.json'));

/** The numbered SQL files, in order. Their count is the schema version that this program writes. */
export const migrations = (): { name: string; sql: string }[] =>
  readdirSync(fileURLToPath(MIGRATIONS))
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, MIGRATIONS), 'utf8') }));

function refuseForeign(raw: Database.Database): number {
  const version = raw.pragma('user_version', { simple: true }) as number;
  const application = raw.pragma('application_id', { simple: true }) as number;
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || hasTables(raw))) {
    throw new CodedError('not-a-backup', 'The database in the data folder was not made by this program.');
  }
  if (version > migrations().length) throw new CodedError('newer-database');
  return version;
}

const hasTables = (raw: Database.Database) => raw.prepare('SELECT 1 FROM sqlite_master').get() !== undefined;

function migrate(raw: Database.Database): void {
  const steps = migrations();
  raw
    .transaction(() => {
      // Two processes may start at once: the second waits for the lock and then finds nothing left to do.
      for (const step of steps.slice(refuseForeign(raw))) raw.exec(step.sql);
      raw.pragma(`application_id = ${APPLICATION_ID}`);
      raw.pragma(`user_version = ${steps.length}`);
    })
    .immediate();
}
