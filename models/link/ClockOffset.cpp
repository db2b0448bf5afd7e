// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/ClockOffset.h"

#include <algorithm>

namespace liaison {

void ClockOffset::add(qint64 hubUtc, qint64 localUtc, qint64 roundTrip)
{
    const qint64 trip = qMax<qint64>(0, roundTrip);
    m_samples.append({hubUtc + trip / 2 - localUtc, trip});
    if (m_samples.size() > kept)
        m_samples.removeFirst();

    QList<Sample> best = m_samples;
    std::sort(best.begin(), best.end(), [](const Sample &a, const Sample &b) { return a.roundTrip < b.roundTrip; });
    best.resize((best.size() + 1) / 2);
    std::sort(best.begin(), best.end(), [](const Sample &a, const Sample &b) { return a.offset < b.offset; });
    m_offset = best.at(best.size() / 2).offset;
}

} // namespace liaison
