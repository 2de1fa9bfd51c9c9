import { TEXT_COLUMNS } from '../port.ts';
import type { Db } from './database.ts';

const INSERT = `INSERT INTO search (rowid, ${TEXT_COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(TEXT_COLUMNS.length)})`;

/**
 * Writes what the steps of a transaction changed in the text index, in their order, just before it is committed. FTS5
 * gathers texts in memory and writes them out at every savepoint and statement journal: a record at a time they would all
 * become segments of their own, to be merged over and over.
 */
export function writeTexts(db: Db): void {
  for (const { ord, texts } of db.texts) {
    if (texts === null) db.sql('DELETE FROM search WHERE rowid = ?').run(ord);
    else db.sql(INSERT).run(ord, ...TEXT_COLUMNS.map((column) => texts[column]));
  }
  db.texts.length = 0;
}
