-- Derived: records that are the same software as more others than a cluster may have, and are shown one by one.
CREATE TABLE unjoined (ord INTEGER PRIMARY KEY) STRICT;
