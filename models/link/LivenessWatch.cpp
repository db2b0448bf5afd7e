// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/LivenessWatch.h"

namespace liaison {

LivenessWatch::LivenessWatch(Numbers numbers, Random random, qint64 now)
    : m_numbers(numbers), m_random(std::move(random)), m_heardAt(now), m_lastPongAt(now)
{}

void LivenessWatch::heard(qint64 now)
{
    m_heardAt = now;
    m_spread = m_random() * 0.4 - 0.2; // else all links of a hub would ping in step
}

void LivenessWatch::suspect()
{
    m_suspected = true;
    if (m_ping)
        m_ping->urgent = true;
}

qint64 LivenessWatch::deadline() const
{
    qint64 at = m_ping->sentAt + (m_ping->urgent ? m_numbers.urgentPongWithin : m_numbers.pongWithin);
    // A ping of silence that is still out when a command goes unanswered must not make that take longer to notice.
    if (m_unansweredSince) {
        const qint64 urgentFrom = qMax(m_ping->sentAt, *m_unansweredSince + m_numbers.unansweredFor);
        at = qMin(at, urgentFrom + m_numbers.urgentPongWithin);
    }
    return at;
}

qint64 LivenessWatch::pingDueAt() const
{
    qint64 at = m_heardAt + qint64(double(m_numbers.pingAfterSilence) * (1.0 + m_spread));
    if (m_unansweredSince)
        at = qMin(at, qMax(*m_unansweredSince, m_lastPongAt) + m_numbers.unansweredFor);
    return at;
}

LivenessWatch::Verdict LivenessWatch::verdict(qint64 now) const
{
    if (m_ping)
        return now >= deadline() ? Verdict::Dead : Verdict::Fine;
    return m_suspected || now >= pingDueAt() ? Verdict::Ping : Verdict::Fine;
}

void LivenessWatch::pingSent(qint64 id, qint64 now)
{
    const bool commandWaits = m_unansweredSince && now >= qMax(*m_unansweredSince, m_lastPongAt) + m_numbers.unansweredFor;
    m_ping = Outstanding{id, now, m_suspected || commandWaits};
    m_suspected = false;
}

std::optional<qint64> LivenessWatch::pong(qint64 id, qint64 now)
{
    if (!m_ping || m_ping->id != id)
        return std::nullopt;
    const qint64 trip = now - m_ping->sentAt;
    m_ping.reset();
    m_lastPongAt = now;
    return trip;
}

qint64 LivenessWatch::dueAt() const
{
    if (m_ping)
        return deadline();
    return m_suspected ? m_heardAt : pingDueAt();
}

} // namespace liaison
