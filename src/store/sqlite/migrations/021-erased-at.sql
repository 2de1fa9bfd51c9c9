-- How many bodies were erased lately is asked of each mirrored catalogue, again and again.
CREATE INDEX erased_at ON erased (at);
