-- Kept: who is told of changes, how far they are, and what became of each message. Of this installation alone.
CREATE TABLE hooks (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  label TEXT NOT NULL,
  secret TEXT NOT NULL,
  kinds TEXT NOT NULL,
  everything INTEGER NOT NULL,
  added INTEGER NOT NULL,
  state TEXT NOT NULL,
  why TEXT,
  cursor INTEGER NOT NULL,
  upto INTEGER,
  gap INTEGER,
  failures INTEGER NOT NULL,
  due INTEGER NOT NULL
) STRICT;

CREATE TABLE hook_deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  hook TEXT NOT NULL,
  message TEXT NOT NULL,
  type TEXT NOT NULL,
  after INTEGER NOT NULL,
  upto INTEGER NOT NULL,
  at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  status INTEGER,
  error TEXT
) STRICT;
CREATE INDEX hook_deliveries_hook ON hook_deliveries (hook, seq);
