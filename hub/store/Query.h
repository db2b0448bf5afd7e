// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <memory>
#include <stdexcept>

namespace liaison::hub {

/// An SQL statement failed. what() is the database's text and the statement, never a bound value.
class SqlError : public std::runtime_error
{
public:
    SqlError(const QString &text, bool full);
    /// True if the disk (or quota) is full: the command may be tried again later.
    bool isFull() const { return m_full; }

private:
    bool m_full;
};

/// One executed statement with positional (`?`) parameters. Throws SqlError. Statements are prepared once per connection and
/// go back to its StatementCache, reset, when the Query ends: so keep none longer than its rows are needed, an unfinished one
/// holds a read transaction open. Same thread as its connection. SQL is portable between SQLite ≥ 3.40 and PostgreSQL ≥ 15.
class Query
{
public:
    Query(const QSqlDatabase &db, const QString &sql, const QVariantList &values = {});
    ~Query();
    Query(Query &&other) noexcept = default;
    Query &operator=(Query &&other) = delete;
    /// Steps to the next row.
    bool next();
    QVariant value(int column) const;
    QString text(int column) const { return value(column).toString(); }
    qint64 number(int column) const { return value(column).toLongLong(); }
    int rowsAffected() const;

private:
    QString m_connection;
    QString m_sql;
    std::unique_ptr<QSqlQuery> m_query;
};

} // namespace liaison::hub
