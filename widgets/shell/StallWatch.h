// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QTimer>
#include <array>

class QJsonObject;

namespace liaison {

/// Measures how late the GUI thread comes to a timer of 20 ms: what a key press would have waited. For `./dev sim` and the bench;
/// it keeps counts, not ticks, so it does not grow. GUI thread.
class StallWatch : public QObject
{
    Q_OBJECT
public:
    /// Writes its report to `file` every five seconds, so that it is there however the program ends.
    explicit StallWatch(QString file, QObject *parent = nullptr);
    /// {ticks, p50_ms, p99_ms, max_ms, over_100_ms}: lateness beyond the timer's interval, percentiles up to 999; {sqlite_mb}: what the store's caches hold.
    QJsonObject report() const;

private:
    void tick();
    void write() const;
    QString m_file;
    QTimer m_timer;
    QTimer m_writing;
    QElapsedTimer m_since;
    std::array<qint64, 1000> m_counts{}; ///< ticks by lateness in ms; the last: that and more
    qint64 m_ticks = 0;
    qint64 m_longest = 0;
};

} // namespace liaison
