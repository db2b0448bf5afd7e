// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/Link.h"

#include "hub/links/AnswerFit.h"
#include "hub/links/HubCore.h"
#include "hub/links/Resumption.h"
#include "hub/store/Log.h"
#include "models/domain/Ids.h"

#include <QRandomGenerator>
#include <string_view>

namespace liaison::hub {

namespace {

constexpr qsizetype mostEarlyFrames = 64;
constexpr int behindMs = 250;

/// A time of `ms` ±20 %, so that a thousand links do not ping in step.
qint64 jittered(int ms) { return qint64(ms * (0.8 + 0.4 * QRandomGenerator::global()->generateDouble())); }

} // namespace

Link::Link(HubCore &core, quint64 id, std::unique_ptr<wire::Transport> transport)
    : QObject(&core), m_core(core), m_id(id), m_transport(std::move(transport)), m_settings(core.linkSettings()),
      m_feed(*m_transport, core.tail(), core.clock(), m_settings), m_topics(m_settings),
      m_rate(m_settings.ratePerSecond, m_settings.rateBurst),
      m_bad(1.0 / m_settings.badFrameForgottenS, m_settings.badFrames - 1), m_openedAt(core.clock().steadyMs()),
      m_heardAt(m_openedAt)
{
    connect(m_transport.get(), &wire::Transport::textReceived, this, &Link::receiveText);
    connect(m_transport.get(), &wire::Transport::binaryReceived, this, [this](const QByteArray &) {
        badFrame({ErrorCode::BadFrame, QStringLiteral("binary frames are the hub's"), {}});
    });
    connect(m_transport.get(), &wire::Transport::bytesWritten, this, &Link::pump);
    connect(m_transport.get(), &wire::Transport::closed, this, &Link::closed);
}

Link::~Link()
{
    m_transport->disconnect(this);
    if (m_stage != Stage::Gone)
        m_transport->abort();
}

// --- what comes in ---------------------------------------------------------------------------------------------------------

void Link::receiveText(const QByteArray &utf8)
{
    if (m_stage == Stage::Closing || m_stage == Stage::Gone)
        return;
    m_heardAt = m_core.clock().steadyMs();
    m_pingAt = m_heardAt + jittered(m_settings.pingMs);
    const bool greeting = m_stage == Stage::Greeting;
    wire::DecodeLimits limits;
    limits.frameBytes = m_stage == Stage::Ready ? m_settings.frameBytes : m_settings.helloBytes;
    const wire::Decoded decoded = wire::decode(utf8, limits);
    if (!greeting) {
        receive(decoded);
        return;
    }
    if (const auto *frame = std::get_if<wire::Frame>(&decoded)) {
        if (const auto *hello = std::get_if<wire::Hello>(frame)) {
            greet(*hello);
            return;
        }
    }
    const auto *error = std::get_if<wire::DecodeError>(&decoded);
    sendErr(error ? error->code : ErrorCode::BadFrame, Retry::Never,
            error ? error->text : QStringLiteral("the first frame is hello"));
    close(close_code::never, QStringLiteral("no hello"));
}

void Link::receive(const wire::Decoded &decoded)
{
    if (const auto *error = std::get_if<wire::DecodeError>(&decoded)) {
        badFrame(*error);
        return;
    }
    const auto &frame = std::get<wire::Frame>(decoded);
    if (isRateExceeded(frame))
        return;
    quint64 number = 0;
    const auto *command = std::get_if<wire::Command>(&frame);
    if (command) {
        number = m_order->admit(command->cid);
        if (number == 0) {
            sendErr(ErrorCode::Busy, Retry::Later, QStringLiteral("a command before it was refused"), command->cid, {}, behindMs);
            return;
        }
    }
    if (m_stage == Stage::Ready)
        dispatch(frame, number);
    else if (qsizetype(m_early.size()) < mostEarlyFrames)
        m_early.emplace_back(frame, number);
    else if (command)
        postpone(command->cid, ErrorCode::Busy, QStringLiteral("too much before welcome"), 1000, number);
}

bool Link::isRateExceeded(const wire::Frame &frame)
{
    if (m_rate.take(m_heardAt)) {
        m_refusedByRate = 0;
        return false;
    }
    m_core.metrics().counter("link_rate_refused_total", "Frames refused because a client sends too many").add();
    const int wait = m_rate.waitMs();
    if (const auto *command = std::get_if<wire::Command>(&frame))
        postpone(command->cid, ErrorCode::Rate, QStringLiteral("too many frames"), wait, m_order->admit(command->cid));
    else if (const auto *ask = std::get_if<wire::Ask>(&frame))
        sendErr(ErrorCode::Rate, Retry::Later, QStringLiteral("too many frames"), {}, ask->re, wait);
    else if (std::holds_alternative<wire::Ack>(frame) || std::holds_alternative<wire::Pong>(frame) ||
             std::holds_alternative<wire::Ping>(frame) || std::holds_alternative<wire::Bye>(frame))
        dispatch(frame); // they cost nothing, and losing one would look like a dead link
    if (++m_refusedByRate > m_settings.customerRateBurst && m_stage == Stage::Ready)
        close(close_code::retryLater, QStringLiteral("too many frames"));
    return true;
}

void Link::badFrame(const wire::DecodeError &error)
{
    if (m_stage == Stage::Closing || m_stage == Stage::Gone)
        return;
    m_core.metrics().counter("link_bad_frames_total", "Frames that could not be read").add();
    const bool isCommand = error.text.startsWith(QLatin1String("cmd"));
    sendErr(error.code, Retry::Never, error.text, isCommand ? error.ref : QString(), isCommand ? QString() : error.ref);
    if (!m_bad.take(m_core.clock().steadyMs()) || m_stage == Stage::Greeting)
        close(close_code::never, QStringLiteral("bad frames"));
}

void Link::dispatch(const wire::Frame &frame, quint64 number)
{
    if (m_stage != Stage::Ready)
        return;
    if (const auto *command = std::get_if<wire::Command>(&frame)) {
        this->command(*command, number);
    } else if (const auto *ack = std::get_if<wire::Ack>(&frame)) {
        m_feed.acknowledge(ack->pos);
    } else if (const auto *ping = std::get_if<wire::Ping>(&frame)) {
        m_feed.acknowledge(ping->pos);
        send(wire::Pong{ping->id, m_feed.sentPos(), m_feed.sentCount(), m_core.clock().utcMs(), ping->ts});
    } else if (const auto *pong = std::get_if<wire::Pong>(&frame)) {
        m_feed.acknowledge(pong->pos);
    } else if (const auto *asked = std::get_if<wire::Ask>(&frame)) {
        ask(*asked);
    } else if (const auto *sub = std::get_if<wire::Sub>(&frame)) {
        subscribe(sub->topic, sub->version);
    } else if (const auto *unsub = std::get_if<wire::Unsub>(&frame)) {
        m_topics.unsubscribe(unsub->topic);
    } else if (const auto *signal = std::get_if<wire::Signal>(&frame)) {
        this->signal(*signal);
    } else if (const auto *auth = std::get_if<wire::Auth>(&frame)) {
        renew(auth->token);
    } else if (std::holds_alternative<wire::Bye>(frame)) {
        close(1000, QStringLiteral("done"));
    } else {
        badFrame({ErrorCode::BadFrame, QStringLiteral("a frame that only the hub sends, or a second hello"), {}});
    }
}

// --- greeting --------------------------------------------------------------------------------------------------------------

void Link::greet(const wire::Hello &hello)
{
    if (hello.protoMin > wire::protocolVersion || hello.protoMax < wire::protocolVersion) {
        sendErr(ErrorCode::UpgradeRequired, Retry::Never, QStringLiteral("this hub speaks desk.v1"));
        close(close_code::upgrade, QStringLiteral("upgrade required"));
        return;
    }
    std::optional<Identity> identity;
    try {
        identity = m_core.identify(hello.token);
    } catch (const std::exception &error) {
        log::error("link.identify_failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
        close(close_code::retryLater, QStringLiteral("try again"));
        return;
    }
    const bool otherDevice = identity && !identity->device.isEmpty() && identity->device != hello.device;
    if (!identity || otherDevice || (identity->expiresAt > 0 && identity->expiresAt <= m_core.clock().utcMs())) {
        m_core.metrics().counter("link_unauthorized_total", "Greetings with a token that is not valid").add();
        sendErr(ErrorCode::Unauthorized, Retry::Auth, QStringLiteral("sign in again"));
        close(close_code::signIn, QStringLiteral("unauthorized"));
        return;
    }
    m_stage = Stage::Opening;
    m_hello = hello;
    m_hello.token.clear();
    m_identity = *identity;
    if (m_identity.principal.isCustomer())
        m_rate = RateBucket(m_settings.customerRatePerSecond, m_settings.customerRateBurst);
    // Clients name their devices themselves. Under the bare name one could end another one's link and ask for the results of his
    // commands, and two agents who share a machine would cut each other off.
    m_deviceKey = identity->principal.toString() + QLatin1Char('/') + hello.device;
    HubCore *core = &m_core;
    m_core.writer().openSession(m_deviceKey, m_identity.principal, [core, id = m_id](const DeviceSession &session) {
        core->post([core, id, session] {
            if (Link *link = core->link(id))
                link->welcome(session);
        });
    });
}

void Link::welcome(const DeviceSession &session)
{
    if (m_stage != Stage::Opening)
        return;
    if (!session.ok) {
        close(close_code::retryLater, QStringLiteral("try again"));
        return;
    }
    m_gen = session.gen;
    wire::Welcome welcome;
    std::deque<wire::Snap> parts;
    try {
        m_core.wake();
        welcome.head = qMax(session.head, m_core.tail().head());
        const Resumption resumption(m_core.database(), m_core.tail(), m_settings);
        welcome.mode = resumption.mode(m_identity.principal, m_hello.epoch, m_hello.pos, welcome.head);
        welcome.from = m_hello.pos;
        if (welcome.mode != QLatin1String("resume")) {
            parts = resumption.snapshot(m_core.rules(), m_identity.principal, m_core.clock().utcMs(), welcome.from);
            m_core.metrics().counter("snapshots_total", "Snapshots sent").add();
        }
    } catch (const std::exception &error) {
        log::error("link.welcome_failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
        close(close_code::retryLater, QStringLiteral("try again"));
        return;
    }
    welcome.head = qMax(welcome.head, welcome.from);
    welcome.node = m_settings.node;
    welcome.session = newId();
    welcome.gen = m_gen;
    welcome.epoch = session.epoch;
    welcome.now = m_core.clock().utcMs();
    welcome.me = m_identity.principal.toString();
    welcome.frameLimit = m_settings.frameBytes;
    welcome.window = m_settings.window;
    welcome.pingEveryMs = m_settings.pingMs;
    welcome.deadAfterMs = m_settings.pongMs;
    const bool compress = m_hello.caps.contains(QStringLiteral("z1"));
    if (compress)
        welcome.caps.append(QStringLiteral("z1"));

    m_stage = Stage::Ready;
    m_pingAt = m_core.clock().steadyMs() + jittered(m_settings.pingMs);
    send(welcome);
    m_core.linkReady(this);
    submitInternal("link.up");
    m_feed.start(m_identity.principal, welcome.from, std::move(parts), compress);
    for (const wire::Subscription &sub : std::as_const(m_hello.subs))
        subscribe(sub.topic, sub.version);
    for (const auto &[frame, number] : std::exchange(m_early, {}))
        dispatch(frame, number);
    pump();
}

void Link::submitInternal(const char *kind)
{
    HubCommand command;
    command.actor = m_identity.principal;
    command.device = m_deviceKey;
    command.gen = -1;
    command.command.kind = QLatin1String(kind);
    command.command.at = m_core.clock().utcMs();
    command.command.body.insert(QStringLiteral("device"), m_hello.device);
    command.command.body.insert(QStringLiteral("gen"), m_gen);
    command.command.body.insert(QStringLiteral("lang"), m_hello.lang);
    if (!m_hello.siteUrl.isEmpty()) {
        command.command.body.insert(QStringLiteral("site"), QJsonObject{{QStringLiteral("url"), m_hello.siteUrl},
                                                                        {QStringLiteral("title"), m_hello.siteTitle}});
    }
    m_core.submitOwn(command, kind == std::string_view("link.up") ? m_id : 0);
}

// --- commands, questions, topics, signals ------------------------------------------------------------------------------------

void Link::postpone(const QString &cid, ErrorCode code, const QString &text, qint64 afterMs, quint64 number)
{
    m_order->refuse(number);
    sendErr(code, Retry::Later, text, cid, {}, afterMs);
}

void Link::command(wire::Command command, quint64 number)
{
    if (++m_underWay > m_settings.window) {
        --m_underWay;
        postpone(command.cid, ErrorCode::Busy, QStringLiteral("too many commands under way"), 250, number);
        return;
    }
    HubCommand hubCommand;
    hubCommand.actor = m_identity.principal;
    hubCommand.device = m_deviceKey;
    hubCommand.gen = command.gen > 0 ? command.gen : m_gen;
    const QString cid = command.cid;
    hubCommand.command = std::move(command);
    hubCommand.order = m_order;
    hubCommand.number = number;
    HubCore *core = &m_core;
    m_core.writer().submit(std::move(hubCommand), [core, id = m_id, cid, number](const CommandResult &result) {
        core->post([core, id, cid, number, result] {
            if (Link *link = core->link(id))
                link->answerCommand(cid, number, result);
        });
    });
}

void Link::answerCommand(const QString &cid, quint64 number, const CommandResult &result)
{
    m_order->finish(number);
    --m_underWay;
    if (result.ok()) {
        send(wire::Ok{cid, result.pos, result.cseq, result.version, result.dup, result.body});
        return;
    }
    wire::Err err;
    err.cid = cid;
    err.code = result.error;
    err.retry = result.retry;
    err.afterMs = result.retry != Retry::Later ? 0 : result.error == ErrorCode::Full ? 5000 : 1000;
    err.version = result.version;
    err.text = result.text;
    err.body = result.body;
    send(err);
}

void Link::ask(const wire::Ask &ask)
{
    // Who asks and does not read the answers fills no memory with them.
    if (m_transport->bytesToWrite() > 3 * m_settings.feedBytes) {
        sendErr(ErrorCode::Busy, Retry::Later, QStringLiteral("take the earlier answers first"), {}, ask.re, 1000);
        return;
    }
    try {
        QSqlDatabase db = m_core.database().connection();
        const auto answer = m_core.rules().answer(db, m_identity.principal, ask, m_core.clock().utcMs());
        if (const auto *body = std::get_if<QJsonObject>(&answer)) {
            send(wire::Answer{ask.re, ask.kind, fitted(*body)});
        } else {
            wire::Err err = std::get<wire::Err>(answer);
            err.re = ask.re;
            send(err);
        }
    } catch (const std::exception &error) {
        log::error("ask.failed",
                   {{QStringLiteral("kind"), ask.kind}, {QStringLiteral("error"), QString::fromUtf8(error.what())}});
        sendErr(ErrorCode::Internal, Retry::Later, QStringLiteral("the hub failed"), {}, ask.re, 1000);
    }
}

void Link::subscribe(const QString &topic, qint64 version)
{
    if (m_topics.subscribe(topic, version))
        m_core.topicsChanged(this);
    else
        sendErr(ErrorCode::Busy, Retry::Later, QStringLiteral("too many topics"));
}

void Link::touchTopic(const QString &topic, bool forAll)
{
    if (m_topics.touch(topic, forAll))
        m_core.topicsChanged(this);
}

bool Link::flushTopics()
{
    if (m_stage != Stage::Ready)
        return false;
    if (m_transport->bytesToWrite() >= m_settings.stateBytes)
        return true;
    const qint64 steadyNow = m_core.clock().steadyMs();
    const QStringList due = m_topics.due(steadyNow);
    for (const QString &topic : due) {
        try {
            QSqlDatabase db = m_core.database().connection();
            const qint64 now = m_core.clock().utcMs();
            const auto state = m_core.rules().topicState(db, m_identity.principal, topic, now);
            if (!state) {
                m_topics.unsubscribe(topic);
                sendErr(ErrorCode::Forbidden, Retry::Never, QStringLiteral("topic ") + topic);
            } else if (const qint64 version = m_topics.sending(topic, state->body, state->isShared, steadyNow, now);
                       version > 0) {
                send(wire::State{topic, version, state->body});
            }
        } catch (const std::exception &error) {
            log::error("topic.failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
            m_topics.postpone(topic, steadyNow);
        }
    }
    return m_topics.isDirty();
}

void Link::signal(wire::Signal signal)
{
    // Nothing is passed on that no client could know what to do with.
    if (signal.kind != QLatin1String("typing") && signal.kind != QLatin1String("viewing"))
        return;
    try {
        QSqlDatabase db = m_core.database().connection();
        const QList<Principal> audience = m_core.rules().signalAudience(db, m_identity.principal, signal.conversation);
        signal.by = m_identity.principal.toString();
        signal.ttlMs = qBound(qint64(0), signal.ttlMs, m_settings.signalMs);
        for (const Principal &receiver : audience)
            m_core.sendSignal(receiver, signal, m_id);
    } catch (const std::exception &error) {
        log::error("signal.failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
    }
}

void Link::sendSignal(const wire::Signal &signal)
{
    if (m_stage == Stage::Ready && m_transport->bytesToWrite() < m_settings.stateBytes)
        send(signal);
}

void Link::renew(const QString &token)
{
    std::optional<Identity> identity;
    try {
        identity = m_core.identify(token);
    } catch (const std::exception &error) {
        log::error("link.identify_failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
        sendErr(ErrorCode::Internal, Retry::Later, QStringLiteral("the hub failed"));
        return;
    }
    if (!identity || identity->principal != m_identity.principal ||
        (!identity->device.isEmpty() && identity->device != m_hello.device)) {
        sendErr(ErrorCode::Unauthorized, Retry::Auth, QStringLiteral("sign in again"));
        close(close_code::signIn, QStringLiteral("unauthorized"));
        return;
    }
    m_identity.expiresAt = identity->expiresAt;
    m_warnedOfExpiry = false;
}

void Link::extendToken(qint64 until)
{
    if (m_identity.expiresAt <= 0 || until <= m_identity.expiresAt)
        return;
    m_identity.expiresAt = until;
    m_warnedOfExpiry = false;
}

// --- time ------------------------------------------------------------------------------------------------------------------

void Link::tick()
{
    const qint64 now = m_core.clock().steadyMs();
    switch (m_stage) {
    case Stage::Greeting:
        // Twice in a row: the hello may lie in the socket of a hub that has much to read.
        if (now - m_openedAt > m_settings.helloMs && std::exchange(m_isLate, true)) {
            sendErr(ErrorCode::Slow, Retry::Later, QStringLiteral("no hello in time"));
            close(close_code::retryLater, QStringLiteral("no hello in time"));
        }
        return;
    case Stage::Opening:
        // It has greeted; if somebody is slow, it is us, and sending it away would only make it come again.
        if (now - m_openedAt > m_settings.openMs)
            close(close_code::retryLater, QStringLiteral("the hub is busy"));
        return;
    case Stage::Closing:
        if (now - m_closedAt > m_settings.lingerMs)
            m_transport->abort();
        return;
    case Stage::Gone: return;
    case Stage::Ready: break;
    }
    if (m_drainAt >= 0 && now >= m_drainAt) {
        close(close_code::drain, QStringLiteral("drain"));
        return;
    }
    if (now - m_heardAt > m_settings.silentMs) {
        close(close_code::retryLater, QStringLiteral("silent"));
        return;
    }
    const bool choked = m_transport->bytesToWrite() > 4 * m_settings.feedBytes; // pongs and refusals count too
    if (choked || m_feed.lateFor(now) > m_settings.slowMs || m_feed.behind() > m_settings.slowEvents) {
        m_core.metrics().counter("link_slow_total", "Links closed because they did not keep up").add();
        sendErr(ErrorCode::Slow, Retry::Resync, QStringLiteral("the link does not keep up"));
        close(close_code::slow, QStringLiteral("slow"));
        return;
    }
    if (now >= m_pingAt) {
        m_pingAt = now + jittered(m_settings.pingMs);
        send(wire::Ping{m_nextPing++, m_feed.sentPos(), m_feed.sentCount(), m_core.clock().utcMs()});
    }
    checkToken(m_core.clock().utcMs());
    pump();
}

void Link::checkToken(qint64 utcNow)
{
    if (m_identity.expiresAt <= 0 || m_stage != Stage::Ready)
        return;
    if (utcNow >= m_identity.expiresAt) {
        sendErr(ErrorCode::Unauthorized, Retry::Auth, QStringLiteral("the token has expired"));
        close(close_code::signIn, QStringLiteral("token expired"));
    } else if (!m_warnedOfExpiry && utcNow >= m_identity.expiresAt - m_settings.expiryWarningMs) {
        m_warnedOfExpiry = true;
        sendErr(ErrorCode::TokenExpiring, Retry::Auth, QStringLiteral("the token expires soon"));
    }
}

void Link::pump()
{
    if (m_stage != Stage::Ready)
        return;
    try {
        m_feed.pump();
    } catch (const std::exception &error) {
        log::error("link.feed_failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
        close(close_code::retryLater, QStringLiteral("try again"));
    }
}

// --- going -----------------------------------------------------------------------------------------------------------------

void Link::send(const wire::Frame &frame)
{
    if (const auto *err = std::get_if<wire::Err>(&frame))
        m_core.countRefusal(err->code);
    if (m_stage != Stage::Gone && m_stage != Stage::Closing)
        m_transport->sendText(wire::encode(frame));
}

void Link::sendErr(ErrorCode code, Retry retry, const QString &text, const QString &cid, const QString &re, qint64 afterMs)
{
    wire::Err err;
    err.cid = cid;
    err.re = re;
    err.code = code;
    err.retry = retry;
    err.afterMs = afterMs;
    err.text = text;
    send(err);
}

void Link::replace()
{
    m_replaced = true;
    send(wire::Bye{QStringLiteral("replaced"), 0, {}});
    close(close_code::replaced, QStringLiteral("replaced"));
}

void Link::drain(int afterMs)
{
    if (m_stage != Stage::Ready) {
        close(close_code::drain, QStringLiteral("drain"));
        return;
    }
    send(wire::Bye{QStringLiteral("drain"), afterMs, {}});
    m_drainAt = m_core.clock().steadyMs() + afterMs + m_settings.lingerMs;
}

void Link::close(int code, const QString &reason)
{
    if (m_stage == Stage::Closing || m_stage == Stage::Gone)
        return;
    const bool wasReady = m_stage == Stage::Ready;
    m_stage = Stage::Closing;
    m_closedAt = m_core.clock().steadyMs();
    if (wasReady) {
        m_core.linkGone(this);
        if (!m_replaced)
            submitInternal("link.down");
    }
    log::info("link.close",
              {{QStringLiteral("link"), qint64(m_id)}, {QStringLiteral("code"), code}, {QStringLiteral("why"), reason}});
    m_transport->close(code, reason);
}

void Link::closed()
{
    if (m_stage == Stage::Gone)
        return;
    const bool wasReady = m_stage == Stage::Ready;
    m_stage = Stage::Gone;
    if (wasReady) {
        m_core.linkGone(this);
        if (!m_replaced)
            submitInternal("link.down");
    }
    emit gone();
}

} // namespace liaison::hub
