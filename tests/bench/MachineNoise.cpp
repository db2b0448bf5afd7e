// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/MachineNoise.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QFile>
#include <QList>
#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

namespace liaison::bench {

MachineNoise::MachineNoise() : m_paceMs(sortingMs()) { m_begun = ticks(); }

double MachineNoise::load()
{
    double one = 0;
    return ::getloadavg(&one, 1) == 1 ? one : -1;
}

double MachineNoise::stolenPercent() const
{
    const Ticks now = ticks();
    constexpr quint64 enough = 200; // a second of two processors
    return now.all >= m_begun.all + enough ? 100.0 * double(now.stolen - m_begun.stolen) / double(now.all - m_begun.all) : -1;
}

MachineNoise::Ticks MachineNoise::ticks()
{
    // "cpu user nice system idle iowait irq softirq steal guest guest_nice"; the guests' are within user and nice.
    QFile file(QStringLiteral("/proc/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> words = file.readLine().simplified().split(' ');
    constexpr qsizetype steal = 8;
    if (words.size() <= steal)
        return {};
    Ticks found{words.at(steal).toULongLong(), 0};
    for (qsizetype i = 1; i <= steal; ++i)
        found.all += words.at(i).toULongLong();
    return found;
}

double MachineNoise::sortingMs()
{
    // Small enough for the heap of small things: larger blocks come and go as maps, and what malloc learns of it changes memory rows.
    std::vector<quint64> numbers(12'000);
    std::mt19937_64 dice(1);
    qint64 ns = 0;
    for (int i = 0; i < 25; ++i) {
        std::generate(numbers.begin(), numbers.end(), dice);
        QElapsedTimer timer;
        timer.start();
        std::sort(numbers.begin(), numbers.end());
        ns += timer.nsecsElapsed();
    }
    return double(ns) / 1e6;
}

} // namespace liaison::bench
