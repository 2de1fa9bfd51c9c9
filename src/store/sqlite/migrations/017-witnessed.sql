-- Up to this size other networks have cosigned a head of the mirrored log, as many as the quorum asked for then.
ALTER TABLE mirrors ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0;
