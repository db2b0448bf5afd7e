// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/CommandWindow.h"

#include <algorithm>

namespace liaison {

bool CommandWindow::add(const wire::Command &command, qsizetype encodedBytes)
{
    if (contains(command.cid))
        return false;
    m_entries.append({command, encodedBytes});
    return true;
}

CommandWindow::Entry *CommandWindow::find(const QString &cid)
{
    const auto it =
        std::find_if(m_entries.begin(), m_entries.end(), [&cid](const Entry &entry) { return entry.command.cid == cid; });
    return it == m_entries.end() ? nullptr : &*it;
}

bool CommandWindow::contains(const QString &cid) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [&cid](const Entry &entry) { return entry.command.cid == cid; });
}

std::optional<wire::Command> CommandWindow::take(const QString &cid)
{
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        if (m_entries.at(i).command.cid == cid)
            return m_entries.takeAt(i).command;
    }
    return std::nullopt;
}

QList<wire::Command> CommandWindow::sendable(qint64 now, int window, qsizetype mostBytes)
{
    m_repeats = false;
    auto onTheirWay = std::count_if(m_entries.cbegin(), m_entries.cend(), [](const Entry &entry) { return entry.onItsWay; });
    QList<wire::Command> commands;
    for (Entry &entry : m_entries) {
        if (entry.onItsWay)
            continue;
        if (entry.notBefore > now)
            break; // what stands behind it must not overtake it
        entry.notBefore = 0;
        if (onTheirWay >= window || entry.bytes > mostBytes)
            break;
        entry.onItsWay = true;
        entry.sentAt = now;
        ++onTheirWay;
        commands.append(entry.command);
    }
    return commands;
}

void CommandWindow::requeue()
{
    for (Entry &entry : m_entries) {
        entry.onItsWay = false;
        entry.notBefore = 0;
    }
    m_repeats = true;
}

void CommandWindow::postpone(const QString &cid, qint64 until)
{
    const auto refused =
        std::find_if(m_entries.begin(), m_entries.end(), [&cid](const Entry &entry) { return entry.command.cid == cid; });
    if (refused == m_entries.end())
        return;
    m_repeats = true;
    // Behind one that waits already it goes together with that one.
    const bool waitsBehind = std::any_of(m_entries.begin(), refused, [](const Entry &entry) { return !entry.onItsWay; });
    std::for_each(refused, m_entries.end(), [](Entry &entry) {
        entry.onItsWay = false;
        entry.notBefore = 0;
    });
    refused->notBefore = waitsBehind ? 0 : until;
}

int CommandWindow::countResync(const QString &cid)
{
    Entry *entry = find(cid);
    return entry ? ++entry->resyncs : 0;
}

std::optional<qint64> CommandWindow::oldestSentAt() const
{
    std::optional<qint64> oldest;
    for (const Entry &entry : m_entries) {
        if (entry.onItsWay && (!oldest || entry.sentAt < *oldest))
            oldest = entry.sentAt;
    }
    return oldest;
}

std::optional<qint64> CommandWindow::nextPostponed() const
{
    std::optional<qint64> next;
    for (const Entry &entry : m_entries) {
        if (!entry.onItsWay && entry.notBefore > 0 && (!next || entry.notBefore < *next))
            next = entry.notBefore;
    }
    return next;
}

} // namespace liaison
