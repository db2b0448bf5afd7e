// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent does and asks; the other half of SessionCore.
#include "models/domain/Ids.h"
#include "models/session/Elsewhere.h"
#include "models/session/SessionCore.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace liaison {

namespace {
constexpr int historyAtOnce = 100;
const auto privateKey = QStringLiteral("_key");
} // namespace

QString Session::Private::command(const QString &kind, const QString &conversation, const QJsonObject &body, qint64 version)
{
    OutboxEntry entry;
    entry.kind = kind;
    entry.conversation = conversation;
    entry.version = version;
    entry.body = body;
    return outbox.add(entry);
}

void Session::Private::setStatus(AgentStatus status, const QString &reason, const QString &next)
{
    QJsonObject body{{"status", toString(status)}};
    if (!reason.isEmpty())
        body["reason"] = reason;
    if (!next.isEmpty())
        body["next"] = next;
    if (!m_meBefore)
        m_meBefore = state.me;
    m_statusCommand = command(QStringLiteral("agent.state"), {}, body);
    state.me.status = status;
    state.me.reason = reason;
    state.me.next = next;
    state.me.since = hubNow();
    emit q->meChanged();
}

void Session::Private::answerOffer(const QString &conversation, const QString &kind)
{
    const auto head = state.conversations.constFind(conversation);
    if (head != state.conversations.constEnd() && head->offer)
        command(kind, conversation, {{"offer", head->offer->id}});
}

QString Session::Private::sendText(const QString &conversation, const QString &text)
{
    const bool wasDraft = drafts.leave(conversation, text);
    const QString cid = command(QStringLiteral("msg.send"), conversation, {{"kind", "text"}, {"text", text}});
    if (wasDraft)
        emit q->conversationChanged(conversation);
    return cid;
}

void Session::Private::addNote(const QString &conversation, const QString &text)
{
    drafts.leave(DraftKeeper::ofNote(conversation), text);
    command(QStringLiteral("conv.note"), conversation, {{"text", text}});
}

void Session::Private::sendFile(const QString &conversation, const QString &path, const QFuture<OutboxFiles::Copy> &copying)
{
    const quint64 number = m_nextCopy++;
    m_copying.insert(number, {conversation, path, copying});
    whenDone(copying, this, [this, number](const OutboxFiles::Copy &) { addCopied(number); });
    notePending(conversation);
}

void Session::Private::addCopied(quint64 number)
{
    const Copying done = m_copying.take(number);
    const OutboxFiles::Copy copy = done.copy.result();
    if (!copy.error.isEmpty()) {
        emit q->fileRefused(done.path, copy.error);
        notePending(done.conversation);
        return;
    }
    files.remember(copy.file.id, copy.data);
    OutboxEntry entry;
    entry.kind = QStringLiteral("msg.send");
    entry.conversation = done.conversation;
    entry.filePath = copy.path;
    entry.body = {
        {"kind", toString(copy.kind)}, {"file", copy.file.toJson()}, {privateKey, QString::fromLatin1(copy.key.toBase64())}};
    outbox.add(entry);
}

void Session::Private::finishCopies()
{
    while (!m_copying.isEmpty()) {
        m_copying.first().copy.waitForFinished();
        addCopied(m_copying.firstKey());
    }
}

int Session::Private::toSend(const QString &conversation) const
{
    const auto copying = std::count_if(m_copying.cbegin(), m_copying.cend(),
                                       [&conversation](const Copying &copy) { return copy.conversation == conversation; });
    return outbox.toSend(conversation) + int(copying);
}

void Session::Private::startUpload(const OutboxEntry &entry)
{
    const QByteArray key = QByteArray::fromBase64(entry.body[privateKey].toString().toLatin1());
    whenDone(OutboxFiles::open(entry.filePath, key), this, [this, entry](const QByteArray &data) {
        if (data.isEmpty())
            outbox.noteUploadFailed(entry.cid, QStringLiteral("not_found"));
        else
            files.upload(entry.cid, FileRef::fromJson(entry.body["file"].toObject()), data);
    });
}

QList<PendingMessage> Session::Private::pending(const QString &conversation) const
{
    QList<PendingMessage> pending;
    for (const Outbox::Item &item : outbox.items()) {
        const OutboxEntry &entry = item.entry;
        const bool note = entry.kind == QLatin1String("conv.note");
        if (entry.conversation != conversation || (entry.kind != QLatin1String("msg.send") && !note))
            continue;
        PendingMessage one;
        one.message.mid = entry.cid;
        one.message.conversation = conversation;
        one.message.kind = note ? MessageKind::Note : messageKindFromString(entry.body["kind"].toString());
        one.message.side = Side::Agent;
        one.message.by = QStringLiteral("a:") + state.me.id;
        one.message.byName = state.me.display;
        one.message.at = entry.at;
        one.message.text = entry.body["text"].toString();
        if (entry.body["file"].isObject())
            one.message.file = FileRef::fromJson(entry.body["file"].toObject());
        one.state = item.answeredAt >= 0 ? OutboxEntry::State::Sent : entry.state;
        one.error = entry.error;
        one.uploadPercent = item.uploadPercent;
        pending.append(one);
    }
    return pending;
}

void Session::Private::markRead(const QString &conversation)
{
    const auto head = state.conversations.find(conversation);
    if (head == state.conversations.end())
        return;
    const Marks known = head->agentMarks;
    const bool wasUnread = !state.unread.value(conversation).isEmpty();
    state.unread.remove(conversation);
    if (head->isOpen() && head->state != ConversationState::Offered && known.read < head->cseq) {
        head->agentMarks.read = head->cseq;
        head->agentMarks.delivered = qMax(head->agentMarks.delivered, head->cseq);
        marks.note(conversation, head->agentMarks, known);
    }
    if (wasUnread)
        emit q->conversationChanged(conversation);
}

void Session::Private::setTyping(const QString &conversation)
{
    if (typing.mayTell(conversation))
        link->sendSignal({conversation, QStringLiteral("typing"), TypingBoard::holdsMs, {}});
}

void Session::Private::setDraft(const QString &conversation, const QString &text)
{
    if (drafts.set(conversation, text))
        emit q->conversationChanged(conversation);
}

void Session::Private::updateCustomer(const QString &customer, const QString &kind, QJsonObject body)
{
    body["customer"] = customer;
    const auto known = state.customers.constFind(customer);
    const bool versioned = kind == QLatin1String("customer.update") && known != state.customers.constEnd();
    command(kind, {}, body, versioned ? known->version : 0);
}

void Session::Private::setToken(const QString &token)
{
    config.token = token;
    m_signInNeeded = false;
    files.setToken(token);
    link->setToken(token);
    outbox.pump();
    emit q->syncChanged();
}

// --- questions -------------------------------------------------------------------------------------------------------------

void Session::Private::ask(const QString &kind, const QString &conversation, const QJsonObject &body, QObject *context,
                           Answered done)
{
    const QString re = newId();
    m_asks.insert(re, {context, std::move(done)});
    link->ask({re, kind, conversation, body});
}

void Session::Private::fetchHistory(const QString &conversation, qint64 beforeCseq)
{
    if (m_historyAsked.contains(conversation))
        return;
    m_historyAsked.insert(conversation);
    ask(QStringLiteral("history"), conversation, {{"before_cseq", beforeCseq}, {"n", historyAtOnce}}, this,
        [this, conversation](const QJsonObject &body, const QString &error) {
            if (!error.isEmpty()) {
                m_historyAsked.remove(conversation);
                emit q->historyFailed(conversation);
                return;
            }
            StoreBatch batch;
            const QJsonArray messages = body["msgs"].toArray();
            for (const QJsonValue &item : messages) {
                const Message message = Message::fromJson(item.toObject());
                if (!message.mid.isEmpty() && message.conversation == conversation)
                    batch.messages.append(message);
            }
            store->apply(batch, this, [this, conversation, more = body["more"].toBool()](const StoreError &storeError) {
                m_historyAsked.remove(conversation);
                if (storeError.isError())
                    emit q->historyFailed(conversation);
                else
                    emit q->historyStored(conversation, more);
            });
        });
}

void Session::Private::fetchFileData(const FileRef &file, bool thumbnail, QObject *context, FileTransfer::Fetched done)
{
    for (const Outbox::Item &item : outbox.items()) {
        const OutboxEntry &entry = item.entry;
        if (entry.filePath.isEmpty() || item.uploaded || entry.body["file"]["id"].toString() != file.id)
            continue;
        const QByteArray key = QByteArray::fromBase64(entry.body[privateKey].toString().toLatin1());
        whenDone(OutboxFiles::open(entry.filePath, key), this,
                 [guard = QPointer<QObject>(context), done = std::move(done)](const QByteArray &data) {
                     if (guard)
                         done(data, data.isEmpty() ? words(QStringLiteral("not_found")) : QString());
                 });
        return;
    }
    files.fetch(file, thumbnail, context, [done = std::move(done)](const QByteArray &data, const QString &error) {
        done(data, error.isEmpty() ? QString() : words(error));
    });
}

QString Session::Private::words(const QString &code)
{
    switch (errorCodeFromString(code)) {
    case ErrorCode::None: return {};
    case ErrorCode::Busy:
    case ErrorCode::Slow: return Session::tr("The hub cannot be reached at the moment.");
    case ErrorCode::Rate: return Session::tr("Too many requests. Please try again in a moment.");
    case ErrorCode::Unauthorized: return Session::tr("Please sign in again.");
    case ErrorCode::Forbidden: return Session::tr("You may not see this.");
    case ErrorCode::NotFound: return Session::tr("This is no longer there.");
    case ErrorCode::TooBig: return Session::tr("This is too big.");
    default: return Session::tr("The hub could not do this.");
    }
}

} // namespace liaison
