-- Networks that were pinned, one row each, under the number of their origin; where they are asked and what they may do.
CREATE TABLE peers (
  origin INTEGER PRIMARY KEY REFERENCES origins (id),
  name TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  state TEXT NOT NULL,
  document TEXT NOT NULL,
  words TEXT NOT NULL,
  facets TEXT NOT NULL,
  approved INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  tokens_at INTEGER NOT NULL,
  added INTEGER NOT NULL,
  health TEXT NOT NULL
) STRICT;

-- Logs of others that are held here. `target`: the signed head against which what lies behind our own head was proven.
CREATE TABLE mirrors (
  log INTEGER PRIMARY KEY,
  origin INTEGER NOT NULL,
  line TEXT NOT NULL UNIQUE,
  shown INTEGER NOT NULL,
  target BLOB,
  frozen INTEGER
) STRICT;

-- The log state of each mirrored log, kept in step with its leaves.
CREATE TABLE log_entries (
  log INTEGER NOT NULL,
  id TEXT NOT NULL,
  idx INTEGER NOT NULL,
  digest TEXT,
  status TEXT NOT NULL,
  PRIMARY KEY (log, id)
) STRICT, WITHOUT ROWID;

-- Bodies that are current and not here yet, by the leaf that names them.
CREATE TABLE wanted (
  log INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  tries INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (log, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX wanted_id ON wanted (log, id);

-- Bodies that are kept and passed on and not shown: of kinds that are not known here, or with problems (JSON).
CREATE TABLE unshown (
  log INTEGER NOT NULL,
  id TEXT NOT NULL,
  idx INTEGER NOT NULL,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  problems TEXT NOT NULL,
  at INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (log, id)
) STRICT;
CREATE INDEX unshown_digest ON unshown (digest);

-- Removals that their origin announced and an operator has yet to let through.
CREATE TABLE held (
  ord INTEGER PRIMARY KEY,
  log INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- Of each origin and day: how many of its records were shown at last, and how many it removed.
CREATE TABLE mirror_days (
  origin INTEGER NOT NULL,
  day TEXT NOT NULL,
  live INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (origin, day)
) STRICT, WITHOUT ROWID;

-- Digests that a mirrored log erased: of that log they are to come no more, whatever other logs hold.
CREATE TABLE mirror_erased (
  log INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (log, digest)
) STRICT, WITHOUT ROWID;
