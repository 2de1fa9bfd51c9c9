-- Kept: sources that the operator has removed, so that no record that names them brings them back.
CREATE TABLE crawl_left (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
-- How far the change sequence was read for repositories that own records name.
CREATE TABLE crawl_named (id INTEGER PRIMARY KEY CHECK (id = 1), cursor INTEGER NOT NULL) STRICT;
CREATE INDEX crawl_sources_added_by ON crawl_sources (added_by);
