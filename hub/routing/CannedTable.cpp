// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/CannedTable.h"

#include "hub/routing/DeskQuery.h"

namespace liaison::hub {

std::optional<CannedReply> CannedTable::load(const QString &id, QString *owner) const
{
    DeskQuery query(m_db, QStringLiteral("SELECT id, shortcut, title, text, scope, lang, owner FROM canned WHERE id = ?"), {id});
    if (!query.next())
        return std::nullopt;
    if (owner)
        *owner = query.text(6);
    return CannedReply{query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), 0};
}

QList<CannedReply> CannedTable::visibleTo(const QString &agent) const
{
    QList<CannedReply> found;
    DeskQuery query(m_db,
                    QStringLiteral("SELECT c.id, c.shortcut, c.title, c.text, c.scope, c.lang, COALESCE(u.uses, 0) FROM canned c "
                                   "LEFT JOIN canned_use u ON u.canned = c.id AND u.agent = ? "
                                   "WHERE c.scope = 'all' OR c.owner = ? ORDER BY c.shortcut, c.id"),
                    {agent, agent});
    while (query.next())
        found.append(
            {query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), int(query.number(6))});
    return found;
}

int CannedTable::count(const QString &owner) const
{
    DeskQuery query(m_db, QStringLiteral("SELECT COUNT(*) FROM canned WHERE owner = ?"), {owner});
    query.next();
    return int(query.number(0));
}

void CannedTable::save(const CannedReply &reply, const QString &owner, qint64 now)
{
    DeskQuery(
        m_db,
        QStringLiteral("INSERT INTO canned (id, shortcut, title, text, scope, owner, lang, changed_at) VALUES (?,?,?,?,?,?,?,?) "
                       "ON CONFLICT (id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title, "
                       "text = excluded.text, scope = excluded.scope, owner = excluded.owner, lang = excluded.lang, "
                       "changed_at = excluded.changed_at"),
        {reply.id, reply.shortcut, reply.title, reply.text, reply.scope, owner, reply.language, now});
}

void CannedTable::remove(const QString &id)
{
    DeskQuery(m_db, QStringLiteral("DELETE FROM canned_use WHERE canned = ?"), {id});
    DeskQuery(m_db, QStringLiteral("DELETE FROM canned WHERE id = ?"), {id});
}

void CannedTable::countUse(const QString &id, const QString &agent, qint64 now)
{
    DeskQuery(m_db,
              QStringLiteral("INSERT INTO canned_use (canned, agent, uses, used_at) VALUES (?,?,1,?) ON CONFLICT (canned, agent) "
                             "DO UPDATE SET uses = canned_use.uses + 1, used_at = excluded.used_at"),
              {id, agent, now});
}

} // namespace liaison::hub
