// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/ClockOffset.h"
#include "models/link/LivenessWatch.h"
#include "models/link/SnapshotAssembler.h"
#include "models/wire/Codec.h"
#include "models/wire/Transport.h"

#include <QTimer>
#include <memory>

namespace liaison {

class Clock;
struct LinkTimings;

/// One socket's life, from opening to gone: greeting, pings both ways, the count of events that tells live data from a live
/// socket (R9), and decoding. It has no memory beyond its own end; what outlives a socket is DeskLink's. Owner's thread.
class LinkChannel : public QObject
{
    Q_OBJECT
public:
    enum class Stage { Opening, Greeted, Replaying, Live, Gone };

    /// `offset` gets a sample at each round trip and outlives the channel.
    LinkChannel(std::unique_ptr<wire::Transport> transport, const Clock &clock, const LinkTimings &timings, Random random,
                ClockOffset &offset, QObject *parent = nullptr);
    ~LinkChannel() override;

    Stage stage() const { return m_stage; }
    bool isWelcomed() const { return m_stage == Stage::Replaying || m_stage == Stage::Live; }
    const wire::Welcome &welcome() const { return m_welcome; }
    SnapshotAssembler &snapshot() { return m_snapshot; }
    /// True until the snapshot that the welcome announced is complete.
    bool awaitsSnapshot() const;

    void greet(const wire::Hello &hello);
    void send(const wire::Frame &frame);
    qint64 bytesToWrite() const;
    /// Commands sent on this link, each repeat by itself, that the hub has not answered on it; and steady ms of the last of them.
    int unansweredCommands() const { return m_unansweredCommands; }
    qint64 lastCommandAt() const { return m_lastCommandAt; }
    /// True once it has greeted, whatever came of it.
    bool hasGreeted() const { return m_greetedAt >= 0; }
    /// The position that pings carry: the last one applied.
    void setAppliedPosition(qint64 pos) { m_appliedPosition = pos; }
    void setUnansweredSince(std::optional<qint64> since);
    /// Pings at once with the short limit.
    void suspect();
    /// Says goodbye and closes; `closed` is not emitted, the channel deletes itself.
    void finish();
    /// Cuts the socket because of what is said; `closed` follows at once.
    void drop(const QString &why, int code = 0);
    /// Steady ms of the last sign of the hub, and for how long the link has been live.
    qint64 heardAt() const { return m_watch.heardAt(); }
    qint64 liveFor() const;

signals:
    void opened();
    void welcomed();
    /// Any frame that is not only this class's business. Events are already counted.
    void frameReceived(const liaison::wire::Frame &frame);
    void heard();
    /// Once, the last signal.
    void closed(int code, const QString &reason);

private:
    void receive(const wire::Decoded &decoded);
    void receiveWelcome(const wire::Welcome &welcome);
    void receivePong(const wire::Pong &pong);
    /// The hub says how many events it has sent; if we saw fewer, the data path is dead although the socket lives.
    bool allEventsCame(qint64 sent);
    void check();
    void rearm();
    void leave(int code, const QString &reason);

    std::unique_ptr<wire::Transport> m_transport;
    const Clock &m_clock;
    ClockOffset &m_offset;
    LivenessWatch::Numbers m_numbers;
    LivenessWatch m_watch;
    SnapshotAssembler m_snapshot;
    wire::Welcome m_welcome;
    Stage m_stage = Stage::Opening;
    QTimer m_handshake;
    QTimer m_due;
    qint64 m_greetedAt = -1;
    qint64 m_liveAt = -1;
    qint64 m_eventsSeen = 0;
    qint64 m_appliedPosition = -1;
    qint64 m_nextPing = 1;
    int m_unansweredCommands = 0;
    qint64 m_lastCommandAt = 0;
};

} // namespace liaison
