// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/LogTail.h"

#include <QJsonDocument>
#include <algorithm>

namespace liaison::hub {

namespace {

/// Characters the ring keeps at most, each two bytes. It only spares links that are a few seconds behind a look into the table, so it
/// is small enough to be full within minutes of a working day: measured over 30 minutes, 32 times as much made the hub grow from
/// 20 to 43 MB and gave nothing for it.
constexpr qsizetype ringSizeMost = 1 << 20;
constexpr qsizetype slotSize = 256; ///< of a slot without its body, about, in the same unit

const QString columns = QStringLiteral("l.pos, l.conv, l.cseq, l.kind, l.body, l.actor, l.at, l.mid, l.cid");

LogEntryPtr entryOf(const Query &row)
{
    wire::Event event;
    event.pos = row.number(0);
    event.conversation = row.text(1);
    event.cseq = row.number(2);
    event.kind = row.text(3);
    event.body = QJsonDocument::fromJson(row.text(4).toUtf8()).object();
    event.by = row.text(5);
    event.at = row.number(6);
    event.mid = row.text(7);
    event.cid = row.text(8);
    return std::make_shared<const LogEntry>(std::move(event));
}

} // namespace

LogTail::LogTail(Database &database, int ringEvents) : m_database(database), m_ringEvents(ringEvents) {}

void LogTail::start()
{
    m_head = headRow();
    m_ringFrom = m_head;
}

qint64 LogTail::headRow() const
{
    Query query(m_database.connection(), QStringLiteral("SELECT pos FROM log_head WHERE ws = 1"));
    return query.next() ? query.number(0) : 0;
}

qint64 LogTail::oldest() const
{
    Query query(m_database.connection(), QStringLiteral("SELECT MIN(pos) FROM event_log"));
    return query.next() && !query.value(0).isNull() ? query.number(0) : 1;
}

QSet<QString> LogTail::advance()
{
    QSet<QString> receivers;
    const qint64 head = headRow();
    if (head <= m_head)
        return receivers;
    const QSqlDatabase db = m_database.connection();
    // The log only grows, and everything up to the head row is committed: two reads see the same events.
    std::deque<Slot> fresh;
    {
        Query rows(db,
                   QStringLiteral("SELECT ") + columns +
                       QStringLiteral(" FROM event_log l WHERE l.pos > ? AND l.pos <= ? ORDER BY l.pos"),
                   {m_head, head});
        while (rows.next())
            fresh.push_back({entryOf(rows), {}, slotSize + rows.text(4).size()});
    }
    {
        Query rows(db, QStringLiteral("SELECT pos, principal FROM event_aud WHERE pos > ? AND pos <= ? ORDER BY pos"),
                   {m_head, head});
        auto slot = fresh.begin();
        while (rows.next()) {
            while (slot != fresh.end() && slot->entry->pos() < rows.number(0))
                ++slot;
            if (slot == fresh.end())
                break;
            slot->audience.append(rows.text(1));
        }
    }
    // Only what was read whole: a read that fails midway is begun again from the same head, and nothing is there twice.
    for (const Slot &slot : fresh) {
        for (const QString &principal : slot.audience) {
            m_perPrincipal[principal].append(slot.entry);
            receivers.insert(principal);
        }
        m_ringSize += slot.size;
    }
    std::move(fresh.begin(), fresh.end(), std::back_inserter(m_ring));
    m_head = head;
    trim();
    return receivers;
}

void LogTail::trim()
{
    while (int(m_ring.size()) > m_ringEvents || m_ringSize > ringSizeMost) {
        const Slot &oldest = m_ring.front();
        for (const QString &principal : oldest.audience) {
            const auto own = m_perPrincipal.find(principal);
            own->removeFirst();
            if (own->isEmpty())
                m_perPrincipal.erase(own);
        }
        m_ringFrom = oldest.entry->pos();
        m_ringSize -= oldest.size;
        m_ring.pop_front();
    }
}

qint64 LogTail::newestFor(const QString &principal) const
{
    const auto own = m_perPrincipal.constFind(principal);
    return own == m_perPrincipal.constEnd() ? 0 : own->last()->pos();
}

LogSlice LogTail::read(const Principal &who, qint64 from, int most, qsizetype bytes) const
{
    if (from < m_ringFrom)
        return readTable(who, from, most, bytes);
    LogSlice slice;
    slice.through = m_head;
    slice.complete = true;
    const auto own = m_perPrincipal.constFind(who.toString());
    if (own == m_perPrincipal.constEnd())
        return slice;
    auto entry =
        std::upper_bound(own->cbegin(), own->cend(), from, [](qint64 pos, const LogEntryPtr &of) { return pos < of->pos(); });
    qsizetype size = 0;
    for (; entry != own->cend(); ++entry) {
        size += (*entry)->item((*entry)->event().at).size();
        if (!slice.entries.isEmpty() && (slice.entries.size() >= most || size > bytes)) {
            slice.through = slice.entries.last()->pos();
            slice.complete = false;
            break;
        }
        slice.entries.append(*entry);
    }
    return slice;
}

LogSlice LogTail::readTable(const Principal &who, qint64 from, int most, qsizetype bytes) const
{
    LogSlice slice;
    slice.through = m_head;
    slice.complete = true;
    Query rows(m_database.connection(),
               QStringLiteral("SELECT ") + columns +
                   QStringLiteral(" FROM event_aud a JOIN event_log l ON l.pos = a.pos "
                                  "WHERE a.principal = ? AND a.pos > ? AND a.pos <= ? ORDER BY a.pos LIMIT ?"),
               {who.toString(), from, m_head, most + 1});
    qsizetype size = 0;
    while (rows.next()) {
        const LogEntryPtr entry = entryOf(rows);
        size += entry->item(entry->event().at).size();
        if (!slice.entries.isEmpty() && (slice.entries.size() >= most || size > bytes)) {
            slice.through = slice.entries.last()->pos();
            slice.complete = false;
            break;
        }
        slice.entries.append(entry);
    }
    return slice;
}

} // namespace liaison::hub
