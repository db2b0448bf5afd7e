// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/PaintClock.h"

#include "tests/bench/desk/OpenStore.h"

#include <QTimer>
#include <QWidget>

namespace liaison::bench {

PaintClock::PaintClock(int &argc, char **argv) : QApplication(argc, argv) {}

bool PaintClock::notify(QObject *receiver, QEvent *event)
{
    const QEvent::Type type = event->type();
    const bool maybeFrame = (type == QEvent::UpdateRequest || type == QEvent::Expose);
    if (type == QEvent::Paint && receiver->isWidgetType())
        m_painting.insert(static_cast<const QWidget *>(receiver));
    const bool handled = QApplication::notify(receiver, event);
    if (maybeFrame && !m_painting.isEmpty()) {
        m_lastFrameNs = OpenStore::nowNs();
        ++m_frames;
        m_shown.swap(m_painting);
        m_painting.clear();
        if (m_look)
            m_look();
    }
    return handled;
}

qint64 PaintClock::frameWhen(const std::function<bool()> &done, int mostMs)
{
    QEventLoop loop;
    qint64 at = -1;
    const std::function<void()> before = std::exchange(m_look, [&] {
        if (at < 0 && done()) {
            at = m_lastFrameNs;
            loop.quit();
        }
    });
    QTimer::singleShot(mostMs, &loop, &QEventLoop::quit);
    loop.exec();
    m_look = before;
    return at;
}

bool PaintClock::runUntil(const std::function<bool()> &done, int mostMs)
{
    // An event loop of its own, not processEvents(): that deletes nothing that wants to be deleted later.
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done())
            loop.quit();
    });
    look.start(2);
    QTimer::singleShot(mostMs, &loop, &QEventLoop::quit);
    if (!done())
        loop.exec();
    return done();
}

void PaintClock::settle(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace liaison::bench
