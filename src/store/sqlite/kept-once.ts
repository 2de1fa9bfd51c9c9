import type { Db } from './database.ts';

/**
 * Texts that lie in another column already are kept once: what an import writes would else be four times what it was given.
 * `record` and `view` then hold how the text begins, and the other column its end, from a byte of its own on.
 */

const end = (bytes: string, at: string): string => `CAST(substr(${bytes}, ${at} + 1) AS TEXT)`;

/** The record that a row of `sources` gives, as a column of a query. */
export const SOURCE_RECORD = `CASE WHEN record_at IS NULL THEN record ELSE record || ${end('bytes', 'record_at')} END`;

/** The document of a row `r` of `records`, as a column of a query. */
export const VIEW = `CASE WHEN r.body_at IS NULL THEN r.view ELSE r.view || (
  SELECT ${end('v.body', 'r.body_at')} FROM versions v WHERE v.ord = r.ord AND v.n = r.version) END`;

/** Empties the bytes of sources (`where` chooses them); the records that they gave stay. */
export function emptySources(db: Db, where: string, ...given: (string | number)[]): void {
  db.sql(`UPDATE sources SET record = ${SOURCE_RECORD}, record_at = NULL, bytes = x'' WHERE ${where}`).run(...given);
}

/** Takes the view of a row out of the body that holds its end, before that is destroyed. */
export function holdView(db: Db, ord: number): void {
  db.sql(`UPDATE records AS r SET view = ${VIEW}, body_at = NULL WHERE r.ord = ? AND r.body_at IS NOT NULL`).run(ord);
}
