import { CodedError, type ErrorCode } from '../../kernel/errors.ts';

const CODES: [RegExp, ErrorCode][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  // Where no page of the shared memory or of the file can be added, there is no room.
  [/^SQLITE_FULL|^ENOSPC|^EDQUOT|^SQLITE_IOERR_(WRITE|FSYNC|SHMSIZE|TRUNCATE)/, 'disk-full'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR_ACCESS)|^EACCES|^EROFS|^EPERM|^ENOTDIR|^EEXIST|^ENOENT/, 'read-only'],
  [/^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/, 'damaged-data'],
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
  const code = error instanceof Error ? (error as { code?: string }).code : undefined;
  const known = CODES.find(([pattern]) => pattern.test(code ?? ''));
  return known ? new CodedError(known[1], undefined, { cause: error }) : error;
}
