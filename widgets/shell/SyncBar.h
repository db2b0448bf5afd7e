// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QPushButton;

namespace liaison {

class Session;

/// The status bar: in words whether everything is in sync, how long a round trip takes, what waits to be sent, and the agent's own
/// figures of the day. GUI thread.
class SyncBar : public QWidget
{
    Q_OBJECT
public:
    explicit SyncBar(Session *session, QWidget *parent = nullptr);
    /// Seconds moved on.
    void tick();
    /// "In sync at 14:03:22" or why not.
    QString words() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void updateFigures();

    Session *m_session;
    QLabel *m_icon;
    QLabel *m_state;
    QPushButton *m_tryNow;
    QLabel *m_roundTrip;
    QLabel *m_toSend;
    QLabel *m_figures;
};

} // namespace liaison
