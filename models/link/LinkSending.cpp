// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the hub; the other half of LinkCore.
#include "models/domain/FaultPoint.h"
#include "models/link/LinkCore.h"

namespace liaison {

namespace {
constexpr int mostInWindow = 32;
constexpr qsizetype mostCommandBytes = 64 * 1024;
constexpr qsizetype mostBytesBeforeWelcome = 4 * 1024;
constexpr qint64 signalsStopAbove = 64 * 1024;
} // namespace

LinkChannel *DeskLink::Private::commandChannel() const
{
    for (LinkChannel *channel : {m_next, m_current}) {
        if (channel && (channel->stage() == LinkChannel::Stage::Greeted || channel->isWelcomed()))
            return channel;
    }
    return nullptr;
}

void DeskLink::Private::sendCommand(const wire::Command &command)
{
    const qsizetype bytes = wire::encode(command).size();
    if (bytes > mostCommandBytes) {
        wire::Err err;
        err.cid = command.cid;
        err.code = ErrorCode::TooBig;
        err.text = QStringLiteral("the command is larger than the link takes");
        QMetaObject::invokeMethod(
            this, [this, err] { emit q->refused(err); }, Qt::QueuedConnection);
        return;
    }
    if (m_window.add(command, bytes))
        flushCommands();
}

void DeskLink::Private::dropCommand(const QString &cid)
{
    m_window.take(cid);
    flushCommands();
}

void DeskLink::Private::flushCommands()
{
    LinkChannel *channel = commandChannel();
    if (channel && !m_window.isHeldBack(channel->unansweredCommands())) {
        const bool welcomed = channel->isWelcomed();
        const int window = welcomed ? qMin(mostInWindow, channel->welcome().window) : mostInWindow;
        const qsizetype most = welcomed ? mostCommandBytes : mostBytesBeforeWelcome;
        const QList<wire::Command> commands = m_window.sendable(m_clock.steadyMs(), window, most);
        for (wire::Command command : commands) {
            command.gen = welcomed ? channel->welcome().gen : 0;
            channel->send(command);
            LIAISON_FAULT_POINT("link.after-send");
        }
        if (const std::optional<qint64> at = m_window.nextPostponed())
            m_postponeTimer.start(int(qMax<qint64>(1, *at - m_clock.steadyMs())));
    }
    noteUnanswered();
}

void DeskLink::Private::noteUnanswered()
{
    std::optional<qint64> oldestAsk;
    for (const OpenAsk &open : std::as_const(m_asks)) {
        if (!oldestAsk || open.sentAt < *oldestAsk)
            oldestAsk = open.sentAt;
    }
    LinkChannel *forCommands = commandChannel();
    std::optional<qint64> oldestCommand = m_window.oldestSentAt();
    if (!oldestCommand && forCommands && m_window.isHeldBack(forCommands->unansweredCommands()))
        oldestCommand = forCommands->lastCommandAt();
    for (LinkChannel *channel : {m_current, m_next}) {
        if (!channel)
            continue;
        std::optional<qint64> since;
        if (channel == m_current)
            since = oldestAsk;
        if (channel == forCommands && oldestCommand && (!since || *oldestCommand < *since))
            since = oldestCommand;
        channel->setUnansweredSince(since);
    }
}

void DeskLink::Private::sendSignal(const wire::Signal &signal)
{
    if (m_phase == LinkPhase::Live && m_current->bytesToWrite() < signalsStopAbove)
        m_current->send(signal);
}

void DeskLink::Private::sendAsk(const wire::Ask &ask)
{
    if (m_phase != LinkPhase::Live) {
        QMetaObject::invokeMethod(
            this,
            [this, re = ask.re] {
                wire::Err err;
                err.re = re;
                err.code = ErrorCode::Busy;
                err.retry = Retry::Later;
                err.text = QStringLiteral("the link is down");
                emit q->askRefused(err);
            },
            Qt::QueuedConnection);
        return;
    }
    m_asks.insert(ask.re, {ask, m_clock.steadyMs()});
    m_current->send(ask);
    noteUnanswered();
    QTimer::singleShot(m_timings.handshake, this,
                       [this, re = ask.re] { refuseAsk(re, ErrorCode::Busy, QStringLiteral("the hub did not answer")); });
}

void DeskLink::Private::refuseAsk(const QString &re, ErrorCode code, const QString &why)
{
    if (!m_asks.remove(re))
        return;
    noteUnanswered();
    wire::Err err;
    err.re = re;
    err.code = code;
    err.retry = Retry::Later;
    err.text = why;
    emit q->askRefused(err);
}

void DeskLink::Private::failAsks(const QString &why)
{
    const QStringList open = m_asks.keys();
    for (const QString &re : open)
        refuseAsk(re, ErrorCode::Busy, why);
}

void DeskLink::Private::subscribe(const QString &topic)
{
    if (m_topics.contains(topic))
        return;
    m_topics.append(topic);
    for (LinkChannel *channel : {m_current, m_next}) {
        if (channel && channel->isWelcomed())
            channel->send(wire::Sub{topic, 0});
    }
}

void DeskLink::Private::unsubscribe(const QString &topic)
{
    if (!m_topics.removeOne(topic))
        return;
    for (LinkChannel *channel : {m_current, m_next}) {
        if (channel && channel->isWelcomed())
            channel->send(wire::Unsub{topic});
    }
}

void DeskLink::Private::setApplied(const Cursor &cursor)
{
    if (m_wantsSnapshot) {
        const bool isOfSnapshot = m_snapshotAt.isValid() && cursor.epoch == m_snapshotAt.epoch &&
                                  cursor.pos >= m_snapshotAt.pos && cursor.pos <= m_received.pos;
        if (!isOfSnapshot)
            return; // the receiver has still to apply what it had of the log that is gone
        m_wantsSnapshot = false;
    }
    m_applied = cursor;
    for (LinkChannel *channel : {m_current, m_next}) {
        if (channel && channel->welcome().epoch == cursor.epoch)
            channel->setAppliedPosition(cursor.pos);
    }
    if (m_eventsSinceAck >= m_timings.ackEvents)
        acknowledge();
    else if (!m_ackTimer.isActive())
        m_ackTimer.start(m_timings.ackEvery);
}

void DeskLink::Private::acknowledge()
{
    m_ackTimer.stop();
    if (!m_current || !m_current->isWelcomed() || m_current->welcome().epoch != m_applied.epoch || m_applied.pos == m_acked)
        return;
    m_acked = m_applied.pos;
    m_eventsSinceAck = 0;
    m_current->send(wire::Ack{m_acked});
}

} // namespace liaison
