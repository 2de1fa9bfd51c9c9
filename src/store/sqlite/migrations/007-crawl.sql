-- Kept: places that are crawled, what was seen at each, and what happened there.
CREATE TABLE crawl_sources (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  path TEXT,
  added_by TEXT NOT NULL,
  added INTEGER NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  due INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  looked INTEGER,
  verdict TEXT,
  entry TEXT,
  seen TEXT NOT NULL,
  claimed_by TEXT,
  claimed_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX crawl_sources_due ON crawl_sources (due);
CREATE INDEX crawl_sources_entry ON crawl_sources (entry) WHERE entry IS NOT NULL;

CREATE TABLE crawl_events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX crawl_events_source ON crawl_events (source, seq);
