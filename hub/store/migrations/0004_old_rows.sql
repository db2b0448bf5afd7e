-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is too old is found without reading what is not.
CREATE INDEX device_session_seen ON device_session (seen_at);
CREATE INDEX agent_token_end ON agent_token (expires_at);
CREATE INDEX visitor_token_end ON visitor_token (expires_at);
CREATE INDEX file_created ON file (created_at);
