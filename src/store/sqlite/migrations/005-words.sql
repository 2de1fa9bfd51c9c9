-- The index of texts: words by number, and of each record the numbers of its words in order. Derived: made anew by a reindex.
DROP TABLE search;
CREATE TABLE words (id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE texts (ord INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;
-- Counts how often words were struck out: numbers that a writer remembers from before hold no more.
CREATE TABLE words_epoch (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL) STRICT;
INSERT INTO words_epoch VALUES (1, 0);
