// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/Backoff.h"
#include "models/link/ClockOffset.h"
#include "models/link/CommandWindow.h"
#include "models/link/DeskLink.h"
#include "models/link/LinkChannel.h"

#include <QHash>
#include <QTimer>

namespace liaison {

/// What DeskLink does. It keeps what outlives one socket: cursor, unanswered commands, questions, topics, backoff; and it holds
/// one channel, or two while the hub drains.
class DeskLink::Private : public QObject
{
public:
    Private(DeskLink *link, TransportFactory factory, const Clock &clock, const LinkTimings &timings);

    void start(const QUrl &url, const wire::Hello &hello, const Cursor &cursor);
    void stop();
    void retryNow();
    void setToken(const QString &token);
    void sendCommand(const wire::Command &command);
    void dropCommand(const QString &cid);
    void sendSignal(const wire::Signal &signal);
    void sendAsk(const wire::Ask &ask);
    void subscribe(const QString &topic);
    void unsubscribe(const QString &topic);
    void setApplied(const Cursor &cursor);

    LinkPhase phase() const { return m_phase; }
    qint64 silentFor() const { return m_heardAt < 0 ? -1 : m_clock.steadyMs() - m_heardAt; }
    const ClockOffset &offset() const { return m_offset; }
    qint64 nextTryIn() const;
    int lastCloseCode() const { return m_lastCode; }
    QString lastCloseText() const { return m_lastText; }
    int unanswered() const { return m_window.size(); }
    const Cursor &received() const { return m_received; }

private:
    void connectNow();
    LinkChannel *openChannel(const QUrl &url);
    void onOpened(LinkChannel *channel);
    void onWelcomed(LinkChannel *channel);
    void onFrame(LinkChannel *channel, const wire::Frame &frame);
    void onClosed(LinkChannel *channel, int code, const QString &text);
    void closeCurrent(int code, const QString &text);

    void receive(LinkChannel *channel, const wire::Snap &snap);
    void receive(LinkChannel *channel, const QList<wire::Event> &events);
    void receiveLive(LinkChannel *channel, qint64 pos);
    void receive(LinkChannel *channel, const wire::Ok &ok);
    void receive(LinkChannel *channel, const wire::Err &err);
    void receiveLinkError(const wire::Err &err);
    void receive(LinkChannel *channel, const wire::Bye &bye);

    /// The channel that commands go out on: the second one as soon as it has greeted, because its greeting fences the first (R11).
    LinkChannel *commandChannel() const;
    void flushCommands();
    void noteUnanswered();
    void acknowledge();
    void drainNow();
    /// The second link is the link from here on.
    void takeOver();
    /// The hub's log is not the one that our cursor is of: the next greeting asks for a snapshot.
    void wantSnapshot();
    void failAsks(const QString &why);
    void refuseAsk(const QString &re, ErrorCode code, const QString &why);
    void setPhase(LinkPhase phase);

    struct OpenAsk
    {
        wire::Ask ask;
        qint64 sentAt;
    };

    DeskLink *q;
    TransportFactory m_factory;
    const Clock &m_clock;
    LinkTimings m_timings;
    Random m_random;
    Backoff m_backoff;
    ClockOffset m_offset;
    CommandWindow m_window;
    LinkChannel *m_current = nullptr; ///< owned as children
    LinkChannel *m_next = nullptr;    ///< while the hub drains
    QUrl m_url;
    QUrl m_drainUrl;
    wire::Hello m_hello;
    QStringList m_topics;
    QHash<QString, OpenAsk> m_asks;
    Cursor m_applied;             ///< stored by the receiver; what hello and ack say
    Cursor m_received;            ///< handed to the receiver; what is at or below it is dropped (R6)
    bool m_wantsSnapshot = false; ///< m_applied is not to be told to the hub
    Cursor m_snapshotAt;          ///< of the snapshot that was handed out; the wish ends when it is applied
    qint64 m_acked = -1;
    int m_eventsSinceAck = 0;
    LinkPhase m_phase = LinkPhase::Stopped;
    qint64 m_heardAt = -1;
    qint64 m_retryAt = 0;
    qint64 m_namedDelay = 0;
    int m_errorCode = 0; ///< close code that an err frame announced, for a hub that is cut before it can close
    int m_lastCode = 0;
    QString m_lastText;
    QTimer m_retryTimer;
    QTimer m_ackTimer;
    QTimer m_drainTimer;
    QTimer m_postponeTimer;
};

} // namespace liaison
