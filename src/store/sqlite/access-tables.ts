import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The tables of `migrations/004-access.sql` as drizzle sees them. */
export const tokens = sqliteTable(
  'tokens',
  {
    id: text().primaryKey(),
    hash: blob({ mode: 'buffer' }).notNull().unique(),
    kind: text({ enum: ['run', 'api'] }).notNull(),
    scope: text().notNull(),
    label: text().notNull(),
    created: integer().notNull(),
    expires: integer().notNull(),
    revoked: integer(),
    used: integer(),
  },
  (t) => [index('tokens_expires').on(t.expires)],
);

export const usedOnce = sqliteTable('used_once', { digest: text().primaryKey(), until: integer().notNull() }, (t) => [
  index('used_once_until').on(t.until),
]);

export const admissions = sqliteTable(
  'admissions',
  {
    id: text().primaryKey(),
    address: text().notNull(),
    path: text().notNull(),
    principal: text().notNull(),
    mediaType: text('media_type').notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
    digest: text().notNull(),
    received: integer().notNull(),
    about: text({ enum: ['new', 'claim'] }).notNull(),
    entry: text(),
    state: text({ enum: ['waiting', 'accepted', 'refused'] }).notNull(),
    reason: text(),
    decided: integer(),
  },
  (t) => [uniqueIndex('admissions_waiting').on(t.address, t.path), index('admissions_state').on(t.state, t.received)],
);

export const invitations = sqliteTable('invitations', {
  id: text().primaryKey(),
  writer: text().notNull(),
  created: integer().notNull(),
  expires: integer().notNull(),
  entry: text(),
});

export const acts = sqliteTable('acts', {
  seq: integer().primaryKey({ autoIncrement: true }),
  at: integer().notNull(),
  actor: text().notNull(),
  act: text().notNull(),
  subject: text().notNull(),
});
