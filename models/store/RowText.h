// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Statement.h"
#include "models/store/Store.h"

namespace liaison {

/// A message's `id` divided by this is its row in message_block; part of SQL, and of migrations/0002.
#define MESSAGES_IN_BLOCK "1000"

/// How values of the domain are written into columns, and read back. Pure functions, any thread.
class RowText
{
public:
    static QString json(const QJsonObject &object);
    static QJsonObject object(const QString &json);

    /// A UUID as its 16 bytes, any other id as its text.
    static QByteArray midToBytes(const QString &mid);
    static QString midFromBytes(const QByteArray &bytes);

    static QString toString(OutboxEntry::State state);
    static OutboxEntry::State stateFromString(const QString &text);

    /// Columns cid, kind, conv, ver, at, body, file_path, state, confirmed, error.
    static void bindOutbox(Statement &statement, const OutboxEntry &entry);
    static OutboxEntry outboxFrom(const Statement &row);

    /// What messages are found by; empty for a system message or a recalled one.
    static QString searchText(const Message &message);
    /// The same before it is cut, from the columns `text` and `extra`.
    static QString searchText(const QString &text, const QString &extra);
};

} // namespace liaison
