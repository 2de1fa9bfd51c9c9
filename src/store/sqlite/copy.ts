import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError } from '../../kernel/errors.ts';
import { translate } from './failures.ts';

/**
 * A whole copy while others write: it appears under its name only when it is complete and on the disk. `what` names it in the
 * sentence of a refusal. Throws `unwritable-file` where there is no room or no permission for it.
 */
export function copyTo(raw: Database.Database, file: string, what: string): void {
  const part = `${resolve(file)}.part`;
  naming(what, () => {
    mkdirSync(dirname(part), { recursive: true });
    createEmpty(part);
    try {
      // SQLite's online copy starts again at every write of another connection; this one is a single read.
      raw.prepare('VACUUM INTO ?').run(part);
      forgetProcesses(part);
      settle(part, file);
    } finally {
      rmSync(part, { force: true });
    }
  });
}

/** The database is read as always; what cannot be written is the copy, wherever the operator wanted it. */
function naming<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (!NOT_WRITTEN.test(code))
      return translate(() => {
        throw error;
      });
    const why = /FULL|ENOSPC|EDQUOT/.test(code) ? 'the disk is full' : `the place cannot be written (${code})`;
    throw new CodedError('unwritable-file', `${what} was not made: ${why}.`, { cause: error });
  }
}

const NOT_WRITTEN = /^SQLITE_(FULL|READONLY|CANTOPEN|PERM|IOERR_(WRITE|FSYNC|TRUNCATE|ACCESS))|^(ERR_FS_)?E[A-Z]{3,}/;

/** It names contacts: nobody but its owner reads it, not for a moment and whatever the umask is. SQLite fills empty files. */
export function createEmpty(part: string): void {
  rmSync(part, { force: true });
  closeSync(openSync(part, 'wx', 0o600));
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

export function settle(part: string, file: string): void {
  sync(part);
  renameSync(part, file);
  sync(dirname(resolve(file)));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
