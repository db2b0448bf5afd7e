-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first tables. Conversations and authors have small numbers, so that a million messages do not repeat their ids.
CREATE TABLE sync_cursor(one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, pos INTEGER NOT NULL);

-- `body` is NULL while only messages of it are known (older history); `who` is the segmented text of conversation_fts.
CREATE TABLE conversation(
  num INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer TEXT NOT NULL DEFAULT '',
  open INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL DEFAULT 0,
  who TEXT NOT NULL DEFAULT '',
  body TEXT);
CREATE INDEX conversation_recent ON conversation(open, at) WHERE body IS NOT NULL;
CREATE INDEX conversation_customer ON conversation(customer);

CREATE TABLE author(num INTEGER PRIMARY KEY, principal TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (principal, name));

-- `mid` is the 16 bytes of a UUID, or the text of any other id. Ids are dense and ascending: FTS5 rowids.
CREATE TABLE message(
  id INTEGER PRIMARY KEY,
  mid BLOB NOT NULL UNIQUE,
  conv INTEGER NOT NULL REFERENCES conversation(num),
  cseq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  side TEXT NOT NULL,
  author INTEGER NOT NULL REFERENCES author(num),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  extra TEXT,
  recalled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX message_place ON message(conv, cseq);

CREATE VIRTUAL TABLE message_fts USING fts5(
  seg, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 3');
CREATE VIRTUAL TABLE conversation_fts USING fts5(
  seg, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 3');

CREATE TABLE customer(id TEXT PRIMARY KEY, who TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE canned(id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE queue(id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE code(id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE own(name TEXT PRIMARY KEY, body TEXT NOT NULL);

-- What only this machine has; Salvage.cpp reads these three from a damaged file.
CREATE TABLE outbox(
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  cid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  conv TEXT NOT NULL,
  ver INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  file_path TEXT NOT NULL,
  state TEXT NOT NULL,
  confirmed INTEGER NOT NULL,
  error TEXT NOT NULL);
CREATE TABLE draft(conv TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE raw_event(id INTEGER PRIMARY KEY, body TEXT NOT NULL);
