// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/Backoff.h"

#include "models/link/DeskLink.h"

namespace liaison {

Backoff::Backoff(const LinkTimings &timings, Random random)
    : m_base(timings.backoffBase), m_most(timings.backoffMost), m_firstAfterLongLife(timings.backoffFirstAfterLongLife),
      m_longLife(timings.longLife), m_random(std::move(random))
{}

qint64 Backoff::next(qint64 liveFor, qint64 named)
{
    qint64 most = m_firstAfterLongLife;
    if (liveFor >= m_longLife) {
        m_failures = 0;
    } else {
        const int doublings = qMin(m_failures, 20); // beyond that 2ⁿ is far above any limit
        most = qMin(m_most, m_base << doublings);
        ++m_failures;
    }
    // A hub that names a day, or a number no timer takes, shall not silence a workstation.
    constexpr qint64 mostNamed = 10LL * 60 * 1000;
    return qBound<qint64>(0, named, mostNamed) + qint64(m_random() * double(most));
}

} // namespace liaison
