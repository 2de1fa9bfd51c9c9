-- Logs that we cosign: those that we mirror, and those that the operator has named. Size 0: nothing was cosigned yet.
CREATE TABLE witnessed (
  origin TEXT PRIMARY KEY,
  keys TEXT NOT NULL,
  mirrored INTEGER NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  note BLOB NOT NULL,
  cosigned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is asked to cosign our own log: a key, and where its holder answers.
CREATE TABLE witnesses (
  key TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  size INTEGER NOT NULL,
  cosigned INTEGER,
  problem TEXT
) STRICT, WITHOUT ROWID;

-- What proves that a log showed two histories. It is kept for good.
CREATE TABLE evidence (
  id TEXT PRIMARY KEY,
  origin TEXT NOT NULL,
  rule TEXT NOT NULL,
  common INTEGER NOT NULL,
  one BLOB NOT NULL,
  other BLOB NOT NULL,
  proof TEXT NOT NULL,
  source TEXT NOT NULL,
  found INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_origin ON evidence (origin);

-- What was erased and is not to come back, each as a salted hash: of a source, or of so many words in a row.
CREATE TABLE suppressed (
  hash BLOB NOT NULL,
  words INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (hash, words)
) STRICT, WITHOUT ROWID;

-- Folders that the journal was exported to: what is erased goes from there too.
CREATE TABLE exports (folder TEXT PRIMARY KEY, url TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
