// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/DeskLink.h"
#include "models/session/DraftKeeper.h"
#include "models/store/Store.h"

#include <QObject>
#include <functional>

namespace liaison {

/// The agent's commands on their way (R1): each is committed with FULL before the link gets it, so that it survives a crash at any
/// instant; those of one conversation go one after the other, each behind the answer to the one before. A file's upload does not
/// hold up the texts behind it. What is older than ten minutes waits for the agent's word. GUI thread.
class Outbox : public QObject
{
    Q_OBJECT
public:
    struct Item
    {
        OutboxEntry entry;
        bool stored = false;   ///< committed: may be sent
        int writes = 0;        ///< of its states on their way to the store
        bool onItsWay = false; ///< the link has it and repeats it by itself
        /// The link had it once, so the hub may have carried it out: it is asked by a repeat (R1), never the agent. Said of all that
        /// an earlier run left behind, because nobody wrote down which of it was sent.
        bool handedOver = false;
        bool uploading = false; ///< its file is being uploaded
        bool uploaded = false;  ///< its file is in the hub
        qint64 answeredAt = -1; ///< log position of the answer whose event has not come yet
        int uploadPercent = -1;
        QString replaces; ///< cid of a refused entry that stays in the store until this one is there
    };

    Outbox(Store &store, DeskLink &link, DraftKeeper &drafts, std::function<qint64()> hubNow, QObject *parent = nullptr);

    /// What an earlier run left behind.
    void restore(const QList<OutboxEntry> &entries);
    /// Takes a command; cid and time are filled in if empty. Visible at once. Returns the cid.
    QString add(const OutboxEntry &entry) { return add(entry, {}); }
    /// Writes all of it again, in its order: the store had to be made anew. What finds no room now and was never on the link must not
    /// go out; it fails as a new one would.
    void storeAgain();
    /// Sends what may be sent. Called by itself where needed; by the session when the link's phase changes.
    void pump();
    /// Of a failed or too-old command: send it now. A command the hub refused for good goes as a new one, because the hub would
    /// only repeat its answer.
    void retry(const QString &cid);
    /// Takes a command out for good; the text of a message returns to the draft.
    void discard(const QString &cid);

    void noteProgress(const QString &cid, int percent);
    void noteUploaded(const QString &cid, const FileRef &file);
    /// `code` empty: not the file's fault, it is tried again when the link is up.
    void noteUploadFailed(const QString &cid, const QString &code);

    void noteAnswered(const wire::Ok &ok, const Cursor &received);
    void noteRefused(const wire::Err &err);
    /// Events that come from our own commands: those leave the outbox in the same transaction (`batch`).
    void noteEvents(const QStringList &cids, StoreBatch &batch);
    /// Everything up to `received` has come; an answer whose event is not among it has none for us.
    void noteReceived(const Cursor &received);

    /// The link is down, or another is about to greet. What was answered and whose event has not come goes once more on the next
    /// one, in its place and under the same cid: the hub only says that it has it, unless it is an older copy of the database,
    /// which does not.
    void noteLinkLost();

    const QList<Item> &items() const { return m_items; }
    /// Commands that wait to be sent or answered.
    int toSend() const;
    /// The same of one conversation.
    int toSend(const QString &conversation) const;

signals:
    void changed(const QString &conversation);
    void uploadWanted(const liaison::OutboxEntry &entry);
    /// The entry is gone from here; private copies of its file may go too.
    void dropped(const liaison::OutboxEntry &entry);
    /// Words that were not sent are in the conversation's draft now.
    void gaveBack(const QString &conversation);
    /// Refused and gone; `returned`: the text has returned to the draft.
    void refused(const liaison::OutboxEntry &entry, const QString &code, bool returned);
    /// Refused, and kept visible.
    void failed(const liaison::OutboxEntry &entry, const QString &code);
    /// All that the agent has to be asked about, once the hub has judged what it may have already.
    void confirmationNeeded(const QStringList &cids);

private:
    QString add(OutboxEntry entry, const QString &replaces);
    static QStringList cidsOf(const Item &item);
    /// Puts its state into the store; until that is there, its words are held. `replaced` are taken out with it.
    void write(Item &item, const QStringList &replaced);
    void noteWritten(Item &item);
    void noteNotWritten(Item &item);
    Item *find(const QString &cid);
    void keep(const QString &cid);
    void send(Item &item);
    void remove(const QString &cid, bool fromStore);
    /// Takes an entry out; true if it had words, which are in the draft now.
    bool giveBack(const QString &cid);
    bool mustAsk(const OutboxEntry &entry) const;
    /// Whether the hub has still to say if it knows this old command.
    bool isJudgedByHub(const Item &item) const;
    void askAgent();
    static bool isBubble(const OutboxEntry &entry);

    Store &m_store;
    DeskLink &m_link;
    DraftKeeper &m_drafts;
    std::function<qint64()> m_hubNow;
    QList<Item> m_items;
    QStringList m_toAsk; ///< too old; gathered, so that the agent is asked once
    bool m_pumping = false;
};

} // namespace liaison
