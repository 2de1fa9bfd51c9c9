import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../../kernel/limits.ts';
import type { EntryKey } from '../port.ts';
import type { EntryTexts, TrustStore } from '../trust-port.ts';
import { besideActs } from './beside.ts';
import type { Db } from './database.ts';
import { emptySources, SOURCE_RECORD } from './kept-once.ts';
import { retrying } from './retry.ts';
import { strikeOutUnused } from './texts.ts';

type Acts =
  | 'findBeside'
  | 'dropBeside'
  | 'entryTexts'
  | 'entryOfBody'
  | 'redact'
  | 'forgetFiles'
  | 'scrub'
  | 'listErased';

/** Looking for what is to be erased, and making sure that nothing of it is left in the files of the database. */
export const erasureActs = (db: Db): Pick<TrustStore, Acts> => ({
  ...besideActs(db),
  async listErased() {
    return db.sql('SELECT digest FROM erased').pluck().all() as string[];
  },
  async entryTexts(afterOrd, limit) {
    const rows = db
      .sql('SELECT ord, origin, kind, slug, body_digest AS bodyDigest FROM entries WHERE ord > ? ORDER BY ord LIMIT ?')
      .all(afterOrd, limit) as (EntryKey & { ord: number; bodyDigest: string })[];
    return rows.map(({ ord, bodyDigest, ...entry }) => ({ ord, entry, bodyDigest, ...textsOf(db, ord) }));
  },
  async entryOfBody(digest) {
    const rows = 'SELECT origin, kind, slug FROM versions JOIN entries USING (ord) WHERE digest = ? ORDER BY origin';
    const row = db.sql(rows).get(digest);
    return (row as EntryKey | undefined) ?? null;
  },
  async redact(ord, { contacts, sources = [], identities = [] }) {
    const redact = db.raw.transaction(() => {
      if (contacts === null) db.sql('DELETE FROM contacts WHERE ord = ?').run(ord);
      else if (contacts !== undefined) db.sql('UPDATE contacts SET json = ? WHERE ord = ?').run(contacts, ord);
      for (const key of sources) emptySources(db, 'ord = ? AND key = ?', ord, key);
      for (const key of identities) db.sql('DELETE FROM identities WHERE ord = ? AND key = ?').run(ord, key);
    });
    await retrying(() => redact.immediate());
  },
  async forgetFiles(fits) {
    const rows = db.sql("SELECT folder, file, problems FROM files WHERE problems <> '[]'").all();
    const told = (rows as { folder: string; file: string; problems: string }[]).filter(({ problems }) =>
      fits(problems),
    );
    for (const { folder, file } of told)
      await retrying(() => db.sql('DELETE FROM files WHERE folder = ? AND file = ?').run(folder, file));
    return told.length;
  },
  async scrub() {
    // The index of texts keeps words by number: those of nobody are struck out.
    await retrying(() => strikeOutUnused(db));
    for (let tries = 0; tries < LIMITS.writeRetries; tries += 1) {
      const [state] = db.raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (state?.busy === 0) return true;
      await sleep(LIMITS.batchMs);
    }
    return false;
  },
});

function textsOf(db: Db, ord: number): Pick<EntryTexts, 'contacts' | 'sources' | 'versions' | 'identities'> {
  const contacts = db.sql('SELECT json FROM contacts WHERE ord = ?').pluck().get(ord) as string | undefined;
  return {
    contacts: contacts ?? null,
    sources: db
      .sql(`SELECT key, digest, bytes, ${SOURCE_RECORD} AS record, provenance FROM sources WHERE ord = ?`)
      .all(ord) as EntryTexts['sources'],
    versions: db
      .sql('SELECT n, digest, body FROM versions WHERE ord = ? ORDER BY n')
      .all(ord) as EntryTexts['versions'],
    identities: db.sql('SELECT key FROM identities WHERE ord = ?').pluck().all(ord) as string[],
  };
}
