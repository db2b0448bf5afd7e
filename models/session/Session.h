// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"
#include "models/domain/CannedReply.h"
#include "models/domain/Conversation.h"
#include "models/domain/Customer.h"
#include "models/domain/TextMask.h"
#include "models/link/DeskLink.h"
#include "models/link/TlsTrust.h"
#include "models/session/DraftKeeper.h"
#include "models/store/Store.h"

#include <QObject>
#include <memory>
#include <optional>

namespace liaison {

/// A message that is only in the outbox so far, as the message list shows it under its future id.
struct PendingMessage
{
    Message message; ///< cseq 0
    OutboxEntry::State state = OutboxEntry::State::Waiting;
    QString error;          ///< error code of the refusal
    int uploadPercent = -1; ///< of its file; -1 if none is on its way
    QString localFile;      ///< unused while copies are sealed: show a pending file with Session::fetchFileData()
};

/// What the status bar says, ready for words.
struct SyncState
{
    LinkPhase phase = LinkPhase::Stopped;
    qint64 inSyncAt = 0;     ///< local UTC ms: when we last knew that nothing is missing
    qint64 offlineSince = 0; ///< local UTC ms, 0 if online
    qint64 nextTryInMs = 0;
    int toSend = 0; ///< commands that wait to be sent or answered, and files that are being copied for it
    int roundTripMs = -1;
    bool signInNeeded = false;
    StoreError store; ///< set while the store is degraded
};

/// A signed-in agent. Events → store → lists; commands → outbox → link. Holds the heads of conversations and the profiles of their
/// customers in memory; messages are read from the store in slices. GUI thread; nothing here waits for a disk or a socket.
class Session : public QObject
{
    Q_OBJECT
public:
    struct Config
    {
        QUrl linkUrl; ///< ws(s)://…/desk
        QUrl httpUrl; ///< base address of the hub
        QString token;
        QString device;
        QString folder; ///< local data of this account: private copies of files that wait to be sent
        QString language;
        qint64 fileLimit = 20 * 1024 * 1024; ///< bytes; the hub says its own (SignIn::Hub)
        TlsTrust trust;                      ///< for files; the link's own is its transport's
        TextMask mask;                       ///< what is hidden in messages that are shown
        /// Closed conversations leave this machine so many days after their end; 0: within a minute. Not set: they stay.
        std::optional<int> historyDays;
    };

    /// Neither store nor link is owned. The store must be open.
    Session(Config config, Store *store, DeskLink *link, const Clock &clock, QObject *parent = nullptr);
    /// Ends the link. Waits for the private copies of files that are being made and puts them into the outbox; the store commits
    /// them before it closes, so it must outlive the session.
    ~Session() override;

    /// Reads the overview from the store (then `ready`), and only then starts the link. While it cannot be read
    /// nothing is begun and nothing deleted; it is tried again, after two seconds with `unreadable`.
    void start();

    // --- what there is ---
    const Agent &me() const;
    QList<Conversation> conversations() const;                 ///< open ones and the newest closed
    const Conversation *conversation(const QString &id) const; ///< null if unknown
    const Customer *customer(const QString &id) const;
    QList<CannedReply> cannedReplies() const;
    QList<Queue> queues() const;
    QList<WrapupCode> wrapupCodes() const;
    QList<Conversation> waiting() const; ///< heads in the agent's queues (topic "queues")
    QJsonObject figures() const;         ///< topic "figures"
    SyncState sync() const;
    qint64 hubNow() const; ///< hub UTC ms by our estimate
    QString draft(const QString &conversation) const;
    /// A half-written note is a draft under this name: nothing puts it where replies are.
    static QString noteDraftOf(const QString &conversation) { return DraftKeeper::ofNote(conversation); }
    bool isTyping(const QString &conversation) const; ///< the customer is
    int unread(const QString &conversation) const;
    QList<PendingMessage> pending(const QString &conversation) const;
    int toSend(const QString &conversation) const;       ///< commands of it that wait to be sent or answered
    QJsonObject presence(const QString &customer) const; ///< topic "presence:<customer>": {online, seen_at, page}
    /// Messages that are handed to the store but not committed yet: what a slice that is read now may lack.
    QList<Message> uncommitted(const QString &conversation) const;
    Store *store() const;
    QUrl hub() const; ///< its base address
    /// The conversations that are being looked at. What is closed and not in memory is read from the store (`conversationAdded`
    /// follows); of the other closed ones only the newest Store::ClosedInOverview stay in memory. What left memory no longer follows
    /// what the hub says of it, such as that the customer has read it.
    void setLookedAt(const QStringList &conversations);
    const TextMask &mask() const;

    // --- what the agent does; each is one command through the outbox, at once visible ---
    void setStatus(AgentStatus status, const QString &reason = {}, const QString &next = {});
    void accept(const QString &conversation);
    void decline(const QString &conversation);
    void take(const QString &conversation);
    void transferToAgent(const QString &conversation, const QString &agent, const QString &note);
    void transferToQueue(const QString &conversation, const QString &queue, const QString &note);
    void park(const QString &conversation);
    void resume(const QString &conversation);
    void beginWrapup(const QString &conversation);
    void close(const QString &conversation, const QString &code, const QString &note = {});
    void openConversation(const QString &customer);
    /// Returns the mid of the bubble that is visible at once.
    QString sendText(const QString &conversation, const QString &text);
    /// Copies the file first, so that the original may go away; refuses (fileRefused) what the hub would refuse.
    void sendFile(const QString &conversation, const QString &path);
    /// The same for a picture that is no file; it is encoded on another thread.
    void sendPicture(const QString &conversation, const QImage &picture, const QString &name);
    void addNote(const QString &conversation, const QString &text);
    void recall(const QString &conversation, const QString &mid);
    void retry(const QString &cid);   ///< of a failed or too-old command: send it now
    void discard(const QString &cid); ///< take it out of the outbox; a text returns to the draft
    void markRead(const QString &conversation);
    void setTyping(const QString &conversation);
    void setDraft(const QString &conversation, const QString &text);
    void renameCustomer(const QString &customer, const QString &name);
    void setCustomerField(const QString &customer, const QString &field, const QString &value);
    void addTag(const QString &customer, const QString &tag);
    void removeTag(const QString &customer, const QString &tag);
    void addCustomerNote(const QString &customer, const QString &text);
    void saveCanned(const CannedReply &reply);
    void removeCanned(const QString &id);
    void noteCannedUsed(const QString &id);
    void retryLink();
    /// After signing in again, or when the token was about to end.
    void setToken(const QString &token);

    // --- questions ---
    /// Agents to transfer to; `done` gets an empty list and an error text while offline.
    void askAgents(QObject *context, std::function<void(const QList<Agent> &, const QString &error)> done);
    void askCustomerConversations(const QString &customer, QObject *context,
                                  std::function<void(const QList<Conversation> &, const QString &error)> done);
    void findCustomers(const QString &typed, QObject *context,
                       std::function<void(const QList<Customer> &, const QString &error)> done);
    /// Older messages than the store has; they are stored, then `historyStored` is emitted.
    void fetchHistory(const QString &conversation, qint64 beforeCseq);
    /// A file's bytes from memory, from the private copy of one that still waits to be sent, or over HTTP. They are not kept on the
    /// disk. `error` is empty, or says in the agent's words why there are none. `done` always runs through the event loop.
    void fetchFileData(const FileRef &file, bool thumbnail, QObject *context,
                       std::function<void(const QByteArray &data, const QString &error)> done);
    /// Fetches a file and writes it where the agent asked for; `error` is empty when it is there, whole.
    void saveFile(const FileRef &file, const QString &path, QObject *context, std::function<void(const QString &error)> done);

signals:
    void ready();
    /// The store is there and cannot be read, so there is no `ready` yet. `error.text()` is for the agent.
    void unreadable(const liaison::StoreError &error);
    void meChanged();
    void conversationAdded(const QString &id);
    void conversationChanged(const QString &id); ///< head, draft, typing or unread
    /// It is not on this desk, or is closed and left memory; what is stored of it stays and can be looked at.
    void conversationRemoved(const QString &id);
    void offered(const QString &id); ///< an offer came: sound, profile, countdown
    void offerEnded(const QString &id, const QString &why);
    /// Messages of the hub in order, already handed to the store; for the open lists.
    void messagesArrived(const QString &conversation, const QList<liaison::Message> &messages);
    /// Recalled: mid, conversation and `recalled` are set, nothing else.
    void messageChanged(const liaison::Message &message);
    void pendingChanged(const QString &conversation);
    void historyStored(const QString &conversation, bool more);
    /// The hub could not be asked or did not answer; ask again when it is wanted again.
    void historyFailed(const QString &conversation);
    void customerChanged(const QString &id); ///< profile or presence
    void cannedChanged();
    void queuesChanged();
    void figuresChanged();
    void syncChanged();
    /// Everything was replaced by a snapshot; lists read anew.
    void reset();
    /// A command was refused with an error code of the protocol; the window says it in words. `draftReturned`: its text is back in the draft.
    void refused(const QString &kind, const QString &conversation, const QString &code, bool draftReturned);
    /// Commands older than ten minutes: the agent is asked before they go.
    void confirmationNeeded(const QStringList &cids);
    void fileRefused(const QString &path, const QString &code);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison
