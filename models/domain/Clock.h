// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/FaultPoint.h"

#include <QDateTime>
#include <QElapsedTimer>

namespace liaison {

/// Where time comes from, so that tests can set it. Implementations are safe to read from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    /// UTC milliseconds since 1970; may jump.
    virtual qint64 utcMs() const = 0;
    /// Milliseconds that only grow; for intervals.
    virtual qint64 steadyMs() const = 0;
};

/// The machine's own clocks.
class SystemClock : public Clock
{
public:
    SystemClock() { m_steady.start(); }
    qint64 utcMs() const override { return QDateTime::currentMSecsSinceEpoch() + LIAISON_CLOCK_OFFSET; }
    qint64 steadyMs() const override { return m_steady.elapsed(); }

private:
    QElapsedTimer m_steady;
};

} // namespace liaison
