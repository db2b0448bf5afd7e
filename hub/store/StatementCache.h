// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSqlQuery>
#include <memory>

namespace liaison::hub {

/// Prepared statements that wait for their next use, per connection, of the calling thread. A statement in use is not in here, so
/// the same SQL can be nested.
class StatementCache
{
public:
    /// A prepared statement, or nothing if none waits.
    static std::unique_ptr<QSqlQuery> take(const QString &connection, const QString &sql);
    /// Gives one back; it must be reset (finish()).
    static void give(const QString &connection, const QString &sql, std::unique_ptr<QSqlQuery> query);
    /// Before a connection is closed.
    static void forget(const QString &connection);
};

} // namespace liaison::hub
