// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Transaction.h"

namespace liaison::hub {

class Rules;

/// How long the hub keeps what nobody needs any more; milliseconds.
struct RetentionSettings
{
    static constexpr qint64 day = 24LL * 3600 * 1000;
    qint64 logMs = 30 * day;        ///< events; a client that was away for longer starts over from a snapshot (R12)
    qint64 resultsMs = 14 * day;    ///< results of commands, which answer their repeats (R1)
    qint64 devicesMs = 90 * day;    ///< devices that have not been seen
    qint64 tokensMs = 30 * day;     ///< expired tokens, and revoked ones that were not used any more
    qint64 unsentFilesMs = 7 * day; ///< files that were put but never sent in a message
    int rowsAtOnce = 500;           ///< in one transaction, so that no command waits for a big one
};

/// Removes what is older than it need be, a small piece at a time. Writer's thread.
class Retention
{
public:
    Retention(const RetentionSettings &settings, Rules &rules) : m_settings(settings), m_rules(rules) {}

    /// Removes one piece; true if there may be more. Throws SqlError.
    bool removeSome(Transaction &transaction) const;

private:
    /// The oldest events and whom they were for; never the newest one, from which a client's cursor is told to be too old.
    bool trimLog(Transaction &transaction) const;

    const RetentionSettings &m_settings;
    Rules &m_rules;
};

} // namespace liaison::hub
