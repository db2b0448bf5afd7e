// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/SqlCipherDatabase.h"
#include "models/store/Store.h"

#include <functional>

namespace liaison {

class Statement;

/// The store's questions over one connection; the connection's thread. Failures are thrown as SqlFailure; a search that was
/// overtaken by a newer one throws an interrupt.
class RowReader
{
public:
    explicit RowReader(SqlCipherDatabase &database) : m_database(database) {}

    StoreOverview overview();
    Cursor cursor();
    StoredHead head(const QString &conversation);
    MessageSlice newest(const QString &conversation, int n);
    MessageSlice before(const QString &conversation, qint64 cseq, int n);
    MessageSlice after(const QString &conversation, qint64 cseq, int n);
    MessageSlice around(const QString &conversation, qint64 cseq, int n);
    SearchResult search(const QString &typed, int most);
    QString setting(const QString &name);

private:
    /// A message that was found, before it is read.
    struct Candidate
    {
        qint64 id;
        qint64 at;
    };
    /// What becomes of a message that was read to choose from.
    enum class Choice { Take, Leave, Stop };
    using Chooser = std::function<Choice(const Statement &row)>;
    /// Of the messages stored last that match an FTS5 expression (600, or `most` + 1) those that may be the `most` + 1 newest by time, the
    /// last stored first: all, or those that `choose` takes by `at`, `text` and `extra`. Once more than `most` are taken, what cannot be
    /// among the newest is passed over without reading it, a page of the disk each. A larger `most` finds the same and more.
    QList<Candidate> found(const QString &query, int most, const Chooser &choose = {});
    /// What a search finds; see Segmenter::broader().
    QList<Candidate> candidates(const QString &typed, const QString &query, int most);
    std::optional<Customer> customer(const QString &id);
    qint64 conversationNumber(const QString &id);
    bool exists(const char *sql, qint64 conversation, qint64 cseq);
    QList<Message> run(const char *sql, const QString &id, qint64 conversation, qint64 cseq, int n);

    SqlCipherDatabase &m_database;
};

} // namespace liaison
