// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractEventDispatcher>
#include <QHash>
#include <QList>
#include <set>
#include <tuple>
#include <vector>

namespace liaison::hub {

/// The timers of an event loop, by when they are due. Times are nanoseconds of the steady clock, given by the caller; intervals
/// milliseconds. Adding, removing and firing cost O(log n). One thread.
class LoopTimers
{
public:
    /// A timer that was due when it was asked for. Ids are used again, so the serial says which one is meant.
    struct Due
    {
        int id;
        quint64 serial;
        qint64 at;         ///< the turn that is due
        qint64 intervalMs; ///< until the next
    };

    /// Precise ones are never early. Coarse ones are moved by at most 2.5 % onto a grid, and very coarse ones onto whole seconds, so
    /// that many of them wake the loop once.
    void add(int id, qint64 intervalMs, Qt::TimerType type, QObject *object, qint64 now);
    bool remove(int id);
    bool removeAllOf(const QObject *object);

    QList<QAbstractEventDispatcher::TimerInfo> timersOf(const QObject *object) const;
    /// Milliseconds, rounded up; 0 if it is due, -1 if there is no such timer.
    int remainingMs(int id, qint64 now) const;
    /// When the next one is due; -1 if none is waited for. One whose receiver is just being told is not.
    qint64 nextDue() const { return m_order.empty() ? -1 : std::get<0>(*m_order.begin()); }
    /// Those due at `now`, in the order in which they fell due.
    std::vector<Due> dueAt(qint64 now) const;

    /// Sets the timer for its next turn and returns its object, or null if it is gone, set anew, or has been told of this turn meanwhile
    /// by a loop inside another's receiver. Until end() it is not due again, however long a loop runs inside
    /// its own receiver.
    QObject *begin(const Due &due, qint64 now);
    void end(const Due &due);

private:
    struct Timer
    {
        quint64 serial;
        qint64 intervalMs;
        Qt::TimerType type;
        QObject *object;
        qint64 due;
    };
    using Place = std::tuple<qint64, quint64, int>; ///< due, serial, id

    static qint64 placed(qint64 due, qint64 intervalMs, Qt::TimerType type);
    static Place placeOf(int id, const Timer &timer) { return {timer.due, timer.serial, id}; }

    QHash<int, Timer> m_timers;
    std::set<Place> m_order; ///< without those being told
    quint64 m_serial = 0;
};

} // namespace liaison::hub
