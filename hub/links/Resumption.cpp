// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/Resumption.h"

#include "hub/links/SnapshotParts.h"

namespace liaison::hub {

QString Resumption::mode(const Principal &who, const QString &epoch, qint64 pos, qint64 head) const
{
    if (epoch.isEmpty() || pos < 0)
        return QStringLiteral("snapshot");
    if (epoch != m_database.epoch() || pos > head)
        return QStringLiteral("reset");
    if (pos + 1 < m_tail.oldest())
        return QStringLiteral("reset"); // what it has not seen has been trimmed away
    if (head - pos > m_settings.resetEvents) {
        // Far behind in the log of all; what counts is how much of it this principal gets.
        Query missed(
            m_database.connection(),
            QStringLiteral("SELECT COUNT(*) FROM (SELECT pos FROM event_aud WHERE principal = ? AND pos > ? LIMIT ?) AS missed"),
            {who.toString(), pos, m_settings.resetEvents + 1});
        if (missed.next() && missed.number(0) > m_settings.resetEvents)
            return QStringLiteral("reset");
    }
    return QStringLiteral("resume");
}

std::deque<wire::Snap> Resumption::snapshot(const Rules &rules, const Principal &who, qint64 utcNow, qint64 &pos) const
{
    QSqlDatabase db = m_database.connection();
    QJsonObject body;
    // One read transaction: what is said is true at exactly `pos`.
    Query(db, QStringLiteral("BEGIN"));
    try {
        {
            Query head(db, QStringLiteral("SELECT pos FROM log_head WHERE ws = 1"));
            if (head.next())
                pos = head.number(0);
        }
        body = rules.snapshot(db, who, utcNow);
    } catch (...) {
        db.rollback();
        throw;
    }
    Query(db, QStringLiteral("COMMIT"));
    return SnapshotParts::split(body, pos, m_settings.snapBytes);
}

} // namespace liaison::hub
