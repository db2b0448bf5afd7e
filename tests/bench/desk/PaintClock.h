// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QApplication>
#include <QPointer>
#include <QSet>
#include <functional>

namespace liaison::bench {

/// An application that knows when a window's new picture is complete: after Qt has painted what was to be painted and handed it to the
/// window system. GUI thread.
class PaintClock : public QApplication
{
public:
    PaintClock(int &argc, char **argv);

    /// Frames of any window so far, and when the last was complete (steady ns, see OpenStore::nowNs()).
    qint64 frames() const { return m_frames; }
    qint64 lastFrameNs() const { return m_lastFrameNs; }
    /// Whether `widget` was painted in the last complete frame.
    bool painted(const QWidget *widget) const { return m_shown.contains(widget); }
    /// Called after each frame.
    void onFrame(std::function<void()> look) { m_look = std::move(look); }

    /// Runs the event loop until `done` holds after some frame; the time of that frame, or -1 after `mostMs`.
    qint64 frameWhen(const std::function<bool()> &done, int mostMs = 20000);
    /// Runs the event loop until `done` holds; false after `mostMs`.
    static bool runUntil(const std::function<bool()> &done, int mostMs = 20000);
    /// Runs the event loop until nothing happened in it for about `ms`.
    static void settle(int ms = 60);

    static PaintClock &instance() { return *static_cast<PaintClock *>(qApp); }

    bool notify(QObject *receiver, QEvent *event) override;

private:
    QSet<const QWidget *> m_painting;
    QSet<const QWidget *> m_shown;
    std::function<void()> m_look;
    qint64 m_frames = 0;
    qint64 m_lastFrameNs = 0;
};

} // namespace liaison::bench
