// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"

#include <QHash>

namespace liaison {

/// What the agent has begun to write, by conversation: never anywhere else than where it was typed. Stored as it is typed; the
/// store groups the writes. Words that have no place in the outbox yet, or found no room there, stay in the draft's row of the store,
/// in front of the draft (DraftRow), and are not shown as such: they are bubbles. GUI thread.
class DraftKeeper
{
public:
    explicit DraftKeeper(Store &store) : m_store(store) {}

    /// Under which name the draft of an internal note is kept.
    static QString ofNote(const QString &conversation) { return QStringLiteral("note:") + conversation; }
    /// Under which name an entry's words were a draft; empty if it is neither message nor note.
    static QString nameOf(const OutboxEntry &entry);

    void restore(const QHash<QString, QString> &drafts);
    QString text(const QString &name) const { return m_drafts.value(name).text; }
    /// What the store is to have; with Store::putOutbox(), what is left when the entry is there.
    DraftRow row(const QString &name) const;
    /// False if that is what it was.
    bool set(const QString &name, const QString &text);
    /// `words` are going into the outbox: the draft goes with them if it is these words, in the store with Store::putOutbox(). False if
    /// it is not.
    bool leave(const QString &name, const QString &words);
    /// Writes all of it again: the store had to be made anew.
    void storeAgain();

    /// The entry is going to the outbox; `cids` are all that may have its words there, its own first. Before each Store::putOutbox():
    /// what was there may be gone, for a damaged store is made anew.
    void hold(const OutboxEntry &entry, const QStringList &cids);
    /// It found no room.
    void storeHeld(const OutboxEntry &entry);
    /// It is in the outbox, or other entries are to be held for its words.
    void release(const OutboxEntry &entry);
    /// It is no more, and its words are not wanted.
    void forget(const OutboxEntry &entry);
    /// It is no more: its words go before what has been typed since, and `cids` out of the store's outbox in the same transaction.
    void giveBack(const OutboxEntry &entry, const QStringList &cids);

private:
    bool isHeld(const OutboxEntry &entry) const;
    void store(const QString &name);
    bool drop(const QString &name, const QString &cid);
    void tidy(const QString &name);

    Store &m_store;
    QHash<QString, DraftRow> m_drafts; ///< those that have something
};

} // namespace liaison
