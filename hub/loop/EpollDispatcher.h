// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/loop/LoopTimers.h"

#include <QtGlobal>
#include <array>
#include <atomic>

#ifdef Q_OS_LINUX

namespace liaison::hub {

/// Qt's event loop over epoll, timerfd and eventfd. Qt's own asks poll() about every socket in every round, and so pays for all of
/// them whenever one has something to say; this one pays for those that have (decision 0008). Of the thread it is installed on;
/// wakeUp() and interrupt() from any.
/// Installed by QCoreApplication::setEventDispatcher() before the application is made, or by QThread::setEventDispatcher().
class EpollDispatcher : public QAbstractEventDispatcher
{
    Q_OBJECT
public:
    /// qFatal() if the system gives no epoll set: nothing could run.
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(int id, qint64 intervalMs, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int id) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int id) override;

    void wakeUp() override;
    void interrupt() override;

private:
    static constexpr std::size_t kinds = 3; ///< of socket notifiers: read, write, exception

    /// What is watched of one file descriptor.
    struct Watch
    {
        std::array<QSocketNotifier *, kinds> notifiers{};
        quint32 asked = 0;     ///< what the epoll set knows
        bool isKnown = false;  ///< it is in the epoll set
        bool isStale = false;  ///< stands in m_stale
        bool isAlways = false; ///< epoll takes no files: they are always ready
        quint32 wanted() const;
    };

    void tell(int fd, Watch &watch);
    void tellAll();
    void forget(int fd, const Watch &watch);
    void arm(qint64 due);
    int wait(bool mayBlock, bool sockets, bool timers);
    void markReady(int fd, quint32 what);
    int activateNotifiers();
    int activateTimers();
    void drainWake();
    void drainAlarm();

    const int m_epoll;
    const int m_wake;  ///< eventfd
    const int m_alarm; ///< timerfd
    std::atomic<bool> m_woken{false};
    std::atomic<bool> m_interrupted{false};
    QHash<int, Watch> m_watches;
    std::vector<int> m_stale;               ///< descriptors whose watch the epoll set does not know yet
    int m_always = 0;                       ///< watches that are always ready
    std::vector<QSocketNotifier *> m_ready; ///< to be told in this round; null once it is unregistered
    std::size_t m_nextReady = 0;
    LoopTimers m_timers;
    qint64 m_armedFor = -1;
};

} // namespace liaison::hub

#endif
