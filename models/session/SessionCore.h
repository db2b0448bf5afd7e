// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/session/DraftKeeper.h"
#include "models/session/EventApplier.h"
#include "models/session/FileTransfer.h"
#include "models/session/MarkKeeper.h"
#include "models/session/Outbox.h"
#include "models/session/OutboxFiles.h"
#include "models/session/Session.h"
#include "models/session/TypingBoard.h"

#include <QMap>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <deque>

namespace liaison {

/// What Session does: it joins store, link, outbox and files. The rules of each are in classes of their own; here is who tells whom.
class Session::Private : public QObject
{
public:
    Private(Session *session, Config config, Store *store, DeskLink *link, const Clock &clock);

    void start();
    /// Waits for the copies that are being made (a second for a large picture): the agent saw them accepted.
    void finishCopies();
    qint64 hubNow() const;
    SyncState sync() const;
    QList<PendingMessage> pending(const QString &conversation) const;

    // actions
    QString command(const QString &kind, const QString &conversation, const QJsonObject &body, qint64 version = 0);
    void setStatus(AgentStatus status, const QString &reason, const QString &next);
    void answerOffer(const QString &conversation, const QString &kind);
    QString sendText(const QString &conversation, const QString &text);
    void sendFile(const QString &conversation, const QString &path, const QFuture<OutboxFiles::Copy> &copying);
    /// Also the copies that are being made: they wait to be sent.
    int toSend(const QString &conversation) const;
    void markRead(const QString &conversation);
    void setTyping(const QString &conversation);
    void setDraft(const QString &conversation, const QString &text);
    void addNote(const QString &conversation, const QString &text);
    void updateCustomer(const QString &customer, const QString &kind, QJsonObject body);
    void setToken(const QString &token);

    // questions
    using Answered = std::function<void(const QJsonObject &body, const QString &error)>;
    void ask(const QString &kind, const QString &conversation, const QJsonObject &body, QObject *context, Answered done);
    void fetchHistory(const QString &conversation, qint64 beforeCseq);
    void fetchFileData(const FileRef &file, bool thumbnail, QObject *context, FileTransfer::Fetched done);
    static QString words(const QString &code);

    Session *q;
    Config config;
    Store *store;
    DeskLink *link;
    const Clock &clock;
    DeskState state;
    EventApplier applier{state};
    DraftKeeper drafts;
    Outbox outbox;
    OutboxFiles outboxFiles;
    FileTransfer files;
    MarkKeeper marks;
    TypingBoard typing;
    QList<Conversation> waitingHeads;
    QJsonObject figures;
    QHash<QString, QJsonObject> presence;
    QHash<quint64, QList<Message>> uncommitted; ///< by number of the batch
    void setLookedAt(const QStringList &conversations);

private:
    void connectLink();
    void connectOutbox();
    void readOverview();
    void load(const StoreOverview &overview);
    void noteUnread();
    void startLink(const Cursor &cursor);
    void readUnread(const QString &conversation);
    void onPhase(LinkPhase phase);
    void onEvents(const QString &epoch, const QList<wire::Event> &events);
    void onSnapshot(const QString &epoch, qint64 pos, const QJsonObject &body, bool reset);
    void onState(const wire::State &topicState);
    void onRefused(const wire::Err &err);
    void onStoreError(const StoreError &error);
    /// Hands a batch to the store; acknowledges it, and tells customers that their messages have come, when it is committed.
    void keep(DeskChanges &changes, const Cursor &cursor, std::function<void()> then);
    void announce(const DeskChanges &changes);
    /// The store lost a batch: what follows it comes again from the hub, from where the store is.
    void rewind();
    void markDelivered(const QString &conversation);
    void watchPresence();
    /// What the policy lets this machine keep no longer goes from the store, in small pieces, and then from the lists.
    void removeOldHistory();
    void onRemoved(const QStringList &conversations);
    /// What is remembered beside the lists of a conversation that has left them goes too, and it is told.
    void forget(const QString &conversation);
    /// Heads and customers, from the store, of those that are in no list.
    void readLookedAt();
    /// Of the closed conversations that nobody looks at only the newest stay: a window that is open for weeks must not grow.
    void dropOldest();
    void startUpload(const OutboxEntry &entry);
    void addCopied(quint64 number);
    void notePending(const QString &conversation);

    struct Copying
    {
        QString conversation;
        QString path;
        QFuture<OutboxFiles::Copy> copy;
    };

    bool m_started = false;
    QTimer m_retention;
    int m_readTries = 0;
    QMap<quint64, Copying> m_copying; ///< by number, in the order in which the agent sent them
    quint64 m_nextCopy = 1;
    qint64 m_savedOffset = 0;
    qint64 m_inSyncAt = 0;
    qint64 m_offlineSince = 0;
    bool m_signInNeeded = false;
    StoreError m_storeError;
    bool m_rewinding = false;
    qint64 m_rewoundAt = -1;
    bool m_holding = false; ///< pendingChanged waits until the messages themselves were announced
    QStringList m_held;
    quint64 m_nextBatch = 1;
    std::optional<Agent> m_meBefore; ///< status as the hub knows it, while a change of it is on its way
    QString m_statusCommand;
    QSet<QString> m_lookedAt;
    QSet<QString> m_watched; ///< customers whose presence is subscribed
    struct OpenAsk
    {
        QPointer<QObject> context;
        Answered done;
    };
    QHash<QString, OpenAsk> m_asks;
    QSet<QString> m_historyAsked;
};

} // namespace liaison
