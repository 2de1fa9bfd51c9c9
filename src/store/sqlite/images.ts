import type { ImageRow, ImageStore, PicturedEntry } from '../image-port.ts';
import type { Db } from './database.ts';
import { retrying } from './retry.ts';

const COLUMNS = 'place, source, source_digest AS sourceDigest, small, large, width, height';

/** Pictures of entries. */
export const imageActs = (db: Db): ImageStore => ({
  async putImages(entry, rows, bytes) {
    const act = db.raw.transaction(() => {
      const ord = ordOf(db, entry);
      // Fetching takes minutes: what went meanwhile gets no pictures any more.
      if (ord === undefined || !isLive(db, ord)) return;
      for (const [digest, content] of bytes)
        db.sql('INSERT OR IGNORE INTO images VALUES (?, ?)').run(digest, Buffer.from(content));
      db.sql('DELETE FROM entry_images WHERE ord = ?').run(ord);
      const insert = db.sql(`INSERT INTO entry_images VALUES (@ord, @n, @place, @source, @sourceDigest, @small, @large,
        @width, @height)`);
      for (const [n, row] of rows.entries()) insert.run({ ...row, ord, n });
      dropUnshown(db);
    });
    await retrying(() => act.immediate());
  },
  async listImages(entry) {
    const ord = ordOf(db, entry) ?? -1;
    return db.sql(`SELECT ${COLUMNS} FROM entry_images WHERE ord = ? ORDER BY n`).all(ord) as ImageRow[];
  },
  async getImage(digest) {
    const shown = `EXISTS (SELECT 1 FROM entry_images i JOIN entries e USING (ord)
      WHERE e.state = 'live' AND (i.small = @digest OR i.large = @digest))`;
    const sql = `SELECT bytes FROM images WHERE digest = @digest AND ${shown}`;
    return (db.sql(sql).pluck().get({ digest }) as Buffer | undefined) ?? null;
  },
});

const ordOf = (db: Db, { origin, kind, slug }: PicturedEntry): number | undefined =>
  db.sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?').pluck().get(origin, kind, slug) as
    | number
    | undefined;

const dropUnshown = (db: Db): void => {
  const used = 'SELECT small FROM entry_images UNION SELECT large FROM entry_images';
  db.sql(`DELETE FROM images WHERE digest NOT IN (${used})`).run();
};

const isLive = (db: Db, ord: number): boolean =>
  db.sql("SELECT 1 FROM entries WHERE ord = ? AND state = 'live'").get(ord) !== undefined;

/** Pictures of an entry that was withdrawn or erased are gone with it, in the same transaction; not where only an old version was. */
export function dropImages(db: Db, ord: number): void {
  if (isLive(db, ord)) return;
  if (db.sql('DELETE FROM entry_images WHERE ord = ?').run(ord).changes > 0) dropUnshown(db);
}
