// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/SimPeer.h"

#include "models/domain/Ids.h"
#include "models/domain/Message.h"

#include <QJsonArray>
#include <QTimer>

namespace liaison::sim {

namespace {
constexpr int typingMs = 5000;
constexpr int laterMs = 1000;
} // namespace

SimPeer::SimPeer(DeskLink::TransportFactory factory, Tally *tally, const Clock &clock, const LinkTimings &timings,
                 QObject *parent)
    : QObject(parent), m_factory(std::move(factory)), m_tally(tally), m_clock(clock), m_timings(timings)
{}

SimPeer::~SimPeer() = default;

void SimPeer::open(const PeerIdentity &identity)
{
    m_identity = identity;
    makeLink();
    for (const wire::Command &command : std::as_const(m_outbox))
        m_link->send(command);
    wire::Hello hello;
    hello.app = QStringLiteral("liaison-sim/" LIAISON_VERSION);
    hello.device = identity.device;
    hello.token = identity.token;
    hello.lang = identity.language;
    hello.siteUrl = identity.siteUrl;
    hello.siteTitle = identity.siteTitle;
    for (const QString &topic : identity.topics)
        hello.subs.append({topic, 0});
    m_link->start(identity.link, hello, m_cursor);
}

void SimPeer::close()
{
    if (!m_link)
        return;
    m_wasUp = false;
    m_link->disconnect(this);
    m_link->stop();
    // close() may be called from a slot of the link itself.
    m_link.release()->deleteLater();
}

void SimPeer::makeLink()
{
    close();
    m_link = std::make_unique<DeskLink>(m_factory, m_clock, m_timings);
    connect(m_link.get(), &DeskLink::eventsReceived, this, &SimPeer::onEvents);
    connect(m_link.get(), &DeskLink::snapshotReceived, this,
            [this](const QString &epoch, qint64 pos, const QJsonObject &body) { onSnapshot(epoch, pos, body); });
    connect(m_link.get(), &DeskLink::answered, this, &SimPeer::onAnswered);
    connect(m_link.get(), &DeskLink::refused, this, &SimPeer::onRefused);
    connect(m_link.get(), &DeskLink::signInNeeded, this, &SimPeer::signInNeeded);
    connect(m_link.get(), &DeskLink::phaseChanged, this, [this](LinkPhase phase) {
        if (phase == LinkPhase::Live) {
            m_wasUp = true;
            m_clockOffset = m_link->clockOffset();
            emit live();
        } else if (m_wasUp && (phase == LinkPhase::Waiting || phase == LinkPhase::Stopped)) {
            m_wasUp = false;
            m_tally->linkDropped();
        }
    });
}

QString SimPeer::send(const QString &kind, const QString &conversation, const QJsonObject &body)
{
    wire::Command command;
    command.cid = newId();
    command.kind = kind;
    command.conversation = conversation;
    command.at = m_clock.utcMs() + m_clockOffset;
    command.body = body;
    m_outbox.append(command);
    if (kind == QLatin1String("msg.send"))
        m_tally->sent(m_identity.principal, command.cid, m_clock.steadyMs());
    if (m_link)
        m_link->send(command);
    return command.cid;
}

void SimPeer::sendTyping(const QString &conversation)
{
    if (isLive() && !conversation.isEmpty())
        m_link->sendSignal({conversation, QStringLiteral("typing"), typingMs, {}});
}

void SimPeer::onEvents(const QString &epoch, const QList<wire::Event> &events)
{
    // What an event makes its receiver do may close this very link (the customer goes away).
    const DeskLink *link = m_link.get();
    for (const wire::Event &event : events) {
        m_cursor = {epoch, event.pos};
        if (event.kind == QLatin1String("msg")) {
            const Message message = Message::fromJson(event.body["msg"].toObject());
            m_tally->seen(m_identity.principal, event.conversation, message.mid, event.cseq, message.by, m_clock.steadyMs());
        } else {
            recordTail(event.body["conv"].toObject());
        }
        if (event.kind == QLatin1String("mark") && event.body["side"].toString() == QLatin1String("agent"))
            m_tally->marked(event.conversation, qint64(event.body["delivered"].toDouble()),
                            qint64(event.body["read"].toDouble()));
        emit eventSeen(event);
        // Not processed: the cursor stands before it, so it comes again with the next link.
        if (m_link.get() != link)
            return;
    }
    m_link->applied(m_cursor);
}

void SimPeer::onSnapshot(const QString &epoch, qint64 pos, const QJsonObject &body)
{
    m_cursor = {epoch, pos};
    const QJsonArray conversations = body["convs"].toArray();
    for (const QJsonValue &conversation : conversations)
        recordTail(conversation.toObject());
    const DeskLink *link = m_link.get();
    emit snapshotSeen(body);
    if (m_link.get() == link)
        m_link->applied(m_cursor);
}

void SimPeer::recordTail(const QJsonObject &conversation)
{
    const QString id = conversation["id"].toString();
    const QJsonArray tail = conversation["tail"].toArray();
    for (const QJsonValue &value : tail) {
        const Message message = Message::fromJson(value.toObject());
        m_tally->seenInTail(m_identity.principal, id, message.mid, message.cseq);
    }
}

void SimPeer::onAnswered(const wire::Ok &ok)
{
    m_outbox.removeIf([&ok](const wire::Command &command) { return command.cid == ok.cid; });
    m_tally->confirmed(ok.cid, ok.cseq, ok.dup, m_clock.steadyMs());
}

void SimPeer::onRefused(const wire::Err &err)
{
    QString kind;
    for (wire::Command &command : m_outbox) {
        if (command.cid != err.cid)
            continue;
        kind = command.kind;
        if (err.retry != Retry::Later && err.retry != Retry::Confirm)
            break;
        // Later: the hub is full or busy. Confirm: the command has grown old during an outage; a synthetic person always agrees.
        command.confirmed = command.confirmed || err.retry == Retry::Confirm;
        if (err.retry == Retry::Confirm && err.code != ErrorCode::StaleCommand)
            break;
        QTimer::singleShot(int(qMax<qint64>(err.afterMs, laterMs)), this, [this, again = command] {
            if (m_link)
                m_link->send(again);
        });
        return;
    }
    m_outbox.removeIf([&err](const wire::Command &command) { return command.cid == err.cid; });
    m_tally->refused(err.cid, toString(err.code));
    emit refused(err, kind);
}

} // namespace liaison::sim
