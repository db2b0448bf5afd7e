// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/RateLimit.h"

#include <algorithm>
#include <cmath>

namespace liaison::hub {

qint64 RateLimit::take(const QString &key, qint64 now, qint64 amount)
{
    const std::scoped_lock lock(m_mutex);
    const double perMs = double(m_burst) / double(m_periodMs);
    if (m_buckets.size() >= m_sweepAt) {
        m_buckets.removeIf([&](const auto &entry) { return now - entry.value().at >= m_periodMs; });
        m_sweepAt = std::max<qsizetype>(1024, m_buckets.size() * 2);
    }
    auto it = m_buckets.find(key);
    if (it == m_buckets.end())
        it = m_buckets.insert(key, {double(m_burst), now});
    it->left = std::min(double(m_burst), it->left + double(now - it->at) * perMs);
    it->at = now;
    const double wanted = double(std::min(amount, m_burst));
    if (it->left < wanted)
        return std::max<qint64>(1, std::llround(std::ceil((wanted - it->left) / perMs)));
    it->left -= wanted;
    return 0;
}

} // namespace liaison::hub
