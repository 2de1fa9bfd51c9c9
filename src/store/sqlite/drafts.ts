import { asc, eq } from 'drizzle-orm';
import type { DraftStore } from '../draft-port.ts';
import type { Db } from './database.ts';
import { drafts } from './draft-tables.ts';
import { retrying } from './retry.ts';

/** What was drafted. */
export const draftActs = (db: Db): DraftStore => ({
  async putDraft(row) {
    const values = { ...row, state: 'waiting', entry: null, reason: null, decided: null } as const;
    await retrying(() =>
      db.orm.insert(drafts).values(values).onConflictDoUpdate({ target: drafts.id, set: row }).run(),
    );
    return db.orm.select().from(drafts).where(eq(drafts.id, row.id)).get() ?? values;
  },
  getDraft: async (id) => db.orm.select().from(drafts).where(eq(drafts.id, id)).get() ?? null,
  async listDrafts(state, limit) {
    const wanted = state === null ? undefined : eq(drafts.state, state);
    return db.orm.select().from(drafts).where(wanted).orderBy(asc(drafts.drafted), asc(drafts.id)).limit(limit).all();
  },
  async settleDraft(id, settled) {
    return (await retrying(() => db.orm.update(drafts).set(settled).where(eq(drafts.id, id)).run())).changes > 0;
  },
});
