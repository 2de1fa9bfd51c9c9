-- Where the leaves of a log lie, if not under its own number: a new epoch of ours changes places with the one before.
-- Log -1 is the next epoch while it is being made.
CREATE TABLE leaf_places (
  log INTEGER PRIMARY KEY,
  place INTEGER NOT NULL
) STRICT;

-- Names that an origin had before its present one. Addresses and references with them lead to it on.
CREATE TABLE origin_names (
  name TEXT PRIMARY KEY,
  origin INTEGER NOT NULL REFERENCES origins (id)
) STRICT, WITHOUT ROWID;
CREATE VIEW origin_named AS SELECT id, name FROM origins UNION ALL SELECT origin, name FROM origin_names;

-- A log that takes the place of the one that is shown has this size when it states all that the other one had; null where it
-- stands in its place and nothing is left to be brought in line.
ALTER TABLE mirrors ADD COLUMN complete INTEGER;
