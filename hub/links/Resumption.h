// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/LinkSettings.h"
#include "hub/log/LogTail.h"
#include "hub/log/Rules.h"

#include <deque>

namespace liaison::hub {

/// How a client that greets goes on: from its cursor, or from a snapshot (R5, R12). Main thread; throws SqlError.
class Resumption
{
public:
    Resumption(Database &database, const LogTail &tail, const LinkSettings &settings)
        : m_database(database), m_tail(tail), m_settings(settings)
    {}

    /// "resume", "snapshot" for a client without a cursor, or "reset" for one whose cursor is of another epoch, points to what has been
    /// trimmed away, or is too far behind. `epoch` and `pos` are the client's, `head` the log's.
    QString mode(const Principal &who, const QString &epoch, qint64 pos, qint64 head) const;
    /// All that `who` sees, cut into frames; `pos` gets the position at which it is true.
    std::deque<wire::Snap> snapshot(const Rules &rules, const Principal &who, qint64 utcNow, qint64 &pos) const;

private:
    Database &m_database;
    const LogTail &m_tail;
    const LinkSettings &m_settings;
};

} // namespace liaison::hub
