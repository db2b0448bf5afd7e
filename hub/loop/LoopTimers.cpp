// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/loop/LoopTimers.h"

#include <array>

namespace liaison::hub {

namespace {
constexpr qint64 nsPerMs = 1'000'000;
constexpr qint64 secondMs = 1000;
constexpr qint64 exactBelowMs = 20; ///< a grid of a twentieth of the interval would be finer than a millisecond
} // namespace

qint64 LoopTimers::placed(qint64 due, qint64 intervalMs, Qt::TimerType type)
{
    if (type == Qt::PreciseTimer || intervalMs < exactBelowMs)
        return due;
    qint64 grid = secondMs;
    if (type != Qt::VeryCoarseTimer || intervalMs < secondMs) { // rounding may not put it into the past
        for (const qint64 step : std::array<qint64, 10>{1, 2, 5, 10, 25, 50, 100, 250, 500, 1000}) {
            if (step <= intervalMs / 20)
                grid = step;
        }
    }
    const qint64 gridNs = grid * nsPerMs;
    return (due + gridNs / 2) / gridNs * gridNs;
}

void LoopTimers::add(int id, qint64 intervalMs, Qt::TimerType type, QObject *object, qint64 now)
{
    remove(id);
    const qint64 interval = qMax<qint64>(0, intervalMs);
    const Timer timer{++m_serial, interval, type, object, placed(now + interval * nsPerMs, interval, type)};
    m_timers.insert(id, timer);
    m_order.insert(placeOf(id, timer));
}

bool LoopTimers::remove(int id)
{
    const auto timer = m_timers.constFind(id);
    if (timer == m_timers.constEnd())
        return false;
    m_order.erase(placeOf(id, *timer));
    m_timers.erase(timer);
    return true;
}

bool LoopTimers::removeAllOf(const QObject *object)
{
    bool any = false;
    for (auto timer = m_timers.begin(); timer != m_timers.end();) {
        if (timer->object == object) {
            m_order.erase(placeOf(timer.key(), *timer));
            timer = m_timers.erase(timer);
            any = true;
        } else {
            ++timer;
        }
    }
    return any;
}

QList<QAbstractEventDispatcher::TimerInfo> LoopTimers::timersOf(const QObject *object) const
{
    QList<QAbstractEventDispatcher::TimerInfo> found;
    for (auto timer = m_timers.cbegin(); timer != m_timers.cend(); ++timer) {
        if (timer->object == object)
            found.append({timer.key(), int(timer->intervalMs), timer->type});
    }
    return found;
}

int LoopTimers::remainingMs(int id, qint64 now) const
{
    const auto timer = m_timers.constFind(id);
    if (timer == m_timers.constEnd())
        return -1;
    return int((qMax<qint64>(0, timer->due - now) + nsPerMs - 1) / nsPerMs);
}

std::vector<LoopTimers::Due> LoopTimers::dueAt(qint64 now) const
{
    std::vector<Due> due;
    for (const auto &[at, serial, id] : m_order) {
        if (at > now)
            break;
        due.push_back({id, serial, at, m_timers.constFind(id)->intervalMs});
    }
    return due;
}

QObject *LoopTimers::begin(const Due &due, qint64 now)
{
    const auto timer = m_timers.find(due.id);
    if (timer == m_timers.end() || timer->serial != due.serial || timer->due != due.at)
        return nullptr;
    m_order.erase(placeOf(due.id, *timer));
    // From when it was due, so that a delay does not add up; turns that were missed altogether are not made up for.
    const qint64 step = timer->intervalMs * nsPerMs;
    const qint64 next = timer->due + step;
    timer->due = placed(next <= now ? now + step : next, timer->intervalMs, timer->type);
    return timer->object;
}

void LoopTimers::end(const Due &due)
{
    const auto timer = m_timers.find(due.id);
    if (timer == m_timers.end() || timer->serial != due.serial)
        return;
    m_order.insert(placeOf(due.id, *timer));
}

} // namespace liaison::hub
