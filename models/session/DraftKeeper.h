// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>

namespace liaison {

class Store;
struct OutboxEntry;

/// What the agent has begun to write, by conversation: never anywhere else than where it was typed. Stored as it is typed; the
/// store groups the writes. GUI thread.
class DraftKeeper
{
public:
    explicit DraftKeeper(Store &store) : m_store(store) {}

    void restore(const QHash<QString, QString> &drafts) { m_drafts = drafts; }
    QString text(const QString &conversation) const { return m_drafts.value(conversation); }
    /// False if that is what it was.
    bool set(const QString &conversation, const QString &text);
    /// Puts the text of a message that was not sent before what has been typed since, and takes the message out of the store's outbox
    /// in the same transaction.
    void giveBack(const OutboxEntry &entry);

private:
    Store &m_store;
    QHash<QString, QString> m_drafts;
};

} // namespace liaison
