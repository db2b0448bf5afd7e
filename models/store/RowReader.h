// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/SqlCipherDatabase.h"
#include "models/store/Store.h"

namespace liaison {

/// The store's questions over one connection; the connection's thread. Failures are thrown as SqlFailure; a search that was
/// overtaken by a newer one throws an interrupt.
class RowReader
{
public:
    explicit RowReader(SqlCipherDatabase &database) : m_database(database) {}

    StoreOverview overview();
    Cursor cursor();
    MessageSlice newest(const QString &conversation, int n);
    MessageSlice before(const QString &conversation, qint64 cseq, int n);
    MessageSlice after(const QString &conversation, qint64 cseq, int n);
    MessageSlice around(const QString &conversation, qint64 cseq, int n);
    SearchResult search(const QString &typed, int most);
    QString setting(const QString &name);

private:
    qint64 conversationNumber(const QString &id);
    bool exists(const char *sql, qint64 conversation, qint64 cseq);
    QList<Message> run(const char *sql, const QString &id, qint64 conversation, qint64 cseq, int n);

    SqlCipherDatabase &m_database;
};

} // namespace liaison
