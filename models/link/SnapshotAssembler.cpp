// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/SnapshotAssembler.h"

namespace liaison {

namespace {
/// 2,000 parts of 128 KiB are 250 MB: more than any agent's desk, and a bound on what a broken hub can make us hold.
constexpr int mostParts = 2000;
} // namespace

SnapshotAssembler::Outcome SnapshotAssembler::add(const wire::Snap &part)
{
    if (m_complete || part.part != m_parts + 1 || part.part > mostParts || (m_parts > 0 && part.pos != m_pos))
        return Outcome::Broken;
    m_parts = part.part;
    m_pos = part.pos;
    for (auto it = part.body.begin(); it != part.body.end(); ++it) {
        if (!it.value().isArray()) {
            m_body.insert(it.key(), it.value());
            continue;
        }
        QJsonArray &list = m_lists[it.key()];
        const QJsonArray items = it.value().toArray();
        for (const QJsonValue &item : items)
            list.append(item);
    }
    if (!part.last)
        return Outcome::More;
    for (auto it = m_lists.cbegin(); it != m_lists.cend(); ++it)
        m_body.insert(it.key(), it.value());
    m_lists.clear();
    m_complete = true;
    return Outcome::Complete;
}

} // namespace liaison
