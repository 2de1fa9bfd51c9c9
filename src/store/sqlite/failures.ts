import Database from 'better-sqlite3';
import { CodedError, type ErrorCode } from '../../kernel/errors.ts';

const CODES: [RegExp, ErrorCode][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_FULL|^ENOSPC/, 'disk-full'],
  [/^SQLITE_READONLY|^SQLITE_CANTOPEN|^SQLITE_IOERR_ACCESS|^EACCES|^EROFS|^EPERM|^ENOTDIR|^EEXIST/, 'read-only'],
  [/^SQLITE_IOERR_WRITE/, 'disk-full'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged-data'],
];

/** Runs a piece of work on the database; what SQLite or the file system refuses comes out under our own codes. */
export function translate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}

function translated(error: unknown): unknown {
  if (error instanceof CodedError) return error;
  const code =
    error instanceof Database.SqliteError || error instanceof Error ? (error as { code?: string }).code : undefined;
  const known = CODES.find(([pattern]) => pattern.test(code ?? ''));
  return known ? new CodedError(known[1], undefined, { cause: error }) : error;
}
