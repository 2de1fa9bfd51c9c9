import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The tables of `migrations/013-hooks.sql` as drizzle sees them. */
export const hooks = sqliteTable('hooks', {
  id: text().primaryKey(),
  url: text().notNull(),
  label: text().notNull(),
  secret: text().notNull(),
  kinds: text().notNull(),
  everything: integer({ mode: 'boolean' }).notNull(),
  added: integer().notNull(),
  state: text({ enum: ['active', 'suspended'] }).notNull(),
  why: text(),
  cursor: integer().notNull(),
  upto: integer(),
  gap: integer(),
  failures: integer().notNull(),
  due: integer().notNull(),
});

export const hookDeliveries = sqliteTable(
  'hook_deliveries',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    hook: text().notNull(),
    message: text().notNull(),
    type: text().notNull(),
    after: integer().notNull(),
    upto: integer().notNull(),
    at: integer().notNull(),
    attempt: integer().notNull(),
    status: integer(),
    error: text(),
  },
  (t) => [index('hook_deliveries_hook').on(t.hook, t.seq)],
);
