-- SPDX-License-Identifier: GPL-3.0-or-later
-- 1: it lay parked with its sender: it takes no place of his while it is offered, and goes back parked.
ALTER TABLE offer ADD COLUMN parked BIGINT NOT NULL DEFAULT 0;
