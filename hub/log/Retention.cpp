// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/Retention.h"

#include "hub/log/Rules.h"

namespace liaison::hub {

bool Retention::removeSome(Transaction &transaction) const
{
    const qint64 now = transaction.now();
    const int most = m_settings.rowsAtOnce;
    bool more = trimLog(transaction);
    more |= transaction
                .query(QStringLiteral("DELETE FROM cmd_result WHERE (device, cid) IN "
                                      "(SELECT device, cid FROM cmd_result WHERE at < ? ORDER BY at LIMIT ?)"),
                       {now - m_settings.resultsMs, most})
                .rowsAffected() >= most;
    // A link that has been up for months is seen now, whatever its greeting says.
    more |=
        transaction
            .query(QStringLiteral("DELETE FROM device_session WHERE device IN (SELECT s.device FROM device_session s "
                                  "WHERE s.seen_at < ? AND NOT EXISTS (SELECT 1 FROM link_up u WHERE u.principal = s.principal "
                                  "AND s.device = u.principal || '/' || u.device) ORDER BY s.seen_at LIMIT ?)"),
                   {now - m_settings.devicesMs, most})
            .rowsAffected() >= most;
    more |= m_rules.removeOld(transaction, m_settings) >= most;
    return more;
}

bool Retention::trimLog(Transaction &transaction) const
{
    const qint64 before = transaction.now() - m_settings.logMs;
    qint64 through = 0;
    int rows = 0;
    bool more = false;
    {
        auto oldest = transaction.query(
            QStringLiteral("SELECT l.pos, l.at, (SELECT COUNT(*) FROM event_aud a WHERE a.pos = l.pos) FROM event_log l "
                           "WHERE l.pos < (SELECT MAX(pos) FROM event_log) ORDER BY l.pos LIMIT ?"),
            {m_settings.rowsAtOnce});
        // One after the other from the oldest on, so that no hole can come into the log; an event for thousands counts as many.
        while (!more && oldest.next() && oldest.number(1) < before) {
            through = oldest.number(0);
            rows += 1 + int(oldest.number(2));
            more = rows >= m_settings.rowsAtOnce;
        }
    }
    if (through == 0)
        return false;
    transaction.query(QStringLiteral("DELETE FROM event_aud WHERE pos <= ?"), {through});
    transaction.query(QStringLiteral("DELETE FROM event_log WHERE pos <= ?"), {through});
    return more;
}

} // namespace liaison::hub
