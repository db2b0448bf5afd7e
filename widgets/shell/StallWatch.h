// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QList>
#include <QTimer>

class QJsonObject;

namespace liaison {

/// Measures how late the GUI thread comes to a timer of 20 ms: what a key press would have waited. For `./dev sim` and the bench;
/// it costs one list entry a tick. GUI thread.
class StallWatch : public QObject
{
    Q_OBJECT
public:
    /// Writes its report to `file` every five seconds, so that it is there however the program ends.
    explicit StallWatch(QString file, QObject *parent = nullptr);
    /// {ticks, p50_ms, p99_ms, max_ms, over_100_ms}: lateness beyond the timer's interval.
    QJsonObject report() const;

private:
    void tick();
    void write() const;
    QString m_file;
    QTimer m_timer;
    QTimer m_writing;
    QElapsedTimer m_since;
    QList<int> m_late;
};

} // namespace liaison
