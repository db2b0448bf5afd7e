// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/StallWatch.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <algorithm>

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

void StallWatch::tick() { m_late.append(int(qMax<qint64>(0, m_since.restart() - intervalMs))); }

QJsonObject StallWatch::report() const
{
    QList<int> sorted = m_late;
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&sorted](double share) {
        return sorted.isEmpty() ? 0 : sorted.at(std::min(sorted.size() - 1, qsizetype(share * double(sorted.size()))));
    };
    const auto firstLong = std::lower_bound(sorted.cbegin(), sorted.cend(), longStallMs);
    return {{"ticks", sorted.size()},
            {"p50_ms", at(0.5)},
            {"p99_ms", at(0.99)},
            {"max_ms", sorted.isEmpty() ? 0 : sorted.last()},
            {"over_100_ms", qint64(std::distance(firstLong, sorted.cend()))}};
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
