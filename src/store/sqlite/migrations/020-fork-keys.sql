-- The keys by which both heads of a fork were signed: a proof must hold when its log is no longer followed, or has new keys.
ALTER TABLE evidence ADD COLUMN keys TEXT NOT NULL DEFAULT '[]';
UPDATE evidence SET keys = coalesce((SELECT keys FROM witnessed WHERE witnessed.origin = evidence.origin), '[]');
