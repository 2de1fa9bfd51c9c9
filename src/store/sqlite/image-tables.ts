import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The tables of `migrations/015-images.sql` as drizzle sees them. */
export const images = sqliteTable('images', {
  digest: text().primaryKey(),
  bytes: blob({ mode: 'buffer' }).notNull(),
});

export const entryImages = sqliteTable(
  'entry_images',
  {
    ord: integer().notNull(),
    n: integer().notNull(),
    place: text({ enum: ['logo', 'screenshot'] }).notNull(),
    source: text().notNull(),
    sourceDigest: text('source_digest').notNull(),
    small: text().notNull(),
    large: text().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ord, t.n] }),
    index('entry_images_small').on(t.small),
    index('entry_images_large').on(t.large),
  ],
);
