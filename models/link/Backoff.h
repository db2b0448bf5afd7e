// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/Random.h"

#include <QtGlobal>

namespace liaison {

struct LinkTimings;

/// How long to wait before the next try (R13): full jitter, so that a thousand workstations do not come back in the same
/// instant. Pure over its state; milliseconds.
class Backoff
{
public:
    Backoff(const LinkTimings &timings, Random random);

    /// The delay after a link that was live for `liveFor` ms (0: never became live). `named` is what the hub asked for, 0 if
    /// nothing, at most ten minutes; the jitter then comes on top of it.
    qint64 next(qint64 liveFor, qint64 named);
    /// Tries since the last link that was live long enough.
    int failures() const { return m_failures; }

private:
    qint64 m_base;
    qint64 m_most;
    qint64 m_firstAfterLongLife;
    qint64 m_longLife;
    Random m_random;
    int m_failures = 0;
};

} // namespace liaison
