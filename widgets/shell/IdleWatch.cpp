// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/IdleWatch.h"

#include <QCoreApplication>
#include <QEvent>

namespace liaison {

namespace {
constexpr int lookEveryMs = 5000;
}

IdleWatch::IdleWatch(const Clock &clock, qint64 afterMs, QObject *parent) : QObject(parent), m_clock(clock), m_afterMs(afterMs)
{
    restart();
    connect(&m_look, &QTimer::timeout, this, &IdleWatch::look);
    m_look.start(lookEveryMs);
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleWatch::restart()
{
    m_since = m_clock.steadyMs();
    m_wallSince = m_clock.utcMs();
    m_said = false;
}

bool IdleWatch::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::InputMethod:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress: restart(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void IdleWatch::look()
{
    if (m_said || qMax(m_clock.steadyMs() - m_since, m_clock.utcMs() - m_wallSince) < m_afterMs)
        return;
    m_said = true;
    emit idle();
}

} // namespace liaison
