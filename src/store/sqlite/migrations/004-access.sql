-- Who may publish, and who asked to. Local: never mirrored, never in a journal.
CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  label TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  revoked INTEGER,
  used INTEGER
) STRICT;
CREATE INDEX tokens_expires ON tokens (expires);

-- What may be used once: tokens that were exchanged, deliveries that came in.
CREATE TABLE used_once (digest TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX used_once_until ON used_once (until);

CREATE TABLE admissions (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  path TEXT NOT NULL,
  principal TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL,
  digest TEXT NOT NULL,
  received INTEGER NOT NULL,
  about TEXT NOT NULL,
  entry TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  decided INTEGER
) STRICT;
CREATE UNIQUE INDEX admissions_waiting ON admissions (address, path) WHERE state = 'waiting';
CREATE INDEX admissions_state ON admissions (state, received);

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  writer TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  entry TEXT
) STRICT;

CREATE TABLE acts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
