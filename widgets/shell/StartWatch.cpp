// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/StartWatch.h"

#include <QApplication>
#include <QMessageBox>

namespace liaison {

StartWatch::StartWatch(int goodAfterMs, QObject *parent) : QObject(parent), m_goodAfterMs(goodAfterMs)
{
    m_timer.setInterval(250);
    connect(&m_timer, &QTimer::timeout, this, &StartWatch::look);
    m_timer.start();
}

void StartWatch::look()
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    const bool there = std::any_of(windows.cbegin(), windows.cend(), [](const QWidget *window) {
        return window->isVisible() && !qobject_cast<const QMessageBox *>(window);
    });
    if (there && !std::exchange(m_sawWindow, true))
        emit windowSeen();
    if (!there) {
        m_since.invalidate();
    } else if (!m_since.isValid()) {
        m_since.start();
    } else if (m_since.elapsed() >= m_goodAfterMs) {
        m_timer.stop();
        emit good();
    }
}

} // namespace liaison
