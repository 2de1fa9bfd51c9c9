-- What mirrors answered when they were asked for a body that our log has erased: `gone` is the confirmation, `never` that it was
-- not there, `not-mirrored` that our log is not. `next` is when an answer that settles nothing is asked for again.
CREATE TABLE confirmations (
  digest TEXT NOT NULL,
  origin INTEGER NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (digest, origin)
) STRICT, WITHOUT ROWID;
