-- Who has pinned a log is asked by the name of its pins, over all logs; the pins of one log by how their names begin.
CREATE INDEX controls_id ON controls (id, log, idx);
