-- Kept: pictures of entries, as they were drawn anew here; they go with their entry.
CREATE TABLE images (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE entry_images (
  ord INTEGER NOT NULL,
  n INTEGER NOT NULL,
  place TEXT NOT NULL,
  source TEXT NOT NULL,
  source_digest TEXT NOT NULL,
  small TEXT NOT NULL,
  large TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  PRIMARY KEY (ord, n)
) STRICT;
CREATE INDEX entry_images_small ON entry_images (small);
CREATE INDEX entry_images_large ON entry_images (large);
