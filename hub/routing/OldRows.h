// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Retention.h"

#include <functional>

namespace liaison::hub {

/// What the desk need not keep: tokens nobody can use, files nobody sent. Writer thread, within one transaction; throws SqlError.
class OldRows
{
public:
    /// `fileForgotten` is called after the commit for each file whose row is gone.
    OldRows(Transaction &tx, const RetentionSettings &settings, const std::function<void(const QString &)> &fileForgotten)
        : m_tx(tx), m_settings(settings), m_fileForgotten(fileForgotten)
    {}
    /// Removes some of each kind; how many of the kind of which there were most.
    int remove();

private:
    int removeTokens(const QString &table, qint64 lifeMs);
    int removeFiles();

    Transaction &m_tx;
    const RetentionSettings &m_settings;
    const std::function<void(const QString &)> &m_fileForgotten;
};

} // namespace liaison::hub
