-- Kept: records that were drafted of repositories without a manifest, and what the operator said of them.
CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  record TEXT NOT NULL,
  found TEXT NOT NULL,
  missing TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  drafted INTEGER NOT NULL,
  state TEXT NOT NULL,
  entry TEXT,
  reason TEXT,
  decided INTEGER
) STRICT;
CREATE INDEX drafts_state ON drafts (state, drafted);
