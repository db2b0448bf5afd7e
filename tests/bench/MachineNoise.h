// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

namespace liaison::bench {

/// What a machine shared with others does to times, from when this was made; each row of a report says it. Making it takes about 30 ms.
class MachineNoise
{
public:
    MachineNoise();

    /// Load over the last minute, `getloadavg`; -1 where there is none. Above the number of processors times are waits for a turn.
    static double load();

    /// Percent of the processors' time since then that the host of a virtual machine gave to others while somebody here wanted it ("steal" of
    /// proc(5)'s stat, counted in ticks of 10 ms); -1 in the first second, where a tick is too much, and where it cannot be read.
    double stolenPercent() const;

    /// How fast the machine was just then: milliseconds for work that is the same always (25 times 12,000 numbers sorted). What shares caches
    /// and clock with others shows here though nothing is stolen.
    double paceMs() const { return m_paceMs; }

private:
    struct Ticks
    {
        quint64 stolen = 0;
        quint64 all = 0;
    };
    static Ticks ticks();
    static double sortingMs();

    Ticks m_begun;
    double m_paceMs;
};

} // namespace liaison::bench
