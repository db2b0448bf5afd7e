// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/ReplyClock.h"

namespace liaison {

Urgency urgencyOf(qint64 needSince, qint64 targetMs, qint64 now)
{
    if (needSince <= 0)
        return Urgency::None;
    if (targetMs <= 0)
        return Urgency::Calm;
    const qint64 left = targetMs - qMax<qint64>(0, now - needSince); // a clock that is behind makes nobody early
    if (left <= 0)
        return Urgency::Late;
    return left * 2 > targetMs ? Urgency::Calm : Urgency::Soon;
}

qint64 displayedSpan(qint64 spanMs)
{
    const qint64 seconds = qMax<qint64>(0, spanMs) / 1000;
    return seconds < 60 ? seconds : 60 * (seconds / 60);
}

} // namespace liaison
