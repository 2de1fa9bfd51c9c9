import type { Db } from './database.ts';

/**
 * A reading over many rows that is made again only after something was written, here (`total_changes()`) or by another
 * process (`data_version`): exact, and for nothing while all stays as it is. What it gives is shared, not to be changed.
 */
export function keptUntilWritten<T>(db: Db, read: () => T): () => T {
  let kept: { at: string; value: T } | undefined;
  return () => {
    const own = db.sql('SELECT total_changes()').pluck().get() as number;
    const at = `${own} ${db.raw.pragma('data_version', { simple: true })}`;
    // Inside a transaction what is read may still be taken back.
    if (db.raw.inTransaction) return read();
    if (kept?.at !== at) kept = { at, value: read() };
    return kept.value;
  };
}
