import { CodedError } from '../../kernel/errors.ts';
import type { Db } from './database.ts';
import { mirrorAt } from './peer-rows.ts';

/** Inside the write transaction: see `MirrorStore.switchEpoch`. */
export function switchEpoch(db: Db, log: number, name: string): void {
  const mirror = mirrorAt(db, log);
  if (mirror === null) throw new CodedError('not-found', 'This log is no more mirrored.');
  const { origin } = mirror;
  if (mirror.originName !== name) rename(db, origin, mirror.originName, name);
  db.sql('DELETE FROM wanted WHERE log IN (SELECT log FROM mirrors WHERE origin = ? AND shown = 1)').run(origin);
  db.sql('UPDATE mirrors SET shown = (log = ?) WHERE origin = ?').run(log, origin);
  // Most of it stands there as it did: the same body, under another leaf.
  db.sql(
    `UPDATE entries SET leaf_index = l.idx
     FROM (SELECT idx, digest, substr(id, 1, instr(id, '/') - 1) AS kind, substr(id, instr(id, '/') + 1) AS slug
           FROM log_entries WHERE log = @log AND status = 'live') l
     WHERE entries.origin = @origin AND entries.kind = l.kind AND entries.slug = l.slug AND entries.body_digest = l.digest`,
  ).run({ log, origin });
}

function rename(db: Db, origin: number, before: string, name: string): void {
  const other = db.sql('SELECT 1 FROM origin_named WHERE name = ? AND id <> ?').get(name, origin);
  if (other !== undefined) throw new CodedError('conflict', `Another network is known as ${name} here.`);
  db.sql('DELETE FROM origin_names WHERE name = ?').run(name);
  db.sql('UPDATE origins SET name = ? WHERE id = ?').run(name, origin);
  db.sql('INSERT INTO origin_names VALUES (?, ?)').run(before, origin);
}
