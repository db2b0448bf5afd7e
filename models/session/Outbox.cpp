// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/Outbox.h"

#include "models/domain/Ids.h"

#include <QSet>
#include <QTimer>
#include <algorithm>

namespace liaison {

namespace {
constexpr qint64 staleAfterMs = 10 * 60 * 1000;
constexpr int uploadAgainMs = 10000;

/// Commands that a customer or a colleague would notice: sent late, they may be wrong by then. The others (marks, tags, notes,
/// one's own status) mean the same an hour later, or the hub refuses them by itself.
bool isNoticed(const QString &kind)
{
    static const QSet<QString> kinds{QStringLiteral("msg.send"),  QStringLiteral("conv.transfer"), QStringLiteral("conv.close"),
                                     QStringLiteral("conv.take"), QStringLiteral("conv.open"),     QStringLiteral("conv.wrapup"),
                                     QStringLiteral("msg.recall")};
    return kinds.contains(kind);
}
} // namespace

Outbox::Outbox(Store &store, DeskLink &link, DraftKeeper &drafts, std::function<qint64()> hubNow, QObject *parent)
    : QObject(parent), m_store(store), m_link(link), m_drafts(drafts), m_hubNow(std::move(hubNow))
{}

bool Outbox::isBubble(const OutboxEntry &entry)
{
    return entry.kind == QLatin1String("msg.send") || entry.kind == QLatin1String("conv.note");
}

Outbox::Item *Outbox::find(const QString &cid)
{
    const auto it = std::find_if(m_items.begin(), m_items.end(), [&cid](const Item &item) { return item.entry.cid == cid; });
    return it == m_items.end() ? nullptr : &*it;
}

void Outbox::restore(const QList<OutboxEntry> &entries)
{
    for (const OutboxEntry &entry : entries) {
        if (find(entry.cid))
            continue;
        Item item;
        item.entry = entry;
        item.stored = item.handedOver = true;
        // What the agent was asked about and did not answer is asked again.
        if (item.entry.state == OutboxEntry::State::Sent || item.entry.state == OutboxEntry::State::NeedsConfirmation)
            item.entry.state = OutboxEntry::State::Waiting;
        m_items.append(item);
    }
}

QString Outbox::add(OutboxEntry entry, const QString &replaces)
{
    if (entry.cid.isEmpty())
        entry.cid = newId();
    if (entry.at == 0)
        entry.at = m_hubNow();
    const QString cid = entry.cid;
    const QString conversation = entry.conversation;
    Item item;
    item.entry = std::move(entry);
    item.replaces = replaces;
    m_items.append(item);
    keep(cid);
    emit changed(conversation);
    return cid;
}

void Outbox::storeAgain()
{
    for (const Item &item : std::as_const(m_items)) { // in their order
        m_drafts.release(item.entry);
        m_drafts.hold(item.entry, cidsOf(item));
    }
    for (Item &item : m_items) {
        if (!item.stored && item.writes == 0)
            continue; // found no room before: its words stand with the drafts
        item.stored = item.stored && item.handedOver;
        write(item, cidsOf(item)); // its own too: each goes behind the one before
    }
}

/// All entries that may have its words in the store.
QStringList Outbox::cidsOf(const Item &item)
{
    return item.replaces.isEmpty() ? QStringList{item.entry.cid} : QStringList{item.entry.cid, item.replaces};
}

void Outbox::write(Item &item, const QStringList &replaced)
{
    ++item.writes;
    m_drafts.hold(item.entry, cidsOf(item));
    // Where its words were: by now, for the agent may have typed on, or this may be another try.
    OutboxOrigin from;
    from.replaced = replaced;
    from.draft = m_drafts.row(DraftKeeper::nameOf(item.entry));
    const auto written = [this, cid = item.entry.cid](const StoreError &error) {
        Item *there = find(cid);
        if (!there || --there->writes > 0)
            return; // gone, or a newer state is on its way
        if (error.isError())
            noteNotWritten(*there);
        else
            noteWritten(*there);
    };
    m_store.putOutbox(item.entry, this, written, from);
}

void Outbox::noteWritten(Item &item)
{
    item.stored = true;
    item.replaces.clear();
    m_drafts.release(item.entry);
    pump();
}

void Outbox::noteNotWritten(Item &item)
{
    m_drafts.storeHeld(item.entry);
    if (item.stored)
        return; // the hub may have it, or says it again
    // Not on the disk, so it must not go out: after a crash nobody would know whether it did.
    item.entry.state = OutboxEntry::State::Failed;
    item.entry.error = QStringLiteral("not_stored");
    const OutboxEntry entry = item.entry;
    emit failed(entry, entry.error);
    emit changed(entry.conversation);
}

void Outbox::keep(const QString &cid)
{
    Item *item = find(cid);
    if (!item)
        return;
    item->stored = false;
    write(*item, item->replaces.isEmpty() ? QStringList() : QStringList{item->replaces});
}

bool Outbox::mustAsk(const OutboxEntry &entry) const
{
    return !entry.confirmed && isNoticed(entry.kind) && m_hubNow() - entry.at > staleAfterMs;
}

void Outbox::pump()
{
    const LinkPhase phase = m_link.phase();
    if (m_pumping || phase == LinkPhase::Stopped || phase == LinkPhase::Waiting)
        return;
    m_pumping = true;
    QStringList asked;
    QSet<QString> busy;
    QList<QString> due;
    for (Item &item : m_items) {
        OutboxEntry &entry = item.entry;
        if (entry.state == OutboxEntry::State::Failed || entry.state == OutboxEntry::State::NeedsConfirmation ||
            item.answeredAt >= 0)
            continue;
        if (item.stored && !item.onItsWay && !item.handedOver && mustAsk(entry)) {
            entry.state = OutboxEntry::State::NeedsConfirmation;
            asked.append(entry.cid);
            continue;
        }
        if (!entry.filePath.isEmpty() && !item.uploaded) {
            if (item.stored && !item.uploading && phase == LinkPhase::Live)
                due.append(entry.cid);
            continue; // texts need not wait for an upload
        }
        // Without a conversation there is no order to keep.
        const bool first = entry.conversation.isEmpty() || !busy.contains(entry.conversation);
        busy.insert(entry.conversation);
        if (first && item.stored && !item.onItsWay)
            send(item);
    }
    m_pumping = false;
    for (const QString &cid : due) {
        if (Item *item = find(cid)) {
            item->uploading = true;
            item->uploadPercent = 0;
            const OutboxEntry entry = item->entry;
            emit uploadWanted(entry);
        }
    }
    for (const QString &cid : std::as_const(asked)) {
        if (Item *item = find(cid)) {
            write(*item, {}); // the hub asks again if this is lost
            emit changed(item->entry.conversation);
        }
    }
    m_toAsk += asked;
    if (std::none_of(m_items.cbegin(), m_items.cend(), [this](const Item &item) { return isJudgedByHub(item); }))
        askAgent();
}

bool Outbox::isJudgedByHub(const Item &item) const
{
    const OutboxEntry &entry = item.entry;
    const bool goes = entry.state == OutboxEntry::State::Waiting || entry.state == OutboxEntry::State::Sent;
    const bool uploads = !entry.filePath.isEmpty() && !item.uploaded; // may take long
    return item.handedOver && goes && !uploads && item.answeredAt < 0 && mustAsk(entry);
}

void Outbox::askAgent()
{
    QStringList cids;
    const QStringList gathered = std::exchange(m_toAsk, {});
    for (const QString &cid : gathered) {
        const Item *item = find(cid);
        if (item && item->entry.state == OutboxEntry::State::NeedsConfirmation)
            cids.append(cid);
    }
    if (!cids.isEmpty())
        emit confirmationNeeded(cids);
}

void Outbox::send(Item &item)
{
    item.onItsWay = item.handedOver = true;
    item.entry.state = OutboxEntry::State::Sent;
    wire::Command command;
    command.cid = item.entry.cid;
    command.kind = item.entry.kind;
    command.conversation = item.entry.conversation;
    command.version = item.entry.version;
    command.at = item.entry.at;
    command.confirmed = item.entry.confirmed || (!isNoticed(item.entry.kind) && m_hubNow() - item.entry.at > staleAfterMs / 2);
    command.body = item.entry.body;
    const QStringList keys = command.body.keys();
    for (const QString &key : keys) { // what begins so is ours alone, such as the key of a file's private copy
        if (key.startsWith(QLatin1Char('_')))
            command.body.remove(key);
    }
    m_link.send(command);
}

void Outbox::retry(const QString &cid)
{
    Item *item = find(cid);
    if (!item)
        return;
    OutboxEntry &entry = item->entry;
    if (entry.state == OutboxEntry::State::NeedsConfirmation) {
        entry.confirmed = true;
        entry.state = OutboxEntry::State::Waiting;
        keep(cid);
        emit changed(entry.conversation);
        return;
    }
    if (entry.state != OutboxEntry::State::Failed)
        return;
    const QString conversation = entry.conversation;
    if (entry.error == QLatin1String("not_stored")) { // the hub has not carried it out
        entry.state = OutboxEntry::State::Waiting;
        entry.error.clear();
        keep(cid);
    } else {
        OutboxEntry again = entry;
        again.cid.clear();
        again.at = 0;
        again.confirmed = false;
        again.error.clear();
        again.state = OutboxEntry::State::Waiting;
        const bool uploaded = item->uploaded;
        m_drafts.release(entry); // from now on its words are held for the other, if they must be
        m_items.removeIf([&cid](const Item &old) { return old.entry.cid == cid; });
        const QString fresh = add(again, cid);
        if (Item *added = find(fresh))
            added->uploaded = uploaded;
    }
    emit changed(conversation);
}

void Outbox::discard(const QString &cid)
{
    if (!find(cid))
        return;
    m_link.drop(cid);
    giveBack(cid);
    pump();
}

bool Outbox::giveBack(const QString &cid)
{
    const Item item = *find(cid);
    const OutboxEntry &entry = item.entry;
    const bool hasWords = entry.kind == QLatin1String("msg.send") && !entry.body["text"].toString().isEmpty();
    if (hasWords)
        m_drafts.giveBack(entry, cidsOf(item));
    remove(cid, !hasWords);
    if (hasWords)
        emit gaveBack(entry.conversation);
    return hasWords;
}

void Outbox::remove(const QString &cid, bool fromStore)
{
    const Item *item = find(cid);
    if (!item)
        return;
    const OutboxEntry entry = item->entry;
    const QStringList cids = cidsOf(*item);
    m_items.removeIf([&cid](const Item &old) { return old.entry.cid == cid; });
    m_drafts.forget(entry);
    if (fromStore) {
        for (const QString &stored : cids)
            m_store.removeOutbox(stored);
    }
    emit dropped(entry);
    emit changed(entry.conversation);
}

// --- files -----------------------------------------------------------------------------------------------------------------

void Outbox::noteProgress(const QString &cid, int percent)
{
    Item *item = find(cid);
    if (!item || item->uploadPercent == percent)
        return;
    item->uploadPercent = percent;
    emit changed(item->entry.conversation);
}

void Outbox::noteUploaded(const QString &cid, const FileRef &file)
{
    Item *item = find(cid);
    if (!item)
        return;
    item->uploading = false;
    item->uploaded = true;
    item->uploadPercent = -1;
    item->entry.body["file"] = file.toJson();
    emit changed(item->entry.conversation);
    pump();
}

void Outbox::noteUploadFailed(const QString &cid, const QString &code)
{
    Item *item = find(cid);
    if (!item)
        return;
    const QString conversation = item->entry.conversation;
    item->uploading = false;
    item->uploadPercent = -1;
    if (!code.isEmpty()) {
        item->entry.state = OutboxEntry::State::Failed;
        item->entry.error = code;
        write(*item, {});
        emit failed(OutboxEntry(item->entry), code);
    } else {
        QTimer::singleShot(uploadAgainMs, this, &Outbox::pump);
    }
    emit changed(conversation);
}

// --- answers ---------------------------------------------------------------------------------------------------------------

void Outbox::noteAnswered(const wire::Ok &ok, const Cursor &received)
{
    Item *item = find(ok.cid);
    if (!item)
        return;
    // It stays until what it did is here: a bubble, so that its message takes its place, and everything, because an older copy of
    // the hub does not know that it said yes.
    if (ok.pos > received.pos) {
        item->answeredAt = ok.pos;
        emit changed(item->entry.conversation);
    } else {
        remove(ok.cid, true);
    }
    pump();
}

void Outbox::noteEvents(const QStringList &cids, StoreBatch &batch)
{
    batch.removedOutbox += cids; // also what has left memory: an earlier batch with it may have found no room
    for (const QString &cid : cids) {
        if (!find(cid))
            continue;
        m_link.drop(cid); // its answer says nothing new
        remove(cid, false);
    }
    pump();
}

void Outbox::noteReceived(const Cursor &received)
{
    QStringList done;
    for (const Item &item : std::as_const(m_items)) {
        if (item.answeredAt >= 0 && item.answeredAt <= received.pos)
            done.append(item.entry.cid);
    }
    for (const QString &cid : std::as_const(done))
        remove(cid, true);
}

void Outbox::noteLinkLost()
{
    QSet<QString> waiting;
    for (Item &item : m_items) {
        const bool answered = item.answeredAt >= 0;
        // Those without a conversation too: together they go in their order, so one's own status ends as it was set last.
        const bool behind = item.onItsWay && waiting.contains(item.entry.conversation);
        if (!answered && !behind)
            continue;
        if (behind)
            m_link.drop(item.entry.cid); // else it would go with the greeting, in front of the other
        waiting.insert(item.entry.conversation);
        item.answeredAt = -1;
        item.onItsWay = false;
        item.entry.state = OutboxEntry::State::Waiting;
    }
    askAgent(); // the hub's word on the others may be long in coming
}

void Outbox::noteRefused(const wire::Err &err)
{
    Item *item = find(err.cid);
    if (!item)
        return;
    item->onItsWay = false;
    if (err.code == ErrorCode::StaleCommand) {
        item->entry.state = OutboxEntry::State::NeedsConfirmation;
        write(*item, {});
        m_toAsk.append(err.cid);
        emit changed(item->entry.conversation);
    } else if (isBubble(item->entry) && (err.retry != Retry::Confirm || item->entry.kind == QLatin1String("conv.note"))) {
        // A note stays a bubble whatever was wrong: given back to the draft it could be sent to the customer.
        item->entry.state = OutboxEntry::State::Failed;
        item->entry.error = toString(err.code);
        write(*item, {});
        const OutboxEntry entry = item->entry;
        emit changed(entry.conversation);
        emit failed(entry, entry.error);
    } else {
        const OutboxEntry entry = item->entry;
        const bool returned = giveBack(err.cid);
        emit refused(entry, toString(err.code), returned);
    }
    pump();
}

int Outbox::toSend() const
{
    return int(std::count_if(m_items.cbegin(), m_items.cend(), [](const Item &item) {
        return item.answeredAt < 0 && item.entry.state != OutboxEntry::State::Failed;
    }));
}

int Outbox::toSend(const QString &conversation) const
{
    return int(std::count_if(m_items.cbegin(), m_items.cend(), [&conversation](const Item &item) {
        return item.entry.conversation == conversation && item.answeredAt < 0 && item.entry.state != OutboxEntry::State::Failed;
    }));
}

} // namespace liaison
