import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The table of `migrations/014-drafts.sql` as drizzle sees it. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text().primaryKey(),
    url: text().notNull(),
    record: text().notNull(),
    found: text().notNull(),
    missing: text().notNull(),
    commit: text('commit_id').notNull(),
    drafted: integer().notNull(),
    state: text({ enum: ['waiting', 'accepted', 'refused', 'replaced'] }).notNull(),
    entry: text(),
    reason: text(),
    decided: integer(),
  },
  (t) => [index('drafts_state').on(t.state, t.drafted)],
);
