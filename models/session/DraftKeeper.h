// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace liaison {

class Store;
struct OutboxEntry;

/// What the agent has begun to write, by conversation: never anywhere else than where it was typed. Stored as it is typed; the
/// store groups the writes. Words on their way into the outbox have their place in the draft's row of the store until they are there
/// (take() and settle()): killed at any instant, they are in one of the two. GUI thread; outlived by the store.
class DraftKeeper
{
public:
    explicit DraftKeeper(Store &store) : m_store(store) {}
    ~DraftKeeper();
    DraftKeeper(const DraftKeeper &) = delete;
    DraftKeeper &operator=(const DraftKeeper &) = delete;

    /// Under which name the draft of an internal note is kept.
    static QString ofNote(const QString &conversation) { return QStringLiteral("note:") + conversation; }
    /// Under which name the words of an outbox entry were a draft; empty if it has none.
    static QString nameOf(const OutboxEntry &entry);

    void restore(const QHash<QString, QString> &drafts);
    QString text(const QString &name) const { return m_drafts.value(name).text; }
    /// False if that is what it was.
    bool set(const QString &name, const QString &text);
    /// `words` are going into the outbox: the draft goes with them if it is these words, in the store with Store::putOutbox(). False if
    /// it is not.
    bool leave(const QString &name, const QString &words);
    /// Writes all of it again: the store had to be made anew.
    void storeAgain();
    /// Puts the text of a message that was not sent before what has been typed since, and takes the message out of the store's outbox
    /// in the same transaction; then `replaced` too, a refused entry that it was to be sent instead of (empty: none).
    void giveBack(const OutboxEntry &entry, const QString &replaced);

    /// What the store's row is to be: words that have no place in the outbox, then the draft.
    QString row(const QString &name) const;
    /// The entry's words have no place in the outbox: it had no room, or they wait for another entry. Until take() or forget() they
    /// stay in the row.
    void hold(const OutboxEntry &entry);
    /// The entry goes to Store::putOutbox() now, with row() as it is without its words in that transaction. Until settle() the row is
    /// not written otherwise: nobody knows yet whether they belong in it.
    void take(const OutboxEntry &entry);
    bool isTaken(const QString &name) const { return m_drafts.value(name).taken; }
    /// putOutbox() was answered; after hold() if the entry found no room.
    void settle(const QString &name);
    /// The entry is no more, and its words are not wanted.
    void forget(const OutboxEntry &entry);

private:
    struct Held
    {
        QString cid;
        QString words;
    };
    struct Draft
    {
        QString text;
        QList<Held> held;
        bool taken = false;
        bool changed = false;  ///< since take()
        QStringList givenBack; ///< since take(): cids that leave the outbox with the row
    };
    void write(const QString &name);
    void tidy(const QString &name);
    static void drop(Draft &draft, const QString &cid);

    Store &m_store;
    QHash<QString, Draft> m_drafts;
};

} // namespace liaison
