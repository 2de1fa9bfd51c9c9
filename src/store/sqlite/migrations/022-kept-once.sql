-- A text that lies in another column already is kept once: the end of a record in the source that it was read from, from
-- byte `record_at` on; the end of a view in the body of its version, from byte `body_at` on. NULL: all of it stands here.
ALTER TABLE sources ADD COLUMN record_at INTEGER;
ALTER TABLE records ADD COLUMN body_at INTEGER;
