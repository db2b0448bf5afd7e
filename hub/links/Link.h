// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/LinkFeed.h"
#include "hub/links/LinkTopics.h"
#include "hub/links/RateBucket.h"
#include "hub/log/Command.h"
#include "hub/log/Identity.h"
#include "hub/log/Writer.h"
#include "models/wire/Codec.h"

namespace liaison::hub {

class HubCore;

/// One connection speaking desk.v1 (docs/protocol.md): greeting, cursor over the log, commands under way, questions, topics, liveness.
/// Main thread; owned by its HubCore, which deletes it once its transport is closed.
class Link : public QObject
{
    Q_OBJECT
public:
    Link(HubCore &core, quint64 id, std::unique_ptr<wire::Transport> transport);
    ~Link() override;

    quint64 id() const { return m_id; }
    const Principal &principal() const { return m_identity.principal; }
    /// The device as the client names it.
    const QString &device() const { return m_hello.device; }
    /// The device as it stands in device_session: a principal cannot take another one's.
    const QString &deviceKey() const { return m_deviceKey; }
    qint64 gen() const { return m_gen; }
    /// Welcomed, and not closing.
    bool isReady() const { return m_stage == Stage::Ready; }
    /// The token behind the link lives longer than it said when the link was opened; never shortens. UTC ms.
    void extendToken(qint64 until);

    /// There may be something new in the log.
    void pump();
    /// A topic's state has changed, for all or for this link's principal alone.
    void touchTopic(const QString &topic, bool forAll);
    /// Sends the states that are due. True if some are wanted that are not yet due, or that did not fit into the socket.
    bool flushTopics();
    /// Whether it stands in the core's line of links whose topics have changed; the core's own note.
    bool isInLine = false;
    /// Looks at the time limits.
    void tick();
    void sendSignal(const wire::Signal &signal);
    /// A newer link of the same device has come: the device stays up, so nobody is told that it went down.
    void replace();
    /// `bye drain`; the link is closed a moment after `afterMs` if the client has not done so.
    void drain(int afterMs);
    /// Closes with a code; what is still said comes before it.
    void close(int code, const QString &reason);

signals:
    /// The transport is closed.
    void gone();

private:
    enum class Stage { Greeting, Opening, Ready, Closing, Gone };

    void receiveText(const QByteArray &utf8);
    void receive(const wire::Decoded &decoded);
    void dispatch(const wire::Frame &frame, quint64 number = 0);
    void badFrame(const wire::DecodeError &error);
    bool isRateExceeded(const wire::Frame &frame);
    void send(const wire::Frame &frame);
    void sendErr(ErrorCode code, Retry retry, const QString &text, const QString &cid = {}, const QString &re = {},
                 qint64 afterMs = 0);

    void greet(const wire::Hello &hello);
    void welcome(const DeviceSession &session);
    /// Refuses a command for now, and with it what comes behind it (R8).
    void postpone(const QString &cid, ErrorCode code, const QString &text, qint64 afterMs, quint64 number);
    void command(wire::Command command, quint64 number);
    void answerCommand(const QString &cid, quint64 number, const CommandResult &result);
    void ask(const wire::Ask &ask);
    void subscribe(const QString &topic, qint64 version);
    void signal(wire::Signal signal);
    void renew(const QString &token);
    void submitInternal(const char *kind);
    void checkToken(qint64 utcNow);
    void closed();

    HubCore &m_core;
    const quint64 m_id;
    std::unique_ptr<wire::Transport> m_transport;
    const LinkSettings &m_settings;
    LinkFeed m_feed;
    LinkTopics m_topics;
    RateBucket m_rate;
    Stage m_stage = Stage::Greeting;
    wire::Hello m_hello;
    Identity m_identity;
    QString m_deviceKey;
    qint64 m_gen = 0;
    std::shared_ptr<CommandOrder> m_order = std::make_shared<CommandOrder>();
    /// With the number of a command in its order.
    std::vector<std::pair<wire::Frame, quint64>> m_early; ///< came in the flight of the hello, before the session was open
    int m_underWay = 0;
    RateBucket m_bad;
    int m_refusedByRate = 0;
    bool m_isLate = false; ///< no hello yet, and its time was over at the last look
    bool m_replaced = false;
    bool m_warnedOfExpiry = false;
    qint64 m_openedAt;
    qint64 m_heardAt;
    qint64 m_closedAt = 0;
    qint64 m_drainAt = -1;
    qint64 m_pingAt = 0; ///< when the next ping goes out if nothing is heard
    qint64 m_nextPing = 1;
};

} // namespace liaison::hub
