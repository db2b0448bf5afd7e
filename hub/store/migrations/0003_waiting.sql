-- SPDX-License-Identifier: GPL-3.0-or-later
-- Why a waiting conversation still waits; '' while somebody is asked or nobody has looked yet.
ALTER TABLE conversation ADD COLUMN waits_for VARCHAR(16) NOT NULL DEFAULT '';
-- Places and queues are asked for whenever somebody moves on: never by reading closed conversations.
CREATE INDEX conversation_in_line ON conversation (virtual_at, id) WHERE state IN ('waiting','offered');
CREATE INDEX conversation_waiting_queue ON conversation (queue, virtual_at, id) WHERE state = 'waiting';
