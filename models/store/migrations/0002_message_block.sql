-- SPDX-License-Identifier: GPL-3.0-or-later
-- When the newest of each thousand messages, by id, was said: a search passes over those that cannot be among the newest without reading
-- them. Kept by RowWriter; rows that go may leave a time that is too new, never one that is too old.
CREATE TABLE message_block(block INTEGER PRIMARY KEY, newest INTEGER NOT NULL);
INSERT INTO message_block(block, newest) SELECT id / 1000, MAX(at) FROM message GROUP BY id / 1000;
