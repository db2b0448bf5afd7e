// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/Typist.h"

#include "tests/bench/desk/OpenStore.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace liaison::bench {

namespace {
constexpr int lineLength = 60;
}

Typist::Typist(QWidget *edit, int everyMs) : m_edit(edit), m_everyMs(everyMs) {}

Typist::~Typist() { stop(); }

void Typist::start()
{
    m_running = true;
    m_pace = std::thread([this] {
        while (m_running) {
            std::this_thread::sleep_for(std::chrono::milliseconds(m_everyMs));
            QMetaObject::invokeMethod(
                this, [this, now = OpenStore::nowNs()] { press(now); }, Qt::QueuedConnection);
        }
    });
}

void Typist::stop()
{
    m_running = false;
    if (m_pace.joinable())
        m_pace.join();
}

void Typist::press(qint64 pressedNs)
{
    if (!m_edit || !m_running)
        return;
    if (++m_pressed % lineLength == 0) {
        QKeyEvent all(QEvent::KeyPress, Qt::Key_A, Qt::ControlModifier, QString(QChar(1)));
        QCoreApplication::sendEvent(m_edit, &all);
    }
    const char letter = char('a' + m_pressed % 26);
    QKeyEvent key(QEvent::KeyPress, Qt::Key_A + m_pressed % 26, Qt::NoModifier, QString(QLatin1Char(letter)));
    QCoreApplication::sendEvent(m_edit, &key);
    m_handled.append(pressedNs);
}

void Typist::noteFrame(qint64 atNs)
{
    for (const qint64 pressed : std::exchange(m_handled, {}))
        m_delays.add(double(atNs - pressed) / 1e6);
}

} // namespace liaison::bench
