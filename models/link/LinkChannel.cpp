// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/LinkChannel.h"

#include "models/domain/Clock.h"
#include "models/link/DeskLink.h"

namespace liaison {

namespace {
/// An event with the newest 30 messages of 8,000 characters each is more than the hub's usual frame.
constexpr wire::DecodeLimits hubLimits{4 * 1024 * 1024, 4 * 1024 * 1024, 1000};
constexpr int goodbyeWithin = 2000;

LivenessWatch::Numbers numbersOf(const LinkTimings &timings)
{
    return {timings.pingAfterSilence, timings.pongWithin, timings.commandUnansweredFor, timings.commandPongWithin};
}

bool answersCommand(const wire::Frame &frame)
{
    const auto *err = std::get_if<wire::Err>(&frame);
    return std::holds_alternative<wire::Ok>(frame) || (err && !err->cid.isEmpty());
}
} // namespace

LinkChannel::LinkChannel(std::unique_ptr<wire::Transport> transport, const Clock &clock, const LinkTimings &timings,
                         Random random, ClockOffset &offset, QObject *parent)
    : QObject(parent), m_transport(std::move(transport)), m_clock(clock), m_offset(offset), m_numbers(numbersOf(timings)),
      m_watch(m_numbers, std::move(random), clock.steadyMs())
{
    connect(m_transport.get(), &wire::Transport::opened, this, &LinkChannel::opened);
    connect(m_transport.get(), &wire::Transport::textReceived, this,
            [this](const QByteArray &utf8) { receive(wire::decode(utf8, hubLimits)); });
    connect(m_transport.get(), &wire::Transport::binaryReceived, this,
            [this](const QByteArray &bytes) { receive(wire::decodeBinary(bytes, hubLimits)); });
    connect(m_transport.get(), &wire::Transport::closed, this, &LinkChannel::leave);

    m_handshake.setSingleShot(true);
    connect(&m_handshake, &QTimer::timeout, this, [this] { drop(QStringLiteral("the hub did not answer the greeting")); });
    m_handshake.start(timings.handshake);

    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    connect(&m_due, &QTimer::timeout, this, &LinkChannel::check);
}

LinkChannel::~LinkChannel()
{
    if (m_transport)
        m_transport->disconnect(this);
}

bool LinkChannel::awaitsSnapshot() const
{
    return isWelcomed() && m_welcome.mode != QLatin1String("resume") && !m_snapshot.isComplete();
}

void LinkChannel::greet(const wire::Hello &hello)
{
    m_stage = Stage::Greeted;
    m_greetedAt = m_clock.steadyMs();
    send(hello);
}

void LinkChannel::send(const wire::Frame &frame)
{
    if (m_stage == Stage::Gone)
        return;
    if (std::holds_alternative<wire::Command>(frame)) {
        ++m_unansweredCommands;
        m_lastCommandAt = m_clock.steadyMs();
    }
    m_transport->sendText(wire::encode(frame));
}

qint64 LinkChannel::bytesToWrite() const { return m_stage == Stage::Gone ? 0 : m_transport->bytesToWrite(); }

void LinkChannel::setUnansweredSince(std::optional<qint64> since)
{
    m_watch.setUnansweredSince(since);
    rearm();
}

void LinkChannel::suspect()
{
    m_watch.suspect();
    check();
}

qint64 LinkChannel::liveFor() const { return m_liveAt < 0 ? 0 : m_clock.steadyMs() - m_liveAt; }

void LinkChannel::receive(const wire::Decoded &decoded)
{
    if (m_stage == Stage::Gone)
        return;
    if (const auto *error = std::get_if<wire::DecodeError>(&decoded)) {
        // Passing over it could be passing over an event; a new link asks for it again.
        drop(QStringLiteral("the hub sent a frame that cannot be read: ") + error->text);
        return;
    }
    const wire::Frame &frame = std::get<wire::Frame>(decoded);
    m_watch.heard(m_clock.steadyMs());
    emit heard();

    if (const auto *welcome = std::get_if<wire::Welcome>(&frame)) {
        receiveWelcome(*welcome);
        return;
    }
    const bool spokenByAll = std::holds_alternative<wire::Err>(frame) || std::holds_alternative<wire::Bye>(frame);
    if (!isWelcomed() && !spokenByAll) {
        drop(QStringLiteral("the hub sent something before its welcome"));
        return;
    }
    if (const auto *ping = std::get_if<wire::Ping>(&frame)) {
        if (allEventsCame(ping->sent))
            send(wire::Pong{ping->id, m_appliedPosition, 0, m_clock.utcMs(), ping->ts});
    } else if (const auto *pong = std::get_if<wire::Pong>(&frame)) {
        receivePong(*pong);
    } else {
        if (std::holds_alternative<wire::Event>(frame)) {
            ++m_eventsSeen;
        } else if (const auto *batch = std::get_if<wire::Batch>(&frame)) {
            m_eventsSeen += batch->events.size();
        } else if (answersCommand(frame)) {
            m_unansweredCommands = qMax(0, m_unansweredCommands - 1);
        } else if (std::holds_alternative<wire::Live>(frame) && m_stage != Stage::Live) {
            m_stage = Stage::Live;
            m_liveAt = m_clock.steadyMs();
        }
        emit frameReceived(frame);
    }
    if (m_stage != Stage::Gone)
        rearm();
}

void LinkChannel::receiveWelcome(const wire::Welcome &welcome)
{
    if (m_stage != Stage::Greeted) {
        drop(QStringLiteral("the hub sent a welcome that nothing asked for"));
        return;
    }
    if (welcome.proto != wire::protocolVersion) {
        drop(QStringLiteral("the hub speaks another version of the protocol"), close_code::upgrade);
        return;
    }
    m_handshake.stop();
    m_stage = Stage::Replaying;
    m_welcome = welcome;
    m_numbers.pingAfterSilence = qMin<qint64>(m_numbers.pingAfterSilence, welcome.pingEveryMs);
    m_numbers.pongWithin = qMin<qint64>(m_numbers.pongWithin, welcome.deadAfterMs);
    m_watch.setNumbers(m_numbers);
    m_offset.add(welcome.now, m_clock.utcMs(), m_clock.steadyMs() - m_greetedAt);
    rearm();
    emit welcomed();
}

void LinkChannel::receivePong(const wire::Pong &pong)
{
    const std::optional<qint64> trip = m_watch.pong(pong.id, m_clock.steadyMs());
    if (!allEventsCame(pong.sent) || !trip)
        return;
    if (pong.ts > 0)
        m_offset.add(pong.ts, m_clock.utcMs(), *trip);
}

bool LinkChannel::allEventsCame(qint64 sent)
{
    if (sent <= m_eventsSeen)
        return true;
    drop(QStringLiteral("events of the hub did not arrive"));
    return false;
}

void LinkChannel::check()
{
    if (!isWelcomed())
        return;
    const qint64 now = m_clock.steadyMs();
    switch (m_watch.verdict(now)) {
    case LivenessWatch::Verdict::Dead: drop(QStringLiteral("the hub does not answer")); return;
    case LivenessWatch::Verdict::Ping: {
        const qint64 id = m_nextPing++;
        m_watch.pingSent(id, now);
        send(wire::Ping{id, m_appliedPosition, 0, m_clock.utcMs()});
        break;
    }
    case LivenessWatch::Verdict::Fine: break;
    }
    rearm();
}

void LinkChannel::rearm()
{
    if (!isWelcomed())
        return;
    m_due.start(int(qBound(qint64(1), m_watch.dueAt() - m_clock.steadyMs(), qint64(60000))));
}

void LinkChannel::finish()
{
    m_handshake.stop();
    m_due.stop();
    disconnect(); // nobody listens any more
    if (m_stage == Stage::Gone) {
        deleteLater();
        return;
    }
    send(wire::Bye{QStringLiteral("done"), 0, {}});
    m_stage = Stage::Gone;
    m_transport->disconnect(this);
    connect(m_transport.get(), &wire::Transport::closed, this, &QObject::deleteLater);
    QTimer::singleShot(goodbyeWithin, this, &QObject::deleteLater);
    m_transport->close(1000, QStringLiteral("done"));
}

void LinkChannel::drop(const QString &why, int code)
{
    if (m_stage == Stage::Gone)
        return;
    m_transport->disconnect(this);
    m_transport->abort();
    leave(code, why);
}

void LinkChannel::leave(int code, const QString &reason)
{
    if (m_stage == Stage::Gone)
        return;
    m_stage = Stage::Gone;
    m_handshake.stop();
    m_due.stop();
    emit closed(code, reason);
}

} // namespace liaison
