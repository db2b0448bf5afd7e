-- SPDX-License-Identifier: GPL-3.0-or-later
-- The log and what stands beside it. Portable: SQLite 3.40 and PostgreSQL 15. Times are UTC milliseconds.

-- One row per durable event; pos is dense and in the order of commits.
CREATE TABLE event_log (
    pos BIGINT NOT NULL PRIMARY KEY,
    conv VARCHAR(64),
    cseq BIGINT NOT NULL DEFAULT 0,
    kind VARCHAR(64) NOT NULL,
    body TEXT NOT NULL,
    actor VARCHAR(80) NOT NULL,
    at BIGINT NOT NULL,
    mid VARCHAR(64),
    cid VARCHAR(64)
);

-- Who may see it, as of the moment it happened.
CREATE TABLE event_aud (
    principal VARCHAR(80) NOT NULL,
    pos BIGINT NOT NULL,
    PRIMARY KEY (principal, pos)
);
CREATE INDEX event_aud_pos ON event_aud (pos);

-- The head of the log; its row is locked last in every transaction.
CREATE TABLE log_head (
    ws INTEGER NOT NULL PRIMARY KEY,
    pos BIGINT NOT NULL,
    epoch VARCHAR(64) NOT NULL
);

-- What became of a command, by the id its client gave it; kept 14 days.
CREATE TABLE cmd_result (
    device VARCHAR(160) NOT NULL,
    cid VARCHAR(64) NOT NULL,
    result TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (device, cid)
);
CREATE INDEX cmd_result_at ON cmd_result (at);

-- The newest link of a device: commands of an older one are refused.
CREATE TABLE device_session (
    device VARCHAR(160) NOT NULL PRIMARY KEY,
    principal VARCHAR(80) NOT NULL,
    gen BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

-- What is to happen later: an offer runs out, a wrap-up ends.
CREATE TABLE timer (
    id VARCHAR(160) NOT NULL PRIMARY KEY,
    kind VARCHAR(64) NOT NULL,
    ref VARCHAR(160) NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX timer_due ON timer (due_at);
