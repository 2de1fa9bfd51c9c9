import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import type { Holder } from '../port.ts';
import { APPLICATION_ID, type Db, FILE, migrations } from './database.ts';
import { translate } from './failures.ts';
import { isAlive } from './housekeeping.ts';

/** A whole copy while others write: it appears under its name only when it is complete and on the disk. */
export function backupTo(db: Db, file: string): void {
  const part = `${resolve(file)}.part`;
  translate(() => {
    mkdirSync(dirname(part), { recursive: true });
    rmSync(part, { force: true });
    try {
      // SQLite's online copy starts again at every write of another connection; this one is a single read.
      db.raw.prepare('VACUUM INTO ?').run(part);
      chmodSync(part, 0o600);
      forgetProcesses(part);
      settle(part, file);
    } finally {
      rmSync(part, { force: true });
    }
  });
}

/** Who holds the data and its loops is no part of the data: a copy is held by nobody. */
function forgetProcesses(file: string): void {
  const raw = new Database(file);
  try {
    raw.pragma('journal_mode = DELETE');
    raw.exec('DELETE FROM processes; UPDATE leases SET expires = 0');
  } finally {
    raw.close();
  }
}

function settle(part: string, file: string): void {
  sync(part);
  renameSync(part, file);
  sync(dirname(resolve(file)));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Puts a backup in the place of a data folder's database; what was there is kept beside it as `alminding.db.before-restore`.
 * Throws `unreadable-file`, `not-a-backup`,
 * `newer-database`, `disk-full`, and `data-in-use` with the process that holds the folder.
 */
export function restoreFrom(folder: string, file: string): { replaced: boolean } {
  return translate(() => {
    checkBackup(file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const target = join(folder, FILE);
    const part = `${target}.part`;
    try {
      // First the copy, which may fail for want of room; only then is anything moved.
      copyFileSync(file, part);
      chmodSync(part, 0o600);
      const replaced = existsSync(target);
      if (replaced) setAside(target);
      settle(part, target);
      return { replaced };
    } finally {
      rmSync(part, { force: true });
    }
  });
}

function checkBackup(file: string): void {
  if (!existsSync(file)) throw new CodedError('unreadable-file', `There is no file ${file}.`);
  const raw = open(file);
  try {
    if (raw.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw new CodedError('not-a-backup');
    if ((raw.pragma('user_version', { simple: true }) as number) > migrations().length)
      throw new CodedError('newer-database');
    if (raw.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw new CodedError('not-a-backup', 'The backup is damaged.');
  } catch (error) {
    throw isCoded(error) ? error : new CodedError('not-a-backup', undefined, { cause: error });
  } finally {
    raw.close();
  }
}

function open(file: string): Database.Database {
  try {
    return new Database(file, { readonly: true, timeout: 0 });
  } catch (error) {
    throw new CodedError('not-a-backup', undefined, { cause: error });
  }
}

/** Proves that nobody else has the database open, folds its WAL in, and moves it aside. */
function setAside(target: string): void {
  let raw: Database.Database | undefined;
  try {
    raw = new Database(target, { timeout: 0 });
    // SQLite leaves WAL mode only for the last who has the database open; who that is, the table of processes tells.
    raw.pragma('journal_mode = DELETE');
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code?.startsWith('SQLITE_BUSY')) throw inUse(raw && holderOf(raw));
    // What is damaged is moved aside all the same: a backup is put back because of that.
    if (code !== 'SQLITE_NOTADB' && code?.startsWith('SQLITE_CORRUPT') !== true) throw error;
  } finally {
    raw?.close();
  }
  keepAside(target, `${target}.before-restore`);
  for (const end of ['-wal', '-shm']) rmSync(target + end, { force: true });
}

/** The database keeps its own name until the restored one takes it in one step: whoever is killed here has one of both. */
function keepAside(target: string, aside: string): void {
  rmSync(aside, { force: true });
  try {
    linkSync(target, aside);
  } catch {
    // Some file systems have no links.
    copyFileSync(target, aside);
  }
}

function holderOf(raw: Database.Database): Holder | undefined {
  try {
    const rows = raw.prepare('SELECT pid, what, started FROM processes').all() as Holder[];
    return rows.find(({ pid }) => isAlive(pid));
  } catch {
    return undefined;
  }
}

const inUse = (holder: Holder | undefined): CodedError =>
  new CodedError(
    'data-in-use',
    holder
      ? `Process ${holder.pid} (${holder.what}) holds the data folder. Stop it first.`
      : 'Another process holds the data folder. Stop it first.',
    { extra: holder ? { pid: holder.pid, what: holder.what } : {} },
  );
