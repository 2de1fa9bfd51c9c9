-- The few links by which something was handed over, of which lists are made: found without going through all links.
CREATE INDEX links_handed ON links (rel, ord) WHERE rel >= 'handed-' AND rel < 'handed.';
