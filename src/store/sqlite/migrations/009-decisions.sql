-- Kept: what was decided or imported here about who uses what. Of this installation alone: never mirrored, never in a log.
CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  at INTEGER NOT NULL,
  UNIQUE (what, key)
) STRICT;
