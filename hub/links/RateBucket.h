// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

namespace liaison::hub {

/// Lets `perSecond` frames through on average and `burst` at once.
class RateBucket
{
public:
    RateBucket(double perSecond, int burst) : m_perSecond(perSecond), m_burst(burst), m_left(burst) {}

    /// True if one more may pass at `now` (steady ms).
    bool take(qint64 now)
    {
        if (m_at >= 0)
            m_left = qMin(double(m_burst), m_left + double(now - m_at) * m_perSecond / 1000.0);
        m_at = now;
        if (m_left < 1.0)
            return false;
        m_left -= 1.0;
        return true;
    }
    /// Milliseconds until one may pass again.
    int waitMs() const { return m_left >= 1.0 ? 0 : int((1.0 - m_left) * 1000.0 / m_perSecond) + 1; }

private:
    double m_perSecond;
    int m_burst;
    double m_left;
    qint64 m_at = -1;
};

} // namespace liaison::hub
