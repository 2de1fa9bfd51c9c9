import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import type { Holder } from '../port.ts';
import { copyTo, createEmpty, settle } from './copy.ts';
import { type Db, FILE } from './database.ts';
import { translate } from './failures.ts';
import { type Hold, holdAlone } from './hold.ts';
import { isAlive } from './housekeeping.ts';
import { APPLICATION_ID, migrations } from './migrate.ts';

/** Writes a whole copy while others write. Throws `unwritable-file` with the name. */
export const backupTo = (db: Db, file: string): void => copyTo(db.raw, file, `The backup ${resolve(file)}`);

/**
 * Puts a backup in the place of a data folder's database; what was there is kept beside it as `alminding.db.before-restore`.
 * The folder is held alone until all is in place, and whoever opens it meanwhile waits. Throws `unreadable-file`,
 * `not-a-backup`, `newer-database`, `disk-full`, and `data-in-use` with the process that holds the folder.
 */
export function restoreFrom(folder: string, file: string): { replaced: boolean } {
  return translate(() => {
    checkBackup(file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const target = join(folder, FILE);
    const part = `${target}.part`;
    const hold = holdOrName(folder, target);
    try {
      // First the copy, which may fail for want of room; only then is anything moved.
      createEmpty(part);
      copyInto(file, part);
      const replaced = existsSync(target);
      if (replaced) setAside(target);
      settle(part, target);
      return { replaced };
    } finally {
      rmSync(part, { force: true });
      hold.release();
    }
  });
}

function holdOrName(folder: string, target: string): Hold {
  try {
    return holdAlone(folder);
  } catch (error) {
    throw isCoded(error, 'data-in-use') ? inUse(namedHolder(target)) : error;
  }
}

function namedHolder(target: string): Holder | undefined {
  if (!existsSync(target)) return undefined;
  const raw = new Database(target, { readonly: true, timeout: 0 });
  try {
    return holderOf(raw);
  } finally {
    raw.close();
  }
}

const CHUNK = 1 << 20;

/** `copyFile` would take over the permissions of the source. */
function copyInto(from: string, to: string): void {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w')];
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (let length = readSync(source, chunk); length > 0; length = readSync(source, chunk))
      for (let written = 0; written < length; ) written += writeSync(target, chunk, written, length - written);
  } finally {
    closeSync(source);
    closeSync(target);
  }
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

/** Proves that no other program has the database open either, folds its WAL in, and moves it aside. */
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
