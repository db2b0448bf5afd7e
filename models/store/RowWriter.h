// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/SqlCipherDatabase.h"
#include "models/store/Store.h"

namespace liaison {

/// Writes rows through the one write connection; the caller has begun the transaction. Writer thread. Failures are thrown as
/// SqlFailure; after a rollback, forget() must be called.
class RowWriter
{
public:
    explicit RowWriter(SqlCipherDatabase &database) : m_database(database) {}

    /// Returns whether texts were deleted (then the WAL is truncated sooner).
    bool apply(const StoreBatch &batch);
    void putOutbox(const OutboxEntry &entry);
    void removeOutbox(const QString &cid);
    void putDraft(const DraftRow &row);
    void putSetting(const QString &name, const QString &value);
    struct Removal
    {
        qint64 rows = 0;
        QString conversation; ///< gone altogether with this step
        bool more = false;
    };
    /// Takes at most `most` messages out of the oldest closed conversation that ended before `utcMs`, and with the last one the
    /// conversation itself. Its end, not its beginning, goes last: a step that is the last for now leaves no hole.
    Removal removeClosed(qint64 utcMs, int most);
    /// Drops what is remembered of numbers given inside a transaction that was rolled back.
    void forget();

private:
    void replaceAll(const StoreBatch &batch);
    /// A conversation's stored messages go if the new ones do not join on to them: nobody would see the hole between.
    void dropBeforeHole(const QString &conversation, qint64 firstNew);
    void deleteMessages(qint64 conversation);
    void putConversation(const Conversation &conversation);
    void putCustomer(const Customer &customer);
    bool putMessage(const Message &message);
    bool recallMessage(const QString &mid);
    void purge(const QString &conversation);
    void forgetAuthor(const QString &customer);
    void indexConversation(qint64 num, const QString &customerName, const QString &before, const QString &customerWho);
    void putBody(const char *sql, const QString &id, const QJsonObject &body);
    qint64 conversationNumber(const QString &id);
    qint64 authorNumber(const QString &principal, const QString &name);

    SqlCipherDatabase &m_database;
    QHash<QString, qint64> m_conversations;
    QHash<QString, qint64> m_authors;
};

} // namespace liaison
