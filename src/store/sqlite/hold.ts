import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError } from '../../kernel/errors.ts';

/** An empty file beside the database. Only its locks are used: the database's own are not held between two acts. */
const LOCK = 'alminding.lock';

/** Ends with `release` or with the process, however that dies. */
export interface Hold {
  release(): void;
}

/**
 * Holds the folder beside others, as long as the database in it is open. Who restores a backup just then is waited for, at
 * most `waitMs`: whoever opened the old database meanwhile would write into a file that nobody reads again. Throws
 * `data-in-use`.
 */
export function holdShared(folder: string, waitMs: number): Hold {
  return hold(folder, waitMs, 'BEGIN', 'A backup is being put in place. Try again when that has ended.');
}

/** Holds the folder alone, or throws `data-in-use` at once. */
export function holdAlone(folder: string): Hold {
  return hold(folder, 0, 'BEGIN EXCLUSIVE', 'Another process holds the data folder. Stop it first.');
}

function hold(folder: string, timeout: number, begin: string, inUse: string): Hold {
  const file = join(folder, LOCK);
  closeSync(openSync(file, 'a', 0o600));
  const raw = new Database(file, { timeout });
  try {
    raw.exec(begin);
    // A shared lock is taken by the first reading, and kept until the transaction ends.
    raw.prepare('SELECT count(*) FROM sqlite_schema').get();
    return { release: () => raw.close() };
  } catch (error) {
    raw.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw new CodedError('data-in-use', inUse);
    throw error;
  }
}
