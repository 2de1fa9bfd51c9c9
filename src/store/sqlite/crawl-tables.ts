import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The tables of `migrations/007-crawl.sql` and `018-named-sources.sql` as drizzle sees them. */
export const crawlSources = sqliteTable('crawl_sources', {
  id: text().primaryKey(),
  url: text().notNull(),
  key: text().notNull().unique(),
  role: text().notNull(),
  path: text(),
  addedBy: text('added_by').notNull(),
  added: integer().notNull(),
  state: text().notNull(),
  since: integer().notNull(),
  due: integer().notNull(),
  failures: integer().notNull(),
  looked: integer(),
  verdict: text(),
  entry: text(),
  seen: text().notNull(),
  claimedBy: text('claimed_by'),
  claimedUntil: integer('claimed_until').notNull(),
});

export const crawlEvents = sqliteTable('crawl_events', {
  seq: integer().primaryKey({ autoIncrement: true }),
  source: text().notNull(),
  at: integer().notNull(),
  event: text().notNull(),
  detail: text().notNull(),
});

export const crawlLeft = sqliteTable('crawl_left', { key: text().primaryKey() });

export const crawlNamed = sqliteTable('crawl_named', {
  id: integer().primaryKey(),
  cursor: integer().notNull(),
});
