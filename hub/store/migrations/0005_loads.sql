-- SPDX-License-Identifier: GPL-3.0-or-later
-- What all agents have in hand is counted without reading what they once had.
CREATE INDEX conversation_in_hand ON conversation (agent) WHERE state IN ('active','wrapup');
