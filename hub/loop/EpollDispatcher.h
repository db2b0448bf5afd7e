// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/loop/LoopTimers.h"

#include <QSet>
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

    /// What is watched of one file descriptor. Its events bring the ticket with which it was last told to the epoll set: that may hold
    /// the same number twice, for the file it was and the file it is.
    struct Watch
    {
        std::array<QSocketNotifier *, kinds> notifiers{};
        quint32 asked = 0; ///< what the epoll set knows
        quint32 ticket = 0;
        bool isKnown = false;   ///< it is in the epoll set
        bool isStale = false;   ///< stands in m_stale
        bool isAlways = false;  ///< epoll takes no files: they are always ready
        bool isRefused = false; ///< the system would not watch it when it was last asked, and this has been said
        quint32 wanted() const;
    };

    int makeSet() const;
    bool rebuild();
    void dropLeftOver(int fd);
    void tell(int fd, Watch &watch);
    void refused(int fd, Watch &watch);
    void tellAll();
    void forget(int fd, const Watch &watch);
    void arm(qint64 due);
    int wait(bool mayBlock, bool sockets, bool timers);
    void markReady(const Watch &watch, quint32 what);
    int activateNotifiers();
    int activateTimers();
    void drainWake();
    void drainAlarm();

    const int m_wake;  ///< eventfd
    const int m_alarm; ///< timerfd
    int m_epoll;       ///< knows the two above by ticket 0
    std::atomic<bool> m_woken{false};
    std::atomic<bool> m_interrupted{false};
    QHash<int, Watch> m_watches;
    std::vector<int> m_stale; ///< descriptors whose watch the epoll set does not know yet
    QSet<int> m_refused;      ///< descriptors for which the system had no room: tried again at m_retryAt
    qint64 m_retryAt = 0;     ///< of the steady clock, in nanoseconds
    quint32 m_lastTicket = 0;
    bool m_mustRebuild = false;             ///< something is in the epoll set that cannot be taken out of it
    int m_always = 0;                       ///< watches that are always ready
    std::vector<QSocketNotifier *> m_ready; ///< to be told in this round; null once it is unregistered
    std::size_t m_nextReady = 0;
    LoopTimers m_timers;
    qint64 m_armedFor = -1;
};

} // namespace liaison::hub

#endif
