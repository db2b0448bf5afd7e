// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

namespace liaison {

/// How soon an answer is due.
enum class Urgency { None, Calm, Soon, Late };

/// Half of the target left is calm, less is soon, none is late; nobody waiting (`needSince` 0) is None. Times in ms, pure.
constexpr Urgency urgencyOf(qint64 needSince, qint64 now, qint64 target)
{
    if (needSince <= 0)
        return Urgency::None;
    const qint64 left = needSince + target - now;
    if (left <= 0)
        return Urgency::Late;
    return left > target / 2 ? Urgency::Calm : Urgency::Soon;
}

} // namespace liaison
