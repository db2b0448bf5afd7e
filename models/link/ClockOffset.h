// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>

namespace liaison {

/// How far the hub's clock is ahead of ours: the median over the best round trips, because a slow one says little about when
/// the hub looked at its clock. Pure over its state; milliseconds.
class ClockOffset
{
public:
    /// The hub's clock showed `hubUtc`, somewhere in the round trip that ended at our `localUtc`.
    void add(qint64 hubUtc, qint64 localUtc, qint64 roundTrip);
    /// 0 until the first sample.
    qint64 offset() const { return m_offset; }
    /// Of the newest sample; -1 until the first.
    int roundTrip() const { return m_samples.isEmpty() ? -1 : int(m_samples.last().roundTrip); }
    /// Forgets the samples (our own clock was set, or the machine slept), keeps the offset until the next one.
    void restart() { m_samples.clear(); }

private:
    struct Sample
    {
        qint64 offset;
        qint64 roundTrip;
    };
    static constexpr qsizetype kept = 16;
    QList<Sample> m_samples;
    qint64 m_offset = 0;
};

} // namespace liaison
