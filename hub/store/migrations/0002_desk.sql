-- SPDX-License-Identifier: GPL-3.0-or-later
-- The desk: customers, conversations, messages, agents, queues. Portable: SQLite 3.40 and PostgreSQL 15.
-- Times are UTC milliseconds, 0 for "not yet". Texts are never NULL, "" stands for none. Truth values are 0 and 1.

CREATE TABLE customer (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    account VARCHAR(200),
    name VARCHAR(400) NOT NULL DEFAULT '',
    find_name VARCHAR(400) NOT NULL DEFAULT '',
    kind VARCHAR(16) NOT NULL DEFAULT 'prospect',
    vip INTEGER NOT NULL DEFAULT 0,
    verified INTEGER NOT NULL DEFAULT 0,
    since BIGINT NOT NULL,
    lang VARCHAR(16) NOT NULL DEFAULT '',
    ver BIGINT NOT NULL DEFAULT 1,
    convs INTEGER NOT NULL DEFAULT 0,
    seen_at BIGINT NOT NULL DEFAULT 0,
    page_url TEXT NOT NULL DEFAULT '',
    page_title TEXT NOT NULL DEFAULT ''
);
-- The host site's own id of a customer; NULL for those it has not vouched for.
CREATE UNIQUE INDEX customer_account ON customer (account);
CREATE INDEX customer_find ON customer (find_name);

CREATE TABLE customer_field (
    customer VARCHAR(64) NOT NULL,
    name VARCHAR(40) NOT NULL,
    value TEXT NOT NULL,
    find_value TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (customer, name)
);
CREATE INDEX customer_field_find ON customer_field (name, find_value);

CREATE TABLE customer_tag (
    customer VARCHAR(64) NOT NULL,
    tag VARCHAR(160) NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (customer, tag)
);

CREATE TABLE customer_note (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    customer VARCHAR(64) NOT NULL,
    author VARCHAR(80) NOT NULL,
    author_name VARCHAR(400) NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX customer_note_customer ON customer_note (customer, at);

CREATE TABLE visitor_token (
    hash VARCHAR(64) NOT NULL PRIMARY KEY,
    customer VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX visitor_token_customer ON visitor_token (customer);

-- The head of a conversation. `offer` is the open offer's id, `prefer` the agent who is asked first (he served last),
-- `ended_at` when the talk ended (wrap-up or close), `first_reply_at` the first public answer by a person.
CREATE TABLE conversation (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    customer VARCHAR(64) NOT NULL,
    channel VARCHAR(16) NOT NULL DEFAULT 'web',
    state VARCHAR(16) NOT NULL,
    queue VARCHAR(64) NOT NULL DEFAULT '',
    agent VARCHAR(64) NOT NULL DEFAULT '',
    prefer VARCHAR(64) NOT NULL DEFAULT '',
    offer VARCHAR(64) NOT NULL DEFAULT '',
    ver BIGINT NOT NULL DEFAULT 1,
    cseq BIGINT NOT NULL DEFAULT 0,
    nth INTEGER NOT NULL DEFAULT 1,
    source_url TEXT NOT NULL DEFAULT '',
    source_title TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    queued_at BIGINT NOT NULL DEFAULT 0,
    virtual_at BIGINT NOT NULL DEFAULT 0,
    assigned_at BIGINT NOT NULL DEFAULT 0,
    ended_at BIGINT NOT NULL DEFAULT 0,
    closed_at BIGINT NOT NULL DEFAULT 0,
    wrapup_ends_at BIGINT NOT NULL DEFAULT 0,
    need_since BIGINT NOT NULL DEFAULT 0,
    first_reply_at BIGINT NOT NULL DEFAULT 0,
    customer_at BIGINT NOT NULL DEFAULT 0,
    customer_left INTEGER NOT NULL DEFAULT 0,
    code VARCHAR(64) NOT NULL DEFAULT '',
    agent_delivered BIGINT NOT NULL DEFAULT 0,
    agent_read BIGINT NOT NULL DEFAULT 0,
    customer_delivered BIGINT NOT NULL DEFAULT 0,
    customer_read BIGINT NOT NULL DEFAULT 0,
    last_mid VARCHAR(64) NOT NULL DEFAULT '',
    last_kind VARCHAR(16) NOT NULL DEFAULT 'text',
    last_side VARCHAR(16) NOT NULL DEFAULT 'customer',
    last_text TEXT NOT NULL DEFAULT '',
    last_at BIGINT NOT NULL DEFAULT 0
);
-- A customer has one open conversation at most; the database itself refuses a second.
CREATE UNIQUE INDEX conversation_open ON conversation (customer) WHERE state <> 'closed';
CREATE INDEX conversation_customer ON conversation (customer, nth);
CREATE INDEX conversation_waiting ON conversation (virtual_at, id) WHERE state = 'waiting';
CREATE INDEX conversation_agent ON conversation (agent, state, closed_at);
CREATE INDEX conversation_ended ON conversation (queue, ended_at);

-- `internal` messages (notes and hub remarks for agents) are never read for a customer.
CREATE TABLE message (
    mid VARCHAR(64) NOT NULL PRIMARY KEY,
    conv VARCHAR(64) NOT NULL,
    cseq BIGINT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    side VARCHAR(16) NOT NULL,
    author VARCHAR(80) NOT NULL,
    author_name VARCHAR(400) NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    args TEXT NOT NULL DEFAULT '',
    file VARCHAR(64) NOT NULL DEFAULT '',
    internal INTEGER NOT NULL DEFAULT 0,
    recalled INTEGER NOT NULL DEFAULT 0,
    channel VARCHAR(16),
    provider_msg_id VARCHAR(200),
    UNIQUE (channel, provider_msg_id)
);
CREATE UNIQUE INDEX message_order ON message (conv, cseq);

CREATE TABLE file (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    owner VARCHAR(80) NOT NULL,
    name VARCHAR(400) NOT NULL,
    mime VARCHAR(100) NOT NULL,
    size BIGINT NOT NULL,
    w INTEGER NOT NULL DEFAULT 0,
    h INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
-- In which conversations a file was sent: who may see one of them may fetch it.
CREATE TABLE file_use (
    file VARCHAR(64) NOT NULL,
    conv VARCHAR(64) NOT NULL,
    PRIMARY KEY (file, conv)
);

CREATE TABLE agent (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    name VARCHAR(80) NOT NULL UNIQUE,
    password VARCHAR(200) NOT NULL,
    role VARCHAR(16) NOT NULL DEFAULT 'agent',
    display VARCHAR(400) NOT NULL,
    capacity INTEGER NOT NULL DEFAULT 10,
    disabled INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE agent_token (
    hash VARCHAR(64) NOT NULL PRIMARY KEY,
    agent VARCHAR(64) NOT NULL,
    device VARCHAR(64) NOT NULL,
    device_name VARCHAR(400) NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX agent_token_agent ON agent_token (agent, device);

-- What an agent says of himself and what the hub knows of him. `link_lost_at` is when his last link went, 0 while one is up.
CREATE TABLE agent_state (
    agent VARCHAR(64) NOT NULL PRIMARY KEY,
    status VARCHAR(16) NOT NULL DEFAULT 'offline',
    reason VARCHAR(200) NOT NULL DEFAULT '',
    next VARCHAR(16) NOT NULL DEFAULT '',
    since BIGINT NOT NULL DEFAULT 0,
    misses INTEGER NOT NULL DEFAULT 0,
    assigned_at BIGINT NOT NULL DEFAULT 0,
    link_lost_at BIGINT NOT NULL DEFAULT 1
);

-- Links that are up, per principal and device.
CREATE TABLE link_up (
    principal VARCHAR(80) NOT NULL,
    device VARCHAR(160) NOT NULL,
    gen BIGINT NOT NULL DEFAULT 0,
    since BIGINT NOT NULL,
    PRIMARY KEY (principal, device)
);

CREATE TABLE queue (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    name VARCHAR(400) NOT NULL,
    mode VARCHAR(16) NOT NULL DEFAULT 'offer',
    target_s INTEGER NOT NULL DEFAULT 60,
    place INTEGER NOT NULL DEFAULT 0,
    disabled INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE queue_member (
    queue VARCHAR(64) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    PRIMARY KEY (queue, agent)
);
CREATE INDEX queue_member_agent ON queue_member (agent);

-- Every offer ever made: open, accepted, declined, expired, withdrawn. `sender` transferred it and gets it back if it is not taken.
CREATE TABLE offer (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    conv VARCHAR(64) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    sender VARCHAR(64) NOT NULL DEFAULT '',
    state VARCHAR(16) NOT NULL DEFAULT 'open',
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX offer_open ON offer (conv) WHERE state = 'open';
CREATE INDEX offer_conv ON offer (conv, agent, ended_at);
CREATE INDEX offer_agent ON offer (agent, state);
CREATE INDEX offer_sender ON offer (sender, state);

CREATE TABLE canned (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    shortcut VARCHAR(64) NOT NULL,
    title VARCHAR(400) NOT NULL,
    text TEXT NOT NULL,
    scope VARCHAR(8) NOT NULL DEFAULT 'all',
    owner VARCHAR(64) NOT NULL DEFAULT '',
    lang VARCHAR(16) NOT NULL DEFAULT '',
    changed_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX canned_owner ON canned (scope, owner);
CREATE TABLE canned_use (
    canned VARCHAR(64) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    uses BIGINT NOT NULL DEFAULT 0,
    used_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (canned, agent)
);

CREATE TABLE wrapup_code (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    name VARCHAR(400) NOT NULL,
    place INTEGER NOT NULL DEFAULT 0,
    disabled INTEGER NOT NULL DEFAULT 0
);
INSERT INTO wrapup_code (id, name, place) VALUES ('none', 'No code', 1000);

-- Facts that figures are computed from; rows are never changed. An answer to a customer's turn:
CREATE TABLE fact_reply (
    mid VARCHAR(64) NOT NULL PRIMARY KEY,
    conv VARCHAR(64) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    asked_at BIGINT NOT NULL,
    replied_at BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    is_first INTEGER NOT NULL
);
CREATE INDEX fact_reply_agent ON fact_reply (agent, replied_at);
-- An agent got a conversation; and a talk ended in an agent's hands.
CREATE TABLE fact_assigned (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    conv VARCHAR(64) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    queue VARCHAR(64) NOT NULL,
    queued_at BIGINT NOT NULL,
    assigned_at BIGINT NOT NULL,
    how VARCHAR(16) NOT NULL
);
CREATE INDEX fact_assigned_agent ON fact_assigned (agent, assigned_at);
CREATE INDEX fact_assigned_queue ON fact_assigned (queue, assigned_at);

-- Outbound messages of channels other than the page (R16).
CREATE TABLE channel_out (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    conv VARCHAR(64) NOT NULL,
    mid VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL DEFAULT 'waiting',
    tries INTEGER NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL
);
CREATE INDEX channel_out_due ON channel_out (state, due_at);

-- The desk's heartbeat: changes made by another process and customers who fell silent.
INSERT INTO timer (id, kind, ref, due_at) VALUES ('desk.tick', 'desk.tick', '', 1);
