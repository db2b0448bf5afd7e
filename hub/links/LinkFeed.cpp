// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/LinkFeed.h"

#include "models/domain/FaultPoint.h"
#include "models/wire/Codec.h"

namespace liaison::hub {

LinkFeed::LinkFeed(wire::Transport &transport, const LogTail &tail, const Clock &clock, const LinkSettings &settings)
    : m_transport(transport), m_tail(tail), m_clock(clock), m_settings(settings)
{}

void LinkFeed::start(const Principal &who, qint64 from, std::deque<wire::Snap> parts, bool compress)
{
    m_who = who;
    m_cursor = from;
    m_sentPos = from;
    m_lastEvent = from;
    m_acked = from;
    m_parts = std::move(parts);
    m_compress = compress;
    m_started = true;
}

void LinkFeed::pump()
{
    while (m_started) {
#ifdef LIAISON_FAULT_POINTS
        if (LIAISON_BREAKS(R5) && m_fetchedAt >= 0 && !m_live) {
            if (m_clock.steadyMs() - m_fetchedAt < 20)
                return;
            m_cursor = m_tail.head(); // what there was has been fetched; what came while one subscribed is nobody's
        }
#endif
        const bool nothingLeft = m_live && m_cursor >= qMax(m_tail.newestFor(m_who.toString()), m_tail.ringFrom());
        if (nothingLeft) {
            m_cursor = qMax(m_cursor, m_tail.head());
            m_blockedSince = -1;
            return;
        }
        if (!hasRoom()) {
            if (m_blockedSince < 0)
                m_blockedSince = m_clock.steadyMs();
            return;
        }
        m_blockedSince = -1;
        if (!m_parts.empty()) {
            LIAISON_FAULT_POINT("hub.snapshot");
            send(wire::encode(m_parts.front()));
            m_parts.pop_front();
            continue;
        }
        const LogSlice slice = m_tail.read(m_who, m_cursor, m_settings.batchEvents, m_settings.batchBytes);
        m_cursor = qMax(m_cursor, slice.through);
        if (!slice.entries.isEmpty()) {
            if (!m_live)
                LIAISON_FAULT_POINT("hub.replay");
            sendEvents(slice);
        }
        if (slice.complete && !m_live) {
#ifdef LIAISON_FAULT_POINTS
            if (LIAISON_BREAKS(R5) && m_fetchedAt < 0) {
                m_fetchedAt = m_clock.steadyMs();
                return;
            }
#endif
            m_live = true;
            m_sentPos = m_cursor;
            m_transport.sendText(wire::encode(wire::Live{m_cursor}));
        }
        if (slice.complete)
            return;
    }
}

void LinkFeed::sendEvents(const LogSlice &slice)
{
    const qint64 now = m_clock.utcMs();
    if (slice.entries.size() == 1) {
        m_transport.sendText(slice.entries.first()->frame(now));
    } else {
        // Put together from what is already encoded: the same bytes go to every receiver.
        QByteArray batch = QByteArrayLiteral("{\"evs\":[");
        for (const LogEntryPtr &entry : slice.entries) {
            if (entry != slice.entries.first())
                batch += ',';
            batch += entry->item(now);
        }
        batch += QByteArrayLiteral("],\"t\":\"batch\"}");
        send(batch);
    }
    m_sentCount += slice.entries.size();
    m_lastEvent = slice.entries.last()->pos();
    m_sentPos = m_lastEvent;
    if (m_unackedSince < 0)
        m_unackedSince = m_clock.steadyMs();
}

void LinkFeed::send(const QByteArray &frame)
{
    if (m_compress && frame.size() > m_settings.compressBytes)
        m_transport.sendBinary(wire::deflate(frame));
    else
        m_transport.sendText(frame);
}

void LinkFeed::acknowledge(qint64 pos)
{
    // A position that was never sent is not believed.
    pos = qMin(pos, m_sentPos);
    if (pos <= m_acked)
        return;
    m_acked = pos;
    m_unackedSince = m_acked >= m_lastEvent ? -1 : m_clock.steadyMs();
}

qint64 LinkFeed::lateFor(qint64 steadyNow) const
{
    qint64 since = steadyNow;
    if (m_blockedSince >= 0)
        since = qMin(since, m_blockedSince);
    if (m_unackedSince >= 0)
        since = qMin(since, m_unackedSince);
    return steadyNow - since;
}

} // namespace liaison::hub
