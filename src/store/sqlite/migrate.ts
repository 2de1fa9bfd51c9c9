import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { CodedError } from '../../kernel/errors.ts';
import { copyTo } from './copy.ts';

/** 'ALMD': tells a database of ours from any other SQLite file. */
export const APPLICATION_ID = 0x414c4d44;

// Resolved by a file: neither Node nor the test loader resolves a folder.
const MIGRATIONS = new URL('src/store/sqlite/migrations/', import.meta.resolve('#root/package.json'));

/** The numbered SQL files, in order. Their count is the schema version that this program writes. */
export const migrations = (): { name: string; sql: string }[] =>
  readdirSync(fileURLToPath(MIGRATIONS))
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, MIGRATIONS), 'utf8') }));

/** The schema version of a database of ours, 0 for an empty file. Throws `not-a-backup` and `newer-database`. */
export function refuseForeign(raw: Database.Database): number {
  const version = versionOf(raw);
  const application = raw.pragma('application_id', { simple: true }) as number;
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || hasTables(raw))) {
    throw new CodedError('not-a-backup', 'The database in the data folder was not made by this program.');
  }
  if (version > migrations().length) throw new CodedError('newer-database');
  return version;
}

const versionOf = (raw: Database.Database): number => raw.pragma('user_version', { simple: true }) as number;

const hasTables = (raw: Database.Database) => raw.prepare('SELECT 1 FROM sqlite_master').get() !== undefined;

/**
 * Brings a database to the schema of this program. Of one that holds something already a whole copy is made first, beside
 * `file`: a migration goes forward only, and an older program refuses what a newer one wrote. Throws `unwritable-file` where
 * there is no room for the copy; then nothing was changed. `file` is null for a database in memory.
 */
export function bringForward(raw: Database.Database, file: string | null): void {
  const steps = migrations();
  if (versionOf(raw) === steps.length) return;
  raw
    .transaction(() => {
      // Two processes may start at once: the second waits for the lock and then finds nothing left to do.
      const version = refuseForeign(raw);
      if (version > 0 && version < steps.length && file !== null) keepCopy(file, version);
      for (const step of steps.slice(version)) raw.exec(step.sql);
      raw.pragma(`application_id = ${APPLICATION_ID}`);
      raw.pragma(`user_version = ${steps.length}`);
    })
    .immediate();
}

/** Where the copy of a database of this schema version lies; one of an earlier such change is replaced. */
export const copyBefore = (file: string, version: number): string => `${file}.schema-${version}`;

/** By a connection of its own, which reads what the write lock keeps as it is. */
function keepCopy(file: string, version: number): void {
  const reader = new Database(file, { readonly: true });
  try {
    copyTo(reader, copyBefore(file, version), 'The copy that is made before the data is brought to a new form');
  } finally {
    reader.close();
  }
}
