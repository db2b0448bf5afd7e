// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"

#include <QObject>
#include <QTimer>

namespace liaison {

/// Notices that nobody has touched the program's windows for a while. The time a machine sleeps counts. GUI thread.
class IdleWatch : public QObject
{
    Q_OBJECT
public:
    /// The clock is not owned.
    IdleWatch(const Clock &clock, qint64 afterMs, QObject *parent = nullptr);
    /// As if somebody had just touched a key.
    void restart();

    /// What the timer does every few seconds.
    void look();

signals:
    /// Once, until restart() or the next touch.
    void idle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const Clock &m_clock;
    const qint64 m_afterMs;
    qint64 m_since = 0;     ///< steady ms
    qint64 m_wallSince = 0; ///< UTC ms: the steady clock may stand still while the machine sleeps
    bool m_said = false;
    QTimer m_look;
};

} // namespace liaison
