// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/LinkCore.h"

#include "models/domain/FaultPoint.h"

#include <QRandomGenerator>

namespace liaison {

namespace {
constexpr int mostResyncs = 3;

QString capability() { return QStringLiteral("z1"); }
} // namespace

DeskLink::Private::Private(DeskLink *link, TransportFactory factory, const Clock &clock, const LinkTimings &timings)
    : q(link), m_factory(std::move(factory)), m_clock(clock), m_timings(timings),
      m_random([] { return QRandomGenerator::global()->generateDouble(); }), m_backoff(timings, m_random)
{
    const auto prepare = [this](QTimer &timer, auto onTimeout) {
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        connect(&timer, &QTimer::timeout, this, onTimeout);
    };
    prepare(m_retryTimer, [this] { connectNow(); });
    prepare(m_ackTimer, [this] { acknowledge(); });
    prepare(m_drainTimer, [this] { drainNow(); });
    prepare(m_postponeTimer, [this] { flushCommands(); });
}

// --- opening and closing ---------------------------------------------------------------------------------------------------

void DeskLink::Private::start(const QUrl &url, const wire::Hello &hello, const Cursor &cursor)
{
    stop();
    m_url = url;
    m_hello = hello;
    for (const wire::Subscription &sub : hello.subs) {
        if (!m_topics.contains(sub.topic))
            m_topics.append(sub.topic);
    }
    if (!m_hello.caps.contains(capability()))
        m_hello.caps.append(capability());
    m_applied = cursor;
    m_received = cursor;
    m_wantsSnapshot = false;
    m_lastCode = 0;
    m_lastText.clear();
    connectNow();
}

void DeskLink::Private::stop()
{
    m_retryTimer.stop();
    m_drainTimer.stop();
    for (LinkChannel **channel : {&m_next, &m_current}) {
        if (*channel)
            (*channel)->finish();
        *channel = nullptr;
    }
    m_window.requeue();
    failAsks(QStringLiteral("the link was stopped"));
    setPhase(LinkPhase::Stopped);
}

void DeskLink::Private::connectNow()
{
    m_retryTimer.stop();
    m_errorCode = 0;
    m_namedDelay = 0;
    setPhase(LinkPhase::Connecting);
    if (!m_current)
        m_current = openChannel(m_url);
}

LinkChannel *DeskLink::Private::openChannel(const QUrl &url)
{
    auto *channel = new LinkChannel(m_factory(url), m_clock, m_timings, m_random, m_offset, this);
    connect(channel, &LinkChannel::opened, this, [this, channel] { onOpened(channel); });
    connect(channel, &LinkChannel::welcomed, this, [this, channel] { onWelcomed(channel); });
    connect(channel, &LinkChannel::frameReceived, this, [this, channel](const wire::Frame &frame) { onFrame(channel, frame); });
    connect(channel, &LinkChannel::heard, this, [this] { m_heardAt = m_clock.steadyMs(); });
    connect(channel, &LinkChannel::closed, this,
            [this, channel](int code, const QString &text) { onClosed(channel, code, text); });
    return channel;
}

void DeskLink::Private::onOpened(LinkChannel *channel)
{
    emit q->greeting(); // while what was sent on the first link still counts as sent: what is dropped now makes way for nothing
    const bool known = m_applied.isValid() && !m_wantsSnapshot;
    wire::Hello hello = m_hello;
    hello.epoch = known ? m_applied.epoch : QString();
    hello.pos = known ? m_applied.pos : -1;
    hello.subs.clear();
    for (const QString &topic : std::as_const(m_topics))
        hello.subs.append({topic, 0});
    m_acked = hello.pos;
    m_window.requeue();
    channel->setAppliedPosition(hello.pos);
    channel->greet(hello);
    flushCommands();
}

void DeskLink::Private::onWelcomed(LinkChannel *channel)
{
    const wire::Welcome &welcome = channel->welcome();
    if (welcome.mode == QLatin1String("resume")) {
        if (m_received.epoch != welcome.epoch) {
            m_received = {welcome.epoch, welcome.from};
        } else if (m_received.pos > welcome.head) {
            // The hub's log ends before what we have seen of it: an older copy was restored under the same name. New events would
            // look like old ones, so only a snapshot helps.
            wantSnapshot();
            m_received = {};
            channel->drop(QStringLiteral("the hub's log is older than ours"));
            return;
        }
    } else {
        m_received = {}; // an answer of this link must not be measured with the positions of another log
        if (channel == m_next)
            takeOver(); // the first link has nothing more to say that counts
    }
    if (channel == m_current)
        setPhase(LinkPhase::Replaying);
    emit q->welcomed(welcome);
    flushCommands();
}

void DeskLink::Private::takeOver()
{
    std::exchange(m_current, std::exchange(m_next, nullptr))->finish();
    m_drainTimer.stop();
    const qint64 now = m_clock.steadyMs();
    for (OpenAsk &open : m_asks) { // questions change nothing, so asking the second link again is safe
        open.sentAt = now;
        m_current->send(open.ask);
    }
    noteUnanswered();
}

void DeskLink::Private::wantSnapshot()
{
    m_wantsSnapshot = true;
    m_snapshotAt = {};
}

void DeskLink::Private::onClosed(LinkChannel *channel, int code, const QString &text)
{
    channel->deleteLater();
    if (code == 0 && m_errorCode != 0)
        code = m_errorCode;
    if (channel == m_next) {
        m_next = nullptr;
        if (channel->hasGreeted())
            m_window.requeue(); // once the first link has answered what was sent on it before
        if (code == close_code::signIn)
            emit q->signInNeeded();
        else if (m_current)
            m_drainTimer.start(int(m_backoff.next(0, 0)));
        flushCommands();
    } else if (channel == m_current) {
        closeCurrent(code, text);
    }
}

void DeskLink::Private::closeCurrent(int code, const QString &text)
{
    const qint64 liveFor = m_current->liveFor();
    m_current = nullptr;
    m_lastCode = code;
    m_lastText = text;
    m_drainTimer.stop();
    if (m_next) {
        // The hub drained faster than we followed: the second link, however far it is, is the link now.
        m_current = std::exchange(m_next, nullptr);
        failAsks(QStringLiteral("the link was changed"));
        setPhase(m_current->isWelcomed() ? LinkPhase::Replaying : LinkPhase::Connecting);
        flushCommands();
        return;
    }
    m_window.requeue();
    failAsks(QStringLiteral("the link is down"));
    if (code == close_code::signIn || code == close_code::never || code == close_code::upgrade) {
        setPhase(LinkPhase::Stopped);
        if (code == close_code::signIn)
            emit q->signInNeeded();
        return;
    }
    const qint64 delay = m_backoff.next(liveFor, m_namedDelay);
    m_retryAt = m_clock.steadyMs() + delay;
    m_retryTimer.start(int(delay));
    setPhase(LinkPhase::Waiting);
}

void DeskLink::Private::retryNow()
{
    switch (m_phase) {
    case LinkPhase::Waiting: connectNow(); break;
    case LinkPhase::Stopped:
        if (m_lastCode != 0 && m_lastCode != close_code::signIn)
            connectNow();
        break;
    case LinkPhase::Connecting: break; // the handshake has its own limit
    case LinkPhase::Replaying:
    case LinkPhase::Live:
        m_offset.restart(); // the machine may have slept
        m_current->suspect();
        break;
    }
}

void DeskLink::Private::setToken(const QString &token)
{
    m_hello.token = token;
    for (LinkChannel *channel : {m_current, m_next}) {
        if (channel && channel->isWelcomed())
            channel->send(wire::Auth{token});
    }
    if (m_phase == LinkPhase::Stopped && m_lastCode == close_code::signIn) {
        m_lastCode = 0;
        connectNow();
    }
}

qint64 DeskLink::Private::nextTryIn() const
{
    return m_phase == LinkPhase::Waiting ? qMax<qint64>(0, m_retryAt - m_clock.steadyMs()) : 0;
}

void DeskLink::Private::setPhase(LinkPhase phase)
{
    if (m_phase == phase)
        return;
    m_phase = phase;
    emit q->phaseChanged(phase);
}

// --- frames of the hub -----------------------------------------------------------------------------------------------------

void DeskLink::Private::onFrame(LinkChannel *channel, const wire::Frame &frame)
{
    if (channel != m_current && channel != m_next)
        return;
    if (const auto *event = std::get_if<wire::Event>(&frame))
        receive(channel, QList<wire::Event>{*event});
    else if (const auto *batch = std::get_if<wire::Batch>(&frame))
        receive(channel, batch->events);
    else if (const auto *ok = std::get_if<wire::Ok>(&frame))
        receive(channel, *ok);
    else if (const auto *err = std::get_if<wire::Err>(&frame))
        receive(channel, *err);
    else if (const auto *state = std::get_if<wire::State>(&frame))
        emit q->stateReceived(*state);
    else if (const auto *signal = std::get_if<wire::Signal>(&frame))
        emit q->signalReceived(*signal);
    else if (const auto *snap = std::get_if<wire::Snap>(&frame))
        receive(channel, *snap);
    else if (const auto *live = std::get_if<wire::Live>(&frame))
        receiveLive(channel, live->pos);
    else if (const auto *bye = std::get_if<wire::Bye>(&frame))
        receive(channel, *bye);
    else if (const auto *answer = std::get_if<wire::Answer>(&frame)) {
        if (m_asks.remove(answer->re)) {
            noteUnanswered();
            emit q->askAnswered(*answer);
        }
    } else
        channel->drop(QStringLiteral("the hub sent a frame that only a client sends"));
}

void DeskLink::Private::receive(LinkChannel *channel, const wire::Snap &snap)
{
    const SnapshotAssembler::Outcome outcome =
        channel->awaitsSnapshot() ? channel->snapshot().add(snap) : SnapshotAssembler::Outcome::Broken;
    if (outcome == SnapshotAssembler::Outcome::Broken) {
        channel->drop(QStringLiteral("the hub's snapshot has a gap"));
    } else if (outcome == SnapshotAssembler::Outcome::Complete) {
        const wire::Welcome &welcome = channel->welcome();
        m_received = {welcome.epoch, channel->snapshot().pos()};
        m_snapshotAt = m_received;
        emit q->snapshotReceived(welcome.epoch, m_received.pos, channel->snapshot().body(),
                                 welcome.mode == QLatin1String("reset"));
    }
}

void DeskLink::Private::receive(LinkChannel *channel, const QList<wire::Event> &events)
{
    if (channel->awaitsSnapshot()) {
        channel->drop(QStringLiteral("the hub sent events before the end of its snapshot"));
        return;
    }
    if (channel->welcome().epoch != m_received.epoch)
        return; // the first link still tells of a log that the second has replaced
    QList<wire::Event> fresh;
    fresh.reserve(events.size());
    for (const wire::Event &event : events) {
        if (event.pos <= m_received.pos && !LIAISON_BREAKS(R6))
            continue;
        m_received.pos = event.pos;
        fresh.append(event);
    }
    m_eventsSinceAck += int(fresh.size());
    if (!fresh.isEmpty())
        emit q->eventsReceived(m_received.epoch, fresh);
}

void DeskLink::Private::receiveLive(LinkChannel *channel, qint64 pos)
{
    if (channel->awaitsSnapshot()) {
        channel->drop(QStringLiteral("the hub's snapshot did not end"));
        return;
    }
    if (channel == m_next)
        takeOver();
    if (channel->welcome().epoch == m_received.epoch)
        m_received.pos = qMax(m_received.pos, pos); // what lies between is other people's
    setPhase(LinkPhase::Live);
    emit q->caughtUp(m_received);
}

void DeskLink::Private::receive(LinkChannel *channel, const wire::Ok &ok)
{
    if (channel != commandChannel())
        return; // it has gone again on the second link, which may be another copy of the hub: only that one's word counts
    const bool isFirst = m_window.take(ok.cid).has_value(); // not the answer to a repeat
    flushCommands();
    if (isFirst)
        emit q->answered(ok);
}

void DeskLink::Private::receive(LinkChannel *channel, const wire::Err &err)
{
    if (!err.re.isEmpty()) {
        if (m_asks.remove(err.re)) {
            noteUnanswered();
            emit q->askRefused(err);
        }
        return;
    }
    if (err.cid.isEmpty()) {
        receiveLinkError(err);
        return;
    }
    if (channel != commandChannel())
        return;
    if (!m_window.contains(err.cid)) {
        flushCommands();
        return;
    }
    const qint64 now = m_clock.steadyMs();
    switch (err.code) {
    case ErrorCode::Fenced:
    case ErrorCode::WrongEpoch:
        if (m_window.countResync(err.cid) < mostResyncs) {
            channel->drop(QStringLiteral("another link of this workstation took over"));
            return;
        }
        break;
    case ErrorCode::Rate:
    case ErrorCode::Busy:
    case ErrorCode::Slow:
    case ErrorCode::Full:
    case ErrorCode::Internal:
        if (err.retry == Retry::Later) {
            m_window.postpone(err.cid, now + qMax<qint64>(err.afterMs, m_timings.backoffBase));
            flushCommands();
            return;
        }
        break;
    default:
        if (err.retry == Retry::Auth) {
            m_window.postpone(err.cid, now + m_timings.handshake);
            flushCommands();
            emit q->signInNeeded();
            return;
        }
        break;
    }
    m_window.take(err.cid);
    flushCommands();
    emit q->refused(err);
}

void DeskLink::Private::receiveLinkError(const wire::Err &err)
{
    if (err.afterMs > 0)
        m_namedDelay = err.afterMs;
    if (err.code == ErrorCode::TokenExpiring)
        emit q->tokenExpiring();
    else if (err.code == ErrorCode::UpgradeRequired)
        m_errorCode = close_code::upgrade;
    else if (err.retry == Retry::Auth)
        m_errorCode = close_code::signIn;
    else if (err.code == ErrorCode::WrongEpoch || err.code == ErrorCode::TooOld)
        wantSnapshot();
}

void DeskLink::Private::receive(LinkChannel *channel, const wire::Bye &bye)
{
    if (channel != m_current || m_next)
        return;
    if (bye.code != QLatin1String("drain")) {
        m_namedDelay = bye.afterMs;
        return;
    }
    m_drainUrl = m_url;
    const QUrl to(bye.to);
    // Another port or path of the same host, never a weaker scheme: a goodbye must not send the token elsewhere.
    if (to.isValid() && to.scheme() == m_url.scheme() && to.host() == m_url.host())
        m_drainUrl = to;
    m_drainTimer.start(int(qMin<qint64>(bye.afterMs, m_timings.backoffMost)));
}

void DeskLink::Private::drainNow()
{
    if (m_current && !m_next)
        m_next = openChannel(m_drainUrl);
}

} // namespace liaison
