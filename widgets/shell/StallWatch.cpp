// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/StallWatch.h"

#include "models/store/Store.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <algorithm>
#include <numeric>

namespace liaison {

namespace {
constexpr int intervalMs = 20;
constexpr int writeEveryMs = 5000;
constexpr int longStallMs = 100; // what a person notices as a hitch
} // namespace

StallWatch::StallWatch(QString file, QObject *parent) : QObject(parent), m_file(std::move(file))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::tick);
    m_since.start();
    m_timer.start();
    connect(&m_writing, &QTimer::timeout, this, &StallWatch::write);
    m_writing.start(writeEveryMs);
}

void StallWatch::tick()
{
    const qint64 late = qMax<qint64>(0, m_since.restart() - intervalMs);
    ++m_counts[std::size_t(std::min(late, qint64(m_counts.size()) - 1))];
    ++m_ticks;
    m_longest = std::max(m_longest, late);
}

QJsonObject StallWatch::report() const
{
    // The least lateness that so large a share of the ticks did not exceed.
    const auto at = [this](double share) {
        qint64 seen = 0;
        for (std::size_t ms = 0; ms < m_counts.size(); ++ms) {
            seen += m_counts[ms];
            if (double(seen) > share * double(m_ticks))
                return qint64(ms);
        }
        return qint64(0);
    };
    const qint64 longOnes = std::accumulate(m_counts.cbegin() + longStallMs, m_counts.cend(), qint64(0));
    return {{"ticks", m_ticks},    {"p50_ms", at(0.5)},       {"p99_ms", at(0.99)},
            {"max_ms", m_longest}, {"over_100_ms", longOnes}, {"sqlite_mb", double(Store::sqliteBytes()) / 1048576}};
}

void StallWatch::write() const
{
    QSaveFile out(m_file);
    if (out.open(QIODevice::WriteOnly)) {
        out.write(QJsonDocument(report()).toJson(QJsonDocument::Compact) + '\n');
        out.commit();
    }
}

} // namespace liaison
