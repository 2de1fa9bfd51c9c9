-- Kept tables: what can't be made again.
CREATE TABLE origins (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO origins VALUES (0, 'own'), (1, 'built-in');

CREATE TABLE entries (
  ord INTEGER PRIMARY KEY AUTOINCREMENT,
  origin INTEGER NOT NULL REFERENCES origins (id),
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  record_digest TEXT NOT NULL,
  body_digest TEXT NOT NULL,
  leaf_index INTEGER NOT NULL,
  successor TEXT,
  reason TEXT,
  updated INTEGER NOT NULL,
  UNIQUE (origin, kind, slug)
) STRICT;

CREATE TABLE identities (
  origin INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  ord INTEGER NOT NULL,
  PRIMARY KEY (origin, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  ord INTEGER NOT NULL,
  key TEXT NOT NULL,
  rank INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  digest TEXT NOT NULL,
  record TEXT NOT NULL,
  provenance TEXT NOT NULL,
  active INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (ord, key)
) STRICT;

-- The only place that may name natural persons. Never mirrored, searched, logged or shown.
CREATE TABLE contacts (ord INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;

CREATE TABLE versions (
  ord INTEGER NOT NULL,
  n INTEGER NOT NULL,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  provenance TEXT NOT NULL,
  created INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (ord, n)
) STRICT;

CREATE TABLE logs (origin INTEGER PRIMARY KEY, size INTEGER NOT NULL, edge BLOB NOT NULL) STRICT;

CREATE TABLE leaves (
  origin INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (origin, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  ord INTEGER NOT NULL,
  op TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE files (
  folder TEXT NOT NULL,
  file TEXT NOT NULL,
  digest TEXT NOT NULL,
  ord INTEGER,
  problems TEXT NOT NULL,
  missing_since INTEGER,
  PRIMARY KEY (folder, file)
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  fence INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- By which version of the projection the derived tables were made.
CREATE TABLE derived (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL) STRICT;

CREATE TABLE processes (pid INTEGER PRIMARY KEY, what TEXT NOT NULL, started INTEGER NOT NULL) STRICT;

-- Derived tables: dropped and made again from the kept ones.
CREATE TABLE records (
  ord INTEGER PRIMARY KEY,
  origin INTEGER NOT NULL,
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  etag TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  own_key TEXT,
  cluster INTEGER NOT NULL,
  rep INTEGER NOT NULL,
  quality REAL NOT NULL,
  facets TEXT NOT NULL,
  item TEXT NOT NULL,
  view TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX records_address ON records (kind, slug, origin);
CREATE INDEX records_list ON records (kind, ord) WHERE rep = ord;
CREATE INDEX records_own_key ON records (own_key) WHERE own_key IS NOT NULL;
CREATE INDEX records_cluster ON records (cluster);

CREATE TABLE names (folded TEXT NOT NULL, ord INTEGER NOT NULL, PRIMARY KEY (folded, ord)) STRICT, WITHOUT ROWID;
CREATE INDEX names_ord ON names (ord);

CREATE TABLE links (
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  target_origin TEXT NOT NULL,
  rel TEXT NOT NULL,
  ord INTEGER NOT NULL,
  PRIMARY KEY (kind, slug, rel, ord, target_origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_ord ON links (ord);

CREATE VIRTUAL TABLE search USING fts5 (
  name, alias, label, summary, feature, other, long,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0', prefix = '2'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
