// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/Session.h"

#include "models/session/Elsewhere.h"
#include "models/session/SessionCore.h"

#include <QJsonArray>
#include <QPointer>
#include <QSaveFile>

namespace liaison {

// The public face; how it works is in SessionCore.

Session::Session(Config config, Store *store, DeskLink *link, const Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(config), store, link, clock))
{}

Session::~Session()
{
    d->link->stop();
    d->finishCopies();
}

void Session::start() { d->start(); }

const Agent &Session::me() const { return d->state.me; }
QList<Conversation> Session::conversations() const { return d->state.conversations.values(); }

const Conversation *Session::conversation(const QString &id) const
{
    const auto found = d->state.conversations.constFind(id);
    return found == d->state.conversations.constEnd() ? nullptr : &*found;
}

const Customer *Session::customer(const QString &id) const
{
    const auto found = d->state.customers.constFind(id);
    return found == d->state.customers.constEnd() ? nullptr : &*found;
}

QList<CannedReply> Session::cannedReplies() const { return d->state.canned.values(); }
QList<Queue> Session::queues() const { return d->state.queues; }
QList<WrapupCode> Session::wrapupCodes() const { return d->state.codes; }
QList<Conversation> Session::waiting() const { return d->waitingHeads; }
QJsonObject Session::figures() const { return d->figures; }
SyncState Session::sync() const { return d->sync(); }
qint64 Session::hubNow() const { return d->hubNow(); }
QString Session::draft(const QString &conversation) const { return d->drafts.text(conversation); }
bool Session::isTyping(const QString &conversation) const { return d->typing.isTyping(conversation); }
int Session::unread(const QString &conversation) const { return int(d->state.unread.value(conversation).size()); }
QList<PendingMessage> Session::pending(const QString &conversation) const { return d->pending(conversation); }
int Session::toSend(const QString &conversation) const { return d->toSend(conversation); }
QJsonObject Session::presence(const QString &customer) const { return d->presence.value(customer); }
QUrl Session::hub() const { return d->config.httpUrl; }
Store *Session::store() const { return d->store; }
const TextMask &Session::mask() const { return d->config.mask; }

QList<Message> Session::uncommitted(const QString &conversation) const
{
    QList<quint64> numbers = d->uncommitted.keys();
    std::sort(numbers.begin(), numbers.end());
    QList<Message> messages;
    for (const quint64 number : std::as_const(numbers)) {
        for (const Message &message : d->uncommitted.value(number)) {
            if (message.conversation == conversation)
                messages.append(message);
        }
    }
    return messages;
}

void Session::setStatus(AgentStatus status, const QString &reason, const QString &next) { d->setStatus(status, reason, next); }
void Session::accept(const QString &conversation) { d->answerOffer(conversation, QStringLiteral("conv.accept")); }
void Session::decline(const QString &conversation) { d->answerOffer(conversation, QStringLiteral("conv.decline")); }
void Session::take(const QString &conversation) { d->command(QStringLiteral("conv.take"), conversation, {}); }

void Session::transferToAgent(const QString &conversation, const QString &agent, const QString &note)
{
    d->command(QStringLiteral("conv.transfer"), conversation, {{"agent", agent}, {"note", note}});
}

void Session::transferToQueue(const QString &conversation, const QString &queue, const QString &note)
{
    d->command(QStringLiteral("conv.transfer"), conversation, {{"queue", queue}, {"note", note}});
}

void Session::park(const QString &conversation) { d->command(QStringLiteral("conv.park"), conversation, {}); }
void Session::resume(const QString &conversation) { d->command(QStringLiteral("conv.resume"), conversation, {}); }
void Session::beginWrapup(const QString &conversation) { d->command(QStringLiteral("conv.wrapup"), conversation, {}); }

void Session::close(const QString &conversation, const QString &code, const QString &note)
{
    QJsonObject body{{"code", code}};
    if (!note.isEmpty())
        body["note"] = note;
    d->command(QStringLiteral("conv.close"), conversation, body);
}

void Session::openConversation(const QString &customer) { d->command(QStringLiteral("conv.open"), {}, {{"customer", customer}}); }

QString Session::sendText(const QString &conversation, const QString &text) { return d->sendText(conversation, text); }

void Session::sendFile(const QString &conversation, const QString &path)
{
    d->sendFile(conversation, path, d->outboxFiles.copy(path));
}

void Session::sendPicture(const QString &conversation, const QImage &picture, const QString &name)
{
    d->sendFile(conversation, name, d->outboxFiles.copy(picture, name));
}

void Session::addNote(const QString &conversation, const QString &text) { d->addNote(conversation, text); }

void Session::recall(const QString &conversation, const QString &mid)
{
    d->command(QStringLiteral("msg.recall"), conversation, {{"mid", mid}});
}

void Session::retry(const QString &cid) { d->outbox.retry(cid); }
void Session::discard(const QString &cid) { d->outbox.discard(cid); }
void Session::markRead(const QString &conversation) { d->markRead(conversation); }
void Session::setTyping(const QString &conversation) { d->setTyping(conversation); }
void Session::setDraft(const QString &conversation, const QString &text) { d->setDraft(conversation, text); }

void Session::renameCustomer(const QString &customer, const QString &name)
{
    d->updateCustomer(customer, QStringLiteral("customer.update"), {{"name", name}});
}

void Session::setCustomerField(const QString &customer, const QString &field, const QString &value)
{
    d->updateCustomer(customer, QStringLiteral("customer.update"), {{"fields", QJsonObject{{field, value}}}});
}

void Session::addTag(const QString &customer, const QString &tag)
{
    d->updateCustomer(customer, QStringLiteral("customer.tag"), {{"add", QJsonArray{tag}}});
}

void Session::removeTag(const QString &customer, const QString &tag)
{
    d->updateCustomer(customer, QStringLiteral("customer.tag"), {{"remove", QJsonArray{tag}}});
}

void Session::addCustomerNote(const QString &customer, const QString &text)
{
    d->updateCustomer(customer, QStringLiteral("customer.note"), {{"text", text}});
}

void Session::saveCanned(const CannedReply &reply)
{
    QJsonObject body = reply.toJson();
    body.remove(QLatin1String("uses"));
    if (reply.id.isEmpty())
        body.remove(QLatin1String("id"));
    d->command(QStringLiteral("canned.save"), {}, body);
}

void Session::removeCanned(const QString &id) { d->command(QStringLiteral("canned.remove"), {}, {{"id", id}}); }
void Session::noteCannedUsed(const QString &id) { d->command(QStringLiteral("canned.used"), {}, {{"id", id}}); }
void Session::retryLink() { d->link->retryNow(); }
void Session::setToken(const QString &token) { d->setToken(token); }

void Session::askAgents(QObject *context, std::function<void(const QList<Agent> &, const QString &)> done)
{
    d->ask(QStringLiteral("agents"), {}, {}, context, [done = std::move(done)](const QJsonObject &body, const QString &error) {
        QList<Agent> agents;
        const QJsonArray items = body["agents"].toArray();
        for (const QJsonValue &item : items)
            agents.append(Agent::fromJson(item.toObject()));
        done(agents, error);
    });
}

void Session::setLookedAt(const QStringList &conversations) { d->setLookedAt(conversations); }

void Session::askCustomerConversations(const QString &customer, QObject *context,
                                       std::function<void(const QList<Conversation> &, const QString &)> done)
{
    d->ask(QStringLiteral("customer.convs"), {}, {{"customer", customer}}, context,
           [this, done = std::move(done)](const QJsonObject &body, const QString &error) {
               QList<Conversation> conversations;
               const QJsonArray items = body["convs"].toArray();
               for (const QJsonValue &item : items)
                   conversations.append(Conversation::fromJson(item.toObject(), hubNow()));
               done(conversations, error);
           });
}

void Session::findCustomers(const QString &typed, QObject *context,
                            std::function<void(const QList<Customer> &, const QString &)> done)
{
    d->ask(QStringLiteral("customer.find"), {}, {{"q", typed}}, context,
           [done = std::move(done)](const QJsonObject &body, const QString &error) {
               QList<Customer> customers;
               const QJsonArray items = body["customers"].toArray();
               for (const QJsonValue &item : items)
                   customers.append(Customer::fromJson(item.toObject()));
               done(customers, error);
           });
}

void Session::fetchHistory(const QString &conversation, qint64 beforeCseq) { d->fetchHistory(conversation, beforeCseq); }

void Session::fetchFileData(const FileRef &file, bool thumbnail, QObject *context,
                            std::function<void(const QByteArray &, const QString &)> done)
{
    d->fetchFileData(file, thumbnail, context, std::move(done));
}

void Session::saveFile(const FileRef &file, const QString &path, QObject *context, std::function<void(const QString &)> done)
{
    const auto write = [path](const QByteArray &data) {
        QSaveFile target(path);
        const bool saved = target.open(QIODevice::WriteOnly) && target.write(data) == data.size() && target.commit();
        return saved ? QString() : tr("The file could not be written: %1").arg(target.errorString());
    };
    const auto fetched = [this, write, guard = QPointer<QObject>(context), done = std::move(done)](const QByteArray &data,
                                                                                                   const QString &error) {
        if (!error.isEmpty()) {
            done(error);
            return;
        }
        // The file is written whole even if this session ends meanwhile.
        whenDone(elsewhere<QString>([write, data] { return write(data); }), this, [guard, done](const QString &trouble) {
            if (guard)
                done(trouble);
        });
    };
    d->fetchFileData(file, false, context, fetched);
}

} // namespace liaison
