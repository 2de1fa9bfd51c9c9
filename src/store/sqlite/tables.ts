import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The tables of `migrations/` as drizzle sees them. A test compares both with each other. */
export const origins = sqliteTable('origins', { id: integer().primaryKey(), name: text().notNull().unique() });

export const entries = sqliteTable(
  'entries',
  {
    ord: integer().primaryKey({ autoIncrement: true }),
    origin: integer().notNull(),
    kind: text().notNull(),
    slug: text().notNull(),
    state: text().notNull(),
    version: integer().notNull(),
    recordDigest: text('record_digest').notNull(),
    bodyDigest: text('body_digest').notNull(),
    leafIndex: integer('leaf_index').notNull(),
    successor: text(),
    reason: text(),
    updated: integer().notNull(),
  },
  (t) => [uniqueIndex('entries_address').on(t.origin, t.kind, t.slug)],
);

export const identities = sqliteTable(
  'identities',
  { origin: integer().notNull(), kind: text().notNull(), key: text().notNull(), ord: integer().notNull() },
  (t) => [primaryKey({ columns: [t.origin, t.kind, t.key] })],
);

export const sources = sqliteTable(
  'sources',
  {
    ord: integer().notNull(),
    key: text().notNull(),
    rank: integer().notNull(),
    mediaType: text('media_type').notNull(),
    digest: text().notNull(),
    record: text().notNull(),
    provenance: text().notNull(),
    active: integer({ mode: 'boolean' }).notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
    seen: integer().notNull(),
    recordAt: integer('record_at'),
  },
  (t) => [primaryKey({ columns: [t.ord, t.key] })],
);

export const contacts = sqliteTable('contacts', { ord: integer().primaryKey(), json: text().notNull() });

export const versions = sqliteTable(
  'versions',
  {
    ord: integer().notNull(),
    n: integer().notNull(),
    digest: text().notNull(),
    mediaType: text('media_type').notNull(),
    provenance: text().notNull(),
    created: integer().notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ord, t.n] })],
);

export const logs = sqliteTable('logs', {
  origin: integer().primaryKey(),
  size: integer().notNull(),
  edge: blob({ mode: 'buffer' }).notNull(),
});

export const leaves = sqliteTable(
  'leaves',
  {
    origin: integer().notNull(),
    idx: integer().notNull(),
    ord: integer().notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.origin, t.idx] })],
);

export const heads = sqliteTable('heads', {
  log: integer().primaryKey(),
  origin: text().notNull().unique(),
  mine: integer({ mode: 'boolean' }).notNull(),
  size: integer().notNull(),
  root: blob({ mode: 'buffer' }).notNull(),
  note: blob({ mode: 'buffer' }).notNull(),
  signed: integer().notNull(),
});

export const controls = sqliteTable(
  'controls',
  {
    log: integer().notNull(),
    idx: integer().notNull(),
    id: text().notNull(),
    digest: text().notNull(),
    mediaType: text('media_type').notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.log, t.idx] })],
);

export const confirmations = sqliteTable(
  'confirmations',
  {
    digest: text().notNull(),
    origin: integer().notNull(),
    answer: text().notNull(),
    at: integer().notNull(),
    tries: integer().notNull(),
    next: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.digest, t.origin] })],
);

export const erased = sqliteTable('erased', { digest: text().primaryKey(), at: integer().notNull() });

export const nodes = sqliteTable(
  'nodes',
  {
    log: integer().notNull(),
    level: integer().notNull(),
    idx: integer().notNull(),
    hash: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.log, t.level, t.idx] })],
);

export const witnessed = sqliteTable('witnessed', {
  origin: text().primaryKey(),
  keys: text().notNull(),
  mirrored: integer({ mode: 'boolean' }).notNull(),
  size: integer().notNull(),
  root: blob({ mode: 'buffer' }).notNull(),
  note: blob({ mode: 'buffer' }).notNull(),
  cosigned: integer().notNull(),
});

export const witnesses = sqliteTable('witnesses', {
  key: text().primaryKey(),
  url: text().notNull(),
  size: integer().notNull(),
  cosigned: integer(),
  problem: text(),
});

export const evidence = sqliteTable('evidence', {
  id: text().primaryKey(),
  origin: text().notNull(),
  rule: text().notNull(),
  common: integer().notNull(),
  one: blob({ mode: 'buffer' }).notNull(),
  other: blob({ mode: 'buffer' }).notNull(),
  proof: text().notNull(),
  source: text().notNull(),
  found: integer().notNull(),
  keys: text().notNull().default('[]'),
});

export const suppressed = sqliteTable(
  'suppressed',
  { hash: blob({ mode: 'buffer' }).notNull(), words: integer().notNull(), at: integer().notNull() },
  (t) => [primaryKey({ columns: [t.hash, t.words] })],
);

export const exported = sqliteTable('exports', {
  folder: text().primaryKey(),
  url: text().notNull(),
  at: integer().notNull(),
});

export const changes = sqliteTable('changes', {
  seq: integer().primaryKey({ autoIncrement: true }),
  ord: integer().notNull(),
  op: text().notNull(),
  version: integer().notNull(),
  at: integer().notNull(),
});

export const files = sqliteTable(
  'files',
  {
    folder: text().notNull(),
    file: text().notNull(),
    digest: text().notNull(),
    ord: integer(),
    problems: text().notNull(),
    missingSince: integer('missing_since'),
  },
  (t) => [primaryKey({ columns: [t.folder, t.file] })],
);

export const leases = sqliteTable('leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  fence: integer().notNull(),
  expires: integer().notNull(),
});

export const peers = sqliteTable('peers', {
  origin: integer().primaryKey(),
  name: text().notNull().unique(),
  url: text().notNull(),
  state: text().notNull(),
  document: text().notNull(),
  words: text().notNull(),
  facets: text().notNull(),
  approved: integer().notNull(),
  tokens: integer().notNull(),
  tokensAt: integer('tokens_at').notNull(),
  added: integer().notNull(),
  health: text().notNull(),
});

export const mirrors = sqliteTable('mirrors', {
  log: integer().primaryKey(),
  origin: integer().notNull(),
  line: text().notNull().unique(),
  shown: integer().notNull(),
  target: blob({ mode: 'buffer' }),
  frozen: integer(),
  complete: integer(),
  confirmed: integer().notNull(),
});

export const leafPlaces = sqliteTable('leaf_places', { log: integer().primaryKey(), place: integer().notNull() });

export const originNames = sqliteTable('origin_names', { name: text().primaryKey(), origin: integer().notNull() });

export const logEntries = sqliteTable(
  'log_entries',
  {
    log: integer().notNull(),
    id: text().notNull(),
    idx: integer().notNull(),
    digest: text(),
    status: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.log, t.id] })],
);

export const wanted = sqliteTable(
  'wanted',
  {
    log: integer().notNull(),
    idx: integer().notNull(),
    id: text().notNull(),
    digest: text().notNull(),
    tries: integer().notNull(),
    next: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.log, t.idx] })],
);

export const unshown = sqliteTable(
  'unshown',
  {
    log: integer().notNull(),
    id: text().notNull(),
    idx: integer().notNull(),
    digest: text().notNull(),
    mediaType: text('media_type').notNull(),
    problems: text().notNull(),
    at: integer().notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.log, t.id] })],
);

export const held = sqliteTable('held', {
  ord: integer().primaryKey(),
  log: integer().notNull(),
  idx: integer().notNull(),
  reason: text().notNull(),
  at: integer().notNull(),
});

export const mirrorDays = sqliteTable(
  'mirror_days',
  { origin: integer().notNull(), day: text().notNull(), live: integer().notNull(), removed: integer().notNull() },
  (t) => [primaryKey({ columns: [t.origin, t.day] })],
);

export const mirrorErased = sqliteTable(
  'mirror_erased',
  { log: integer().notNull(), digest: text().notNull() },
  (t) => [primaryKey({ columns: [t.log, t.digest] })],
);

export const decisions = sqliteTable(
  'decisions',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    what: text().notNull(),
    key: text().notNull(),
    value: text(),
    at: integer().notNull(),
  },
  (t) => [uniqueIndex('decisions_thing').on(t.what, t.key)],
);

export const derived = sqliteTable('derived', { id: integer().primaryKey(), version: integer().notNull() });

export const processes = sqliteTable('processes', {
  pid: integer().primaryKey(),
  what: text().notNull(),
  started: integer().notNull(),
});

export const records = sqliteTable(
  'records',
  {
    ord: integer().primaryKey(),
    origin: integer().notNull(),
    kind: text().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
    sortName: text('sort_name').notNull(),
    etag: text().notNull(),
    version: integer().notNull(),
    updated: integer().notNull(),
    ownKey: text('own_key'),
    cluster: integer().notNull(),
    rep: integer().notNull(),
    quality: real().notNull(),
    facets: text().notNull(),
    item: text().notNull(),
    view: text().notNull(),
    bodyAt: integer('body_at'),
  },
  (t) => [uniqueIndex('records_address').on(t.kind, t.slug, t.origin), index('records_cluster').on(t.cluster)],
);

export const unjoined = sqliteTable('unjoined', { ord: integer().primaryKey() });

/** Every word of the index, with the number by which texts name it. */
export const words = sqliteTable('words', {
  id: integer().primaryKey({ autoIncrement: true }),
  word: text().notNull().unique(),
});

export const wordsEpoch = sqliteTable('words_epoch', { id: integer().primaryKey(), epoch: integer().notNull() });

/** The texts by which a record is found, as numbers of words. */
export const texts = sqliteTable('texts', {
  ord: integer().primaryKey(),
  words: blob({ mode: 'buffer' }).notNull(),
});

export const names = sqliteTable('names', { folded: text().notNull(), ord: integer().notNull() }, (t) => [
  primaryKey({ columns: [t.folded, t.ord] }),
]);

export const links = sqliteTable(
  'links',
  {
    kind: text().notNull(),
    slug: text().notNull(),
    targetOrigin: text('target_origin').notNull(),
    rel: text().notNull(),
    ord: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.slug, t.rel, t.ord, t.targetOrigin] })],
);
