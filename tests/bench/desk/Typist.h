// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <thread>

namespace liaison::bench {

/// Somebody who types: keys come from a thread of their own at a steady pace, whatever the window is busy with, and each waits for the
/// first picture after it was handled. GUI thread but for the pace.
class Typist : public QObject
{
public:
    /// `edit` receives a letter every `everyMs`; it is cleared now and then.
    Typist(QWidget *edit, int everyMs);
    ~Typist() override;

    void start();
    void stop();
    void noteFrame(qint64 atNs);
    const Samples &delays() const { return m_delays; }

private:
    void press(qint64 pressedNs);

    QPointer<QWidget> m_edit;
    const int m_everyMs;
    std::atomic<bool> m_running = false;
    std::thread m_pace;
    QList<qint64> m_handled; ///< when each key was pressed that is handled and not painted yet
    Samples m_delays;
    int m_pressed = 0;
};

} // namespace liaison::bench
