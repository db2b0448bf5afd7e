// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/loop/EpollDispatcher.h"

#ifdef Q_OS_LINUX

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimerEvent>
#include <algorithm>
#include <cerrno>
#include <ctime>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utility>

namespace liaison::hub {

namespace {

constexpr std::size_t eventsAtOnce = 512;
constexpr std::array<quint32, 3> asks{EPOLLIN, EPOLLOUT, EPOLLPRI}; ///< by QSocketNotifier::Type
constexpr quint32 broken = EPOLLHUP | EPOLLERR;                     ///< told to whoever listens, as Qt's own loop does
/// Between two attempts to watch what the system had no room for: short enough for a customer who waits for his page, long enough
/// that a thousand of them cost nothing worth mentioning.
constexpr qint64 retryNs = 100'000'000;

qint64 steadyNow()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

quint64 labelOf(int fd, quint32 ticket) { return quint64(ticket) << 32 | quint32(fd); }
int descriptorOf(const epoll_event &event) { return int(quint32(event.data.u64)); }
quint32 ticketOf(const epoll_event &event) { return quint32(event.data.u64 >> 32); }

/// A signal does not end the waiting, as in Qt's own loop. Only for waits without an end of their own, or none at all: it begins anew.
template <typename Wait>
int despiteSignals(const Wait &wait)
{
    int got = 0;
    do {
        got = wait();
    } while (got < 0 && errno == EINTR);
    return got;
}

} // namespace

quint32 EpollDispatcher::Watch::wanted() const
{
    quint32 mask = 0;
    for (std::size_t kind = 0; kind < kinds; ++kind)
        mask |= notifiers[kind] ? asks[kind] : 0;
    return mask;
}

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_alarm(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)), m_epoll(makeSet())
{
    if (m_epoll < 0)
        qFatal("The event loop cannot be made: %s", qPrintable(qt_error_string(errno)));
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_alarm);
    ::close(m_wake);
    ::close(m_epoll);
}

int EpollDispatcher::makeSet() const
{
    const int set = ::epoll_create1(EPOLL_CLOEXEC);
    for (const int fd : {m_wake, m_alarm}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = labelOf(fd, 0);
        if (set >= 0 && ::epoll_ctl(set, EPOLL_CTL_ADD, fd, &event) != 0) {
            const int why = errno;
            ::close(set);
            errno = why;
            return -1;
        }
    }
    return set;
}

// --- one round -------------------------------------------------------------------------------------------------------------

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false);
    emit awake();
    // Always before waiting: a wake-up is forgotten when it is seen, and what it was for is found here.
    QCoreApplication::sendPostedEvents();
    const bool sockets = !flags.testFlag(QEventLoop::ExcludeSocketNotifiers);
    const bool timers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool mayBlock = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted.load();
    if (mayBlock)
        emit aboutToBlock();
    if (m_interrupted.load())
        return false;
    int handled = wait(mayBlock, sockets, timers);
    if (sockets)
        handled += activateNotifiers();
    if (timers)
        handled += activateTimers();
    return handled > 0;
}

int EpollDispatcher::wait(bool mayBlock, bool sockets, bool timers)
{
    if (sockets)
        tellAll();
    qint64 due = timers ? m_timers.nextDue() : -1;
    if (sockets && !m_refused.isEmpty())
        due = due < 0 ? m_retryAt : qMin(due, m_retryAt);
    int waitMs = mayBlock && (m_always == 0 || !sockets) ? -1 : 0;
    if (due >= 0 && waitMs < 0) {
        if (due <= steadyNow())
            waitMs = 0;
        else
            arm(due);
    }
    if (!sockets) {
        std::array<pollfd, 2> both{pollfd{m_wake, POLLIN, 0}, pollfd{m_alarm, POLLIN, 0}};
        despiteSignals([&] { return ::poll(both.data(), both.size(), waitMs); });
        if (both[1].revents & POLLIN)
            drainAlarm();
        if (!(both[0].revents & POLLIN))
            return 0;
        drainWake();
        return 1;
    }
    std::array<epoll_event, eventsAtOnce> events;
    const int count = despiteSignals([&] { return ::epoll_wait(m_epoll, events.data(), int(events.size()), waitMs); });
    int woken = 0;
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[std::size_t(i)];
        const int fd = descriptorOf(event);
        if (fd == m_wake) {
            drainWake();
            ++woken;
        } else if (fd == m_alarm) {
            drainAlarm();
        } else if (const auto watch = m_watches.constFind(fd); watch != m_watches.cend() && watch->ticket == ticketOf(event)) {
            markReady(*watch, event.events);
        } else {
            dropLeftOver(fd);
        }
    }
    if (m_mustRebuild)
        m_mustRebuild = !rebuild();
    if (m_always > 0) {
        for (auto watch = m_watches.cbegin(); watch != m_watches.cend(); ++watch) {
            if (watch->isAlways)
                markReady(*watch, EPOLLIN | EPOLLOUT);
        }
    }
    return woken;
}

void EpollDispatcher::drainWake()
{
    eventfd_t count = 0;
    ::eventfd_read(m_wake, &count);
    m_woken.store(false);
}

void EpollDispatcher::drainAlarm()
{
    quint64 count = 0;
    [[maybe_unused]] const auto got = ::read(m_alarm, &count, sizeof count);
    m_armedFor = -1;
}

void EpollDispatcher::wakeUp()
{
    if (!m_woken.exchange(true))
        ::eventfd_write(m_wake, 1);
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true);
    wakeUp();
}

// --- sockets ---------------------------------------------------------------------------------------------------------------

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier->thread() == thread());
    const int fd = int(notifier->socket());
    Watch &watch = m_watches[fd];
    QSocketNotifier *&slot = watch.notifiers[std::size_t(notifier->type())];
    if (slot && slot != notifier) {
        qWarning("EpollDispatcher: a second notifier of one kind for descriptor %d", fd);
        watch.asked = 0;
    }
    // The descriptor of one that was there before may have been closed behind its back, and be another file now: epoll is asked anew.
    if (watch.isAlways) {
        watch.isAlways = false;
        --m_always;
    }
    slot = notifier;
    if (!watch.isStale) {
        watch.isStale = true;
        m_stale.push_back(fd);
    }
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier->thread() == thread());
    const auto pending = std::find(m_ready.begin() + std::ptrdiff_t(m_nextReady), m_ready.end(), notifier);
    if (pending != m_ready.end())
        *pending = nullptr;
    const int fd = int(notifier->socket());
    const auto watch = m_watches.find(fd);
    if (watch == m_watches.end() || watch->notifiers[std::size_t(notifier->type())] != notifier)
        return;
    watch->notifiers[std::size_t(notifier->type())] = nullptr;
    if (watch->wanted() == 0) {
        // At once: the descriptor is about to be closed, perhaps, and its number to be used for another file in this very round.
        forget(fd, *watch);
        m_watches.erase(watch);
    } else if (!watch->isStale) {
        watch->isStale = true;
        m_stale.push_back(fd);
    }
}

void EpollDispatcher::forget(int fd, const Watch &watch)
{
    if (watch.isAlways)
        --m_always;
    m_refused.remove(fd);
    if (watch.isKnown) {
        epoll_event none{};
        // Fails for one that was closed before: then it is out already, unless a duplicate of it lives (see dropLeftOver()).
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, &none);
    }
}

/// An event of what nobody watches: the descriptor was closed before its notifier was disabled, but the file is still open under
/// another number, in this process or in a child. The epoll set keeps it, tells of it in every round, and lets it be taken out only by
/// the number that it does not have any more.
void EpollDispatcher::dropLeftOver(int fd)
{
    if (!m_mustRebuild)
        qWarning("EpollDispatcher: descriptor %d was closed before its notifier was disabled, and a duplicate of it is open", fd);
    epoll_event none{};
    // By its number if it has it again; but not what is watched under that number now.
    if (m_watches.contains(fd) || ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, &none) != 0)
        m_mustRebuild = true;
}

/// A new epoll set in the place of the old one; the watches are told to it before the next waiting. False if the system gives none:
/// then the old one goes on, and this is tried again in the next round.
bool EpollDispatcher::rebuild()
{
    const int fresh = makeSet();
    if (fresh < 0)
        return false;
    ::close(m_epoll);
    m_epoll = fresh;
    for (auto watch = m_watches.begin(); watch != m_watches.end(); ++watch) {
        watch->isKnown = false;
        watch->asked = 0;
        if (!watch->isStale) {
            watch->isStale = true;
            m_stale.push_back(watch.key());
        }
    }
    return true;
}

void EpollDispatcher::tellAll()
{
    if (!m_refused.isEmpty() && steadyNow() >= m_retryAt) {
        m_stale.insert(m_stale.end(), m_refused.cbegin(), m_refused.cend());
        m_refused.clear();
    }
    // Only now: a write notifier that was switched on and off again since the last round costs nothing.
    for (const int fd : m_stale) {
        const auto watch = m_watches.find(fd);
        if (watch == m_watches.end())
            continue;
        watch->isStale = false;
        if (!watch->isAlways && (!watch->isKnown || watch->asked != watch->wanted()))
            tell(fd, *watch);
    }
    m_stale.clear();
}

void EpollDispatcher::tell(int fd, Watch &watch)
{
    epoll_event event{};
    event.events = watch.wanted();
    watch.ticket = ++m_lastTicket;
    event.data.u64 = labelOf(fd, watch.ticket);
    int failed = ::epoll_ctl(m_epoll, watch.isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
    if (failed != 0 && (errno == ENOENT || errno == EEXIST))
        failed = ::epoll_ctl(m_epoll, errno == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
    watch.isKnown = failed == 0;
    watch.asked = failed == 0 ? event.events : 0;
    if (failed == 0) {
        watch.isRefused = false;
        m_refused.remove(fd);
    } else if (errno == EPERM) {
        watch.isAlways = true;
        ++m_always;
    } else {
        refused(fd, watch);
    }
}

void EpollDispatcher::refused(int fd, Watch &watch)
{
    const int why = errno;
    // As many watched as the user may (fs.epoll.max_user_watches), or no memory: that may be otherwise in a moment.
    if (why == ENOSPC || why == ENOMEM) {
        if (m_refused.isEmpty())
            m_retryAt = steadyNow() + retryNs;
        m_refused.insert(fd);
    }
    if (!std::exchange(watch.isRefused, true))
        qWarning("EpollDispatcher: descriptor %d cannot be watched: %s", fd, qPrintable(qt_error_string(why)));
}

void EpollDispatcher::markReady(const Watch &watch, quint32 what)
{
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        QSocketNotifier *notifier = watch.notifiers[kind];
        if (!notifier || !(what & (asks[kind] | broken)))
            continue;
        // In a loop inside a receiver some of the round outside may not have been told yet.
        if (m_nextReady == m_ready.size() ||
            std::find(m_ready.begin() + std::ptrdiff_t(m_nextReady), m_ready.end(), notifier) == m_ready.end())
            m_ready.push_back(notifier);
    }
}

int EpollDispatcher::activateNotifiers()
{
    int told = 0;
    QEvent event(QEvent::SockAct);
    // By index: a loop inside a receiver adds to the list and works it off.
    while (m_nextReady < m_ready.size()) {
        QSocketNotifier *notifier = m_ready[m_nextReady++];
        if (notifier) {
            QCoreApplication::sendEvent(notifier, &event);
            ++told;
        }
    }
    m_ready.clear();
    m_nextReady = 0;
    return told;
}

// --- timers ----------------------------------------------------------------------------------------------------------------

void EpollDispatcher::arm(qint64 due)
{
    if (due == m_armedFor)
        return;
    m_armedFor = due;
    itimerspec at{};
    at.it_value.tv_sec = due / 1'000'000'000;
    at.it_value.tv_nsec = due % 1'000'000'000;
    ::timerfd_settime(m_alarm, TFD_TIMER_ABSTIME, &at, nullptr);
}

int EpollDispatcher::activateTimers()
{
    const qint64 now = steadyNow();
    int told = 0;
    // Each at most once in a round, so that timers without an interval let the sockets have their turn. Those are no news, as in Qt's
    // own loop: whoever runs rounds until nothing more happens would never come to an end.
    for (const LoopTimers::Due &due : m_timers.dueAt(now)) {
        if (QObject *object = m_timers.begin(due, now)) {
            QTimerEvent event(due.id);
            QCoreApplication::sendEvent(object, &event);
            m_timers.end(due);
            told += due.intervalMs > 0 ? 1 : 0;
        }
    }
    return told;
}

void EpollDispatcher::registerTimer(int id, qint64 intervalMs, Qt::TimerType type, QObject *object)
{
    Q_ASSERT(object->thread() == thread());
    m_timers.add(id, intervalMs, type, object, steadyNow());
}

bool EpollDispatcher::unregisterTimer(int id) { return m_timers.remove(id); }

bool EpollDispatcher::unregisterTimers(QObject *object) { return m_timers.removeAllOf(object); }

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    return m_timers.timersOf(object);
}

int EpollDispatcher::remainingTime(int id) { return m_timers.remainingMs(id, steadyNow()); }

} // namespace liaison::hub

#endif
