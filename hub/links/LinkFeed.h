// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/LinkSettings.h"
#include "hub/log/LogTail.h"
#include "models/domain/Clock.h"
#include "models/domain/FaultPoint.h"
#include "models/wire/Transport.h"

#include <deque>

namespace liaison::hub {

/// One link as a cursor over the log (R10): sends the snapshot's parts, then the events behind the cursor, only while there is room
/// in the socket. Nothing is queued: what has not been sent stays in the log. Main thread; owned by its Link.
class LinkFeed
{
public:
    LinkFeed(wire::Transport &transport, const LogTail &tail, const Clock &clock, const LinkSettings &settings);

    /// From here on pump() sends to `who` what lies behind `from`, after the parts. `acked`: what the client is known to have.
    void start(const Principal &who, qint64 from, std::deque<wire::Snap> parts, bool compress);
    /// Sends while there is room. Throws SqlError.
    void pump();
    /// The client has applied everything up to here.
    void acknowledge(qint64 pos);

    bool isStarted() const { return m_started; }
    /// "up to date" has been said.
    bool isLive() const { return m_live; }
    /// The last position sent, of an event, a snapshot or `live`.
    qint64 sentPos() const { return m_sentPos; }
    qint64 ackedPos() const { return m_acked; }
    /// Events sent since welcome.
    qint64 sentCount() const { return m_sentCount; }
    /// How long (ms) the client has not taken, or not acknowledged, what there is for it; 0 if all is well.
    qint64 lateFor(qint64 steadyNow) const;
    /// How many positions of the log it is behind while there is no room to send.
    qint64 behind() const { return m_blockedSince < 0 ? 0 : m_tail.head() - m_cursor; }

private:
    bool hasRoom() const { return m_transport.bytesToWrite() < m_settings.feedBytes || LIAISON_BREAKS(R10); }
    void send(const QByteArray &frame);
    void sendEvents(const LogSlice &slice);

    wire::Transport &m_transport;
    const LogTail &m_tail;
    const Clock &m_clock;
    const LinkSettings &m_settings;
    Principal m_who;
    std::deque<wire::Snap> m_parts;
    bool m_started = false;
    bool m_compress = false;
    bool m_live = false;
#ifdef LIAISON_FAULT_POINTS
    qint64 m_fetchedAt = -1;
#endif
    qint64 m_cursor = 0;
    qint64 m_sentPos = 0;
    qint64 m_lastEvent = 0; ///< of those sent; what an acknowledgement is expected for
    qint64 m_acked = 0;
    qint64 m_sentCount = 0;
    qint64 m_blockedSince = -1;
    qint64 m_unackedSince = -1;
};

} // namespace liaison::hub
