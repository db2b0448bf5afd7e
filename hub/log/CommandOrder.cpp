// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/CommandOrder.h"

#include <algorithm>

namespace liaison::hub {

namespace {
/// Far above any window: only a client that does not say its commands again gets there, and locks itself out.
constexpr qsizetype mostRefused = 512;
} // namespace

quint64 CommandOrder::admit(const QString &cid)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed) {
        if (!m_refused.contains(cid)) {
            if (m_refused.size() < mostRefused)
                m_refused.insert(cid);
            return 0;
        }
        m_closed = false;
        m_refused.clear();
    }
    m_entries.append({++m_last, cid, false});
    return m_last;
}

bool CommandOrder::isVoid(quint64 number) const
{
    const std::lock_guard lock(m_mutex);
    const qsizetype index = indexOf(number);
    return index >= 0 && m_entries.at(index).isVoid;
}

void CommandOrder::refuse(quint64 number)
{
    const std::lock_guard lock(m_mutex);
    const qsizetype index = indexOf(number);
    if (index < 0)
        return;
    const Entry entry = m_entries.takeAt(index);
    if (entry.isVoid) {
        if (m_closed && m_refused.size() < mostRefused)
            m_refused.insert(entry.cid);
        return;
    }
    // It may stand in front of the one that closed the link's order before: then that one no longer opens it.
    std::for_each(m_entries.begin() + index, m_entries.end(), [](Entry &behind) { behind.isVoid = true; });
    m_closed = true;
    m_refused = {entry.cid};
}

void CommandOrder::finish(quint64 number)
{
    const std::lock_guard lock(m_mutex);
    if (const qsizetype index = indexOf(number); index >= 0)
        m_entries.removeAt(index);
}

qsizetype CommandOrder::indexOf(quint64 number) const
{
    const auto it =
        std::find_if(m_entries.cbegin(), m_entries.cend(), [number](const Entry &entry) { return entry.number == number; });
    return it == m_entries.cend() ? -1 : it - m_entries.cbegin();
}

} // namespace liaison::hub
