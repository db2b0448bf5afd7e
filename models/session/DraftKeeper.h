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

    /// Under which name the draft of an internal note is kept.
    static QString ofNote(const QString &conversation) { return QStringLiteral("note:") + conversation; }

    void restore(const QHash<QString, QString> &drafts) { m_drafts = drafts; }
    QString text(const QString &conversation) const { return m_drafts.value(conversation); }
    /// False if that is what it was.
    bool set(const QString &conversation, const QString &text);
    /// `words` are going into the outbox: the draft goes with them if it is these words, in the store with Store::putOutbox(). False if
    /// it is not.
    bool leave(const QString &conversation, const QString &words);
    /// Writes all of it again: the store had to be made anew.
    void storeAgain();
    /// Puts the text of a message that was not sent before what has been typed since, and takes the message out of the store's outbox
    /// in the same transaction.
    void giveBack(const OutboxEntry &entry);

private:
    Store &m_store;
    QHash<QString, QString> m_drafts;
};

} // namespace liaison
