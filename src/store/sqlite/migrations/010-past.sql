-- How an entry stood at a point of the change sequence is its last change before it.
CREATE INDEX changes_ord ON changes (ord, seq);
