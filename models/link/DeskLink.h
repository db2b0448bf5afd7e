// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"
#include "models/domain/Cursor.h"
#include "models/wire/Frames.h"
#include "models/wire/Transport.h"

#include <QUrl>
#include <functional>
#include <memory>

namespace liaison {

/// What the link is doing; said to the agent in words by the status bar.
enum class LinkPhase {
    Stopped,    ///< not started, or told never to try again (see lastClose)
    Waiting,    ///< between two tries
    Connecting, ///< socket opening, or hello sent
    Replaying,  ///< welcome came, catching up
    Live        ///< up to date; in sync at lastHeardAt()
};

/// Numbers of docs/protocol.md, 3, in milliseconds; tests make them small.
struct LinkTimings
{
    int handshake = 10000;
    int pingAfterSilence = 20000;
    int pongWithin = 8000;
    int commandUnansweredFor = 4000;
    int commandPongWithin = 3000;
    int backoffBase = 500;
    int backoffMost = 30000;
    int backoffFirstAfterLongLife = 300;
    int longLife = 30000;
    int ackEvery = 1000;
    int ackEvents = 50;
};

/// The long connection: a state machine over a wire::Transport (rules R1–R15). It greets, replays, acknowledges, pings,
/// notices a half-open socket, backs off, drains to a second link, and keeps unanswered commands for the next flight.
/// It knows nothing of conversations. One thread (its owner's); a fake Clock and Transport make it a pure function of its input.
class DeskLink : public QObject
{
    Q_OBJECT
public:
    using TransportFactory = std::function<std::unique_ptr<wire::Transport>(const QUrl &url)>;

    DeskLink(TransportFactory factory, const Clock &clock, LinkTimings timings = {}, QObject *parent = nullptr);
    ~DeskLink() override;

    /// Starts and keeps trying until stop(), or a close code that says never. `hello` carries app, device, token, caps, subs.
    void start(const QUrl &url, const wire::Hello &hello, const Cursor &cursor);
    void stop();
    /// Tries at once: after wake-up, a network change, or the agent's click.
    void retryNow();
    /// A new token, sent in-band if the link is up (R14).
    void setToken(const QString &token);

    /// Sends or queues a command (window ≤ 32); it is repeated after every reconnect until `answered` or `refused`.
    void send(const wire::Command &command);
    /// Forgets a command that was not answered (the agent discarded it).
    void drop(const QString &cid);
    void sendSignal(const wire::Signal &signal);
    /// Asked only while live; `askAnswered` or `askRefused` follows, the latter with code Busy when the link is down or goes down.
    void ask(const wire::Ask &ask);
    void subscribe(const QString &topic);
    void unsubscribe(const QString &topic);
    /// Everything up to `pos` is stored (R3): acknowledged within a second, 50 events or the next ping.
    void applied(const Cursor &cursor);

    LinkPhase phase() const;
    /// Steady ms since anything was heard from the hub; hub clock offset in ms; last round trip in ms (-1 unknown).
    qint64 silentFor() const;
    qint64 clockOffset() const;
    int roundTrip() const;
    /// Milliseconds until the next try, in phase Waiting.
    qint64 nextTryIn() const;
    /// Close code and text of the last link, 0 if it was cut.
    int lastCloseCode() const;
    QString lastCloseText() const;
    /// Commands not answered yet.
    int unanswered() const;
    /// How far events, snapshots and `live` have been handed out; applied() may be behind it.
    Cursor received() const;

signals:
    void phaseChanged(liaison::LinkPhase phase);
    /// Another link, also the second one of a drain, is about to greet; from here on only its answers are handed out. What an
    /// earlier one answered is done only if its events have come: this hub may be an older copy that knows nothing of it.
    void greeting();
    /// The hub has told all there was up to `received`, on any link; comes with each `live`, also where the phase stays Live.
    void caughtUp(const liaison::Cursor &received);
    void welcomed(const liaison::wire::Welcome &welcome);
    /// A whole snapshot; the receiver replaces its state, then calls applied({epoch, pos}).
    void snapshotReceived(const QString &epoch, qint64 pos, const QJsonObject &body, bool reset);
    /// New events in order, nothing at or below the cursor (R6). The receiver stores them, then calls applied().
    void eventsReceived(const QString &epoch, const QList<liaison::wire::Event> &events);
    void answered(const liaison::wire::Ok &ok);
    void refused(const liaison::wire::Err &err);
    void stateReceived(const liaison::wire::State &state);
    void signalReceived(const liaison::wire::Signal &signal);
    void askAnswered(const liaison::wire::Answer &answer);
    void askRefused(const liaison::wire::Err &err);
    /// The hub will stop taking the token soon: setToken() with a new one (R14).
    void tokenExpiring();
    /// The token is refused (4001): sign in again.
    void signInNeeded();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison
