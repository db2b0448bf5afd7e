-- SPDX-License-Identifier: GPL-3.0-or-later
-- When the newest of each thousand messages, by id, was said: a search passes over those that cannot be among the newest without reading
-- them. Kept by RowWriter; rows that go may leave a time that is too new, never one that is too old.
CREATE TABLE message_block(block INTEGER PRIMARY KEY, newest INTEGER NOT NULL);
-- Thousand by thousand, and not grouped: grouping would sort all of them in memory.
INSERT INTO message_block(block, newest)
  WITH RECURSIVE thousand(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM thousand WHERE n < (SELECT MAX(id) / 1000 FROM message))
  SELECT n, newest FROM (
    SELECT n, (SELECT MAX(at) FROM message WHERE id BETWEEN n * 1000 AND n * 1000 + 999) AS newest FROM thousand)
  WHERE newest IS NOT NULL;
