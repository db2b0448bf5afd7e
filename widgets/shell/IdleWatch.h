// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace liaison {

/// Notices that nobody has touched the program's windows for a while. The time a machine sleeps counts. GUI thread.
class IdleWatch : public QObject
{
    Q_OBJECT
public:
    explicit IdleWatch(qint64 afterMs, QObject *parent = nullptr);
    /// As if somebody had just touched a key.
    void restart();

signals:
    /// Once, until restart() or the next touch.
    void idle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();

    const qint64 m_afterMs;
    QElapsedTimer m_since;
    qint64 m_wallSince = 0; ///< the steady clock may stand still while the machine sleeps
    bool m_said = false;
    QTimer m_look;
};

} // namespace liaison
