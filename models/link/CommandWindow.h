// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Frames.h"

#include <optional>

namespace liaison {

/// The commands that are not answered yet, in the order they were given: at most `window` of them are on their way, the others
/// wait; after a lost link all of them go again in the same order, the hub knows the repeats by their cid (R1). Pure over its
/// state; all times steady milliseconds.
class CommandWindow
{
public:
    /// False if a command of that cid is already here.
    bool add(const wire::Command &command, qsizetype encodedBytes);
    /// Takes a command out; nothing if it is not (or no longer) here.
    std::optional<wire::Command> take(const QString &cid);
    /// The commands to send now, in order; they count as on their way from here on. Stops at the first that is postponed or larger
    /// than `mostBytes`, so that order is kept. Not to be asked while isHeldBack().
    QList<wire::Command> sendable(qint64 now, int window, qsizetype mostBytes);
    /// Everything is to be sent again: on another link, or on one that some of it was sent on before.
    void requeue();
    /// The hub asked to send this one again later. It refuses whatever was sent behind it (R8), so all of that goes again too.
    void postpone(const QString &cid, qint64 until);
    /// True while repeats must wait for the answers to what was sent earlier on the link, of which `unanswered` are missing. The
    /// hub begins anew with any command that it has refused: a refusal that is still on its way would be taken for one of the
    /// repeat, and what stands behind it sent past one in front that is just refused once more.
    bool isHeldBack(int unanswered) const { return m_repeats && unanswered > 0; }
    /// Counts how often the hub refused a command for the link's sake; returns the new count.
    int countResync(const QString &cid);
    bool contains(const QString &cid) const;
    int size() const { return int(m_entries.size()); }
    /// When the command that has been on its way for longest was sent.
    std::optional<qint64> oldestSentAt() const;
    /// When the next postponed command may go.
    std::optional<qint64> nextPostponed() const;

private:
    struct Entry
    {
        wire::Command command;
        qsizetype bytes;
        bool onItsWay = false;
        qint64 sentAt = 0;
        qint64 notBefore = 0;
        int resyncs = 0;
    };
    Entry *find(const QString &cid);

    QList<Entry> m_entries;
    bool m_repeats = false; ///< what goes next may have gone before
};

} // namespace liaison
