// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/IdleWatch.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QEvent>

namespace liaison {

namespace {
constexpr qint64 lookEveryMs = 5000;
}

IdleWatch::IdleWatch(qint64 afterMs, QObject *parent) : QObject(parent), m_afterMs(afterMs)
{
    restart();
    connect(&m_look, &QTimer::timeout, this, &IdleWatch::look);
    m_look.start(int(qBound<qint64>(1, afterMs / 10, lookEveryMs)));
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleWatch::restart()
{
    m_since.start();
    m_wallSince = QDateTime::currentMSecsSinceEpoch();
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
    if (m_said || qMax(m_since.elapsed(), QDateTime::currentMSecsSinceEpoch() - m_wallSince) < m_afterMs)
        return;
    m_said = true;
    emit idle();
}

} // namespace liaison
