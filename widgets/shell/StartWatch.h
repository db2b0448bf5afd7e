// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace liaison {

/// Says once that this start was good: a window was there and stayed for so long. A box with bad news is no window here. GUI thread.
class StartWatch : public QObject
{
    Q_OBJECT
public:
    explicit StartWatch(int goodAfterMs, QObject *parent = nullptr);

signals:
    /// There is one for the first time.
    void windowSeen();
    void good();

private:
    void look();

    int m_goodAfterMs;
    bool m_sawWindow = false;
    QElapsedTimer m_since;
    QTimer m_timer;
};

} // namespace liaison
