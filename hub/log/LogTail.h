// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/LogEntry.h"
#include "hub/store/Database.h"
#include "models/domain/Principal.h"

#include <QHash>
#include <QSet>
#include <deque>

namespace liaison::hub {

/// A piece of the log as one principal sees it.
struct LogSlice
{
    QList<LogEntryPtr> entries; ///< ascending
    qint64 through = 0;         ///< everything for that principal up to here is in `entries`
    bool complete = false;      ///< `through` is the head
};

/// Reads the log from any cursor (R5): one ordered read, whether what it finds is old or was committed a moment ago. The newest
/// events stay in a ring; the ring is a cache of the table and nothing more. Main thread, with that thread's connection.
class LogTail
{
public:
    LogTail(Database &database, int ringEvents);

    /// Starts at the log's present head. Throws SqlError.
    void start();
    /// Reads what was committed since; returns the principals who got something. Throws SqlError.
    QSet<QString> advance();
    /// Newest position read by advance().
    qint64 head() const { return m_head; }
    /// Everything newer than this is in the ring.
    qint64 ringFrom() const { return m_ringFrom; }
    /// Oldest position still in the log, 1 if it is empty.
    qint64 oldest() const;
    /// The events behind `from` for `who`, at most `most` and about `bytes` of them, at least one if there is one. Throws SqlError.
    LogSlice read(const Principal &who, qint64 from, int most, qsizetype bytes) const;
    /// The newest position that `who` has in the ring, or 0; cheap.
    qint64 newestFor(const QString &principal) const;

private:
    struct Slot
    {
        LogEntryPtr entry;
        QStringList audience;
        qsizetype size = 0; ///< characters of the body
    };
    void trim();
    qint64 headRow() const;
    LogSlice readTable(const Principal &who, qint64 from, int most, qsizetype bytes) const;

    Database &m_database;
    const int m_ringEvents;
    qint64 m_head = 0;
    qint64 m_ringFrom = 0; ///< the ring holds everything in (m_ringFrom, m_head]
    std::deque<Slot> m_ring;
    qsizetype m_ringSize = 0; ///< of all its slots
    QHash<QString, QList<LogEntryPtr>> m_perPrincipal;
};

} // namespace liaison::hub
