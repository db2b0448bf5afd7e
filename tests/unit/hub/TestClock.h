// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"

#include <atomic>

namespace liaison::test {

/// A clock that only moves when told to, and can be set wrong. Any thread.
class TestClock : public Clock
{
public:
    qint64 utcMs() const override { return 1'800'000'000'000 + m_ms.load() + m_set.load(); }
    qint64 steadyMs() const override { return m_ms.load(); }
    void advance(qint64 ms) { m_ms.fetch_add(ms); }
    /// Sets the time of day forward, or back; what intervals are measured with goes on.
    void setBy(qint64 ms) { m_set.fetch_add(ms); }

private:
    std::atomic<qint64> m_ms{1000};
    std::atomic<qint64> m_set{0};
};

} // namespace liaison::test
