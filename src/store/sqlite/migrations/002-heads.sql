-- Signed heads of logs. 0 is our present log; earlier ones of ours and those of others have numbers above.
CREATE TABLE heads (
  log INTEGER PRIMARY KEY,
  origin TEXT NOT NULL UNIQUE,
  mine INTEGER NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  note BLOB NOT NULL,
  signed INTEGER NOT NULL
) STRICT;

-- Documents that a log names besides records: its keys. They are their own versions, so each leaf has one.
CREATE TABLE controls (
  log INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (log, idx)
) STRICT;
CREATE INDEX controls_digest ON controls (digest);

-- Digests of bodies that were erased: nobody is to ask for them again.
CREATE TABLE erased (digest TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE INDEX versions_digest ON versions (digest);

-- Derived: hashes of the tree above its leaves, one for each full tile below.
CREATE TABLE nodes (
  log INTEGER NOT NULL,
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (log, level, idx)
) STRICT, WITHOUT ROWID;
