// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"
#include "models/domain/CannedReply.h"
#include "models/domain/Conversation.h"
#include "models/domain/Cursor.h"
#include "models/domain/Customer.h"
#include "models/store/StoreError.h"
#include "models/store/StoreOptions.h"

#include <QObject>
#include <functional>
#include <memory>
#include <variant>

namespace liaison {

/// A command that waits to be sent or answered. It is the only thing on this machine that the hub does not have.
struct OutboxEntry
{
    QString cid;
    QString kind;
    QString conversation;
    qint64 version = 0;
    qint64 at = 0; ///< hub UTC ms when the agent did it
    QJsonObject body;
    QString filePath; ///< a file that must be uploaded first (a private copy), or empty
    enum class State { Waiting, Sent, Failed, NeedsConfirmation } state = State::Waiting;
    bool confirmed = false;
    QString error; ///< code of the refusal, for Failed
};

/// All that one run of events (or one snapshot) does to the store.
struct StoreBatch
{
    std::optional<Cursor> cursor; ///< written in the same transaction (R3)
    bool replaceAll = false;      ///< a snapshot: everything else but outbox, drafts and own settings goes
    QList<Conversation> conversations;
    QList<Message> messages;
    QList<Customer> customers;
    QList<CannedReply> canned;
    QList<Queue> queues;
    QList<WrapupCode> codes;
    std::optional<Agent> me;
    QStringList purgedConversations; ///< access lost
    QStringList recalledMessages;    ///< mids taken back by their author: the text goes, the place stays
    QStringList removedCanned;
    QStringList removedOutbox;        ///< cids that are answered
    QList<QJsonObject> unknownEvents; ///< stored raw (R15)
};

/// Everything the window paints at start, read in one go.
struct StoreOverview
{
    /// False if it could not be read: then all below is empty and says nothing about what there is.
    bool read = false;
    Cursor cursor;
    Agent me;
    QList<Conversation> conversations; ///< open ones, and the newest closed (≤ Store::ClosedInOverview)
    QList<Customer> customers;         ///< of those
    QList<CannedReply> canned;
    QList<Queue> queues;
    QList<WrapupCode> codes;
    QList<OutboxEntry> outbox;
    QHash<QString, QString> drafts; ///< by conversation
};

/// A conversation as it was stored last, with its customer; empty if it is not stored here.
struct StoredHead
{
    std::optional<Conversation> conversation;
    std::optional<Customer> customer;
};

/// One hit of a search.
struct SearchHit
{
    Message message;
    QString customerName;
};

/// Newest hits first; `more` if there are further ones; counts are never exact.
struct SearchResult
{
    QList<SearchHit> hits;
    QList<Conversation> conversations; ///< whose customer's name, phone or account matches
    bool more = false;
};

/// A run of a conversation's messages, ascending by cseq.
struct MessageSlice
{
    QList<Message> messages;
    bool moreBefore = false;
    bool moreAfter = false;
};

/// A text of an outbox entry whose newest state is not known to be on the disk.
struct UnplacedText
{
    QStringList cids; ///< of the entries that may have it: its own first, then a refused one that it is sent instead of
    QString text;
};

/// What a draft's row is to be. Whether a text that was put into the outbox just before found room there, nobody but the writer knows:
/// those of `unplaced` of which no entry is in the outbox when the row is written stand in the row too, in front of the draft.
struct DraftRow
{
    QString name; ///< a conversation, or another name that begins with what it is of, such as a note's
    QString text;
    QList<UnplacedText> unplaced = {};
};

/// What an outbox entry was before. It goes in the transaction in which the entry comes, so that words are always in one place, also
/// if the entry finds no room.
struct OutboxOrigin
{
    QStringList replaced; ///< cids: of a refused entry that it is sent instead of; its own: it goes behind all others
    DraftRow draft = {};  ///< of what it was or might have been, without its words; no name: of nothing
};

/// The encrypted local store (docs/store.md): SQLCipher, one writer thread, one reader thread. This object belongs to the GUI
/// thread; every call returns at once, every callback runs on the GUI thread, and not after `context` is gone.
class Store : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const StoreError &error)>;
    /// As many closed conversations are at hand without asking for each: half a day of a busy desk.
    static constexpr int ClosedInOverview = 200;

    explicit Store(QObject *parent = nullptr);
    explicit Store(const StoreOptions &options, QObject *parent = nullptr);
    ~Store() override; ///< commits what is queued, then closes

    /// Opens (or makes) the file in `folder` with the raw 32-byte `key`; once in the life of the object. `opened` follows, or
    /// `failed`, or, if the file had to be made anew (StoreError::isRebuilt), `failed` and then `opened`. What is written and
    /// asked meanwhile waits; if the file does not open, writes are answered with the error and questions with nothing.
    /// What went wrong and what was done about it is a StoreError of the table in docs/store.md.
    void open(const QString &folder, const QByteArray &key);
    bool isOpen() const;

    /// One transaction, NORMAL; may be grouped with its neighbours. `done` after the commit: then acknowledge to the hub.
    /// An error means that the batch is not stored, and none with a cursor after it is (so that the cursor never passes a hole)
    /// until readCursor() was asked, or a batch with replaceAll came: ask the hub again from there. While the disk is full batches
    /// wait in order and `done` comes late.
    void apply(StoreBatch batch, QObject *context, Done done);
    /// One transaction of its own with synchronous=FULL. Only after `done` without error may the command be sent. After an error
    /// the entry is not kept, and `from` not touched: put it again under the same cid.
    void putOutbox(const OutboxEntry &entry, QObject *context, Done done, const OutboxOrigin &from = {});
    void removeOutbox(const QString &cid);
    /// Stored while it is typed (grouped within 20 ms); nothing to write removes it.
    void putDraft(const DraftRow &row);
    /// removeOutbox() of each and putDraft() in one transaction: what is given back is in one of the two at any instant.
    void giveBack(const QStringList &cids, const DraftRow &row);
    void putSetting(const QString &name, const QString &value);

    /// The cursor behind all that was applied before this call; invalid if there is none. Ends the refusal that apply() speaks of.
    void readCursor(QObject *context, std::function<void(const Cursor &)> done);
    void readOverview(QObject *context, std::function<void(const StoreOverview &)> done);
    void readHead(const QString &conversation, QObject *context, std::function<void(const StoredHead &)> done);
    /// Newest `n`, or those before / after / around a cseq.
    void readNewest(const QString &conversation, int n, QObject *context, std::function<void(const MessageSlice &)> done);
    void readBefore(const QString &conversation, qint64 cseq, int n, QObject *context,
                    std::function<void(const MessageSlice &)> done);
    void readAfter(const QString &conversation, qint64 cseq, int n, QObject *context,
                   std::function<void(const MessageSlice &)> done);
    void readAround(const QString &conversation, qint64 cseq, int n, QObject *context,
                    std::function<void(const MessageSlice &)> done);
    /// Searches all stored messages; a newer search interrupts an older one, whose callback then never runs.
    void search(const QString &typed, int most, QObject *context, std::function<void(const SearchResult &)> done);
    void readSetting(const QString &name, QObject *context, std::function<void(const QString &)> done);

    /// Removes closed conversations that ended before `utcMs`, with messages and index entries, in small pieces between the other
    /// writes; `removed` follows for each. One of which something waits in the outbox stays; drafts stay.
    void removeClosedBefore(qint64 utcMs);

    /// Removes key check, files and marker so that a crash in between is finished at the next start (remote wipe).
    static void wipe(const QString &folder);
    /// Bytes that SQLite holds in this process: above all the page caches of its two connections, which fill up to their `cache_size`
    /// (24 MiB in all) as a store grows. For measuring; any thread.
    static qint64 sqliteBytes();

    /// For tests and the diagnostics page.
    qint64 commits() const;

signals:
    void opened();
    /// The store could not be opened, or fell into a state that the agent must know of. `error.text()` is for him. With
    /// `error.isRebuilt()` it works and is empty but for outbox, drafts and settings: ask the hub for a snapshot.
    void failed(const liaison::StoreError &error);
    /// A disk-full or I/O state began or ended while working; the program goes on from memory.
    void degraded(const liaison::StoreError &error);
    void recovered();
    /// removeClosedBefore() has taken these out.
    void removed(const QStringList &conversations);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison
