// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/store/Query.h"

#include "hub/store/StatementCache.h"

#include <QSqlError>

namespace liaison::hub {

namespace {

SqlError failure(const QSqlError &error, const QString &sql)
{
    const QString code = error.nativeErrorCode();
    bool isNumber = false;
    const int number = code.toInt(&isNumber);
    // SQLite reports ENOSPC and its own page bound alike as SQLITE_FULL (13, the low byte of extended codes); PostgreSQL says 53100.
    const bool full = code == QLatin1String("53100") || (isNumber && code.size() < 5 && (number & 0xff) == 13);
    return SqlError(error.databaseText() + error.driverText() + QStringLiteral(" [") + code + QStringLiteral("] in: ") +
                        sql.simplified(),
                    full);
}

} // namespace

SqlError::SqlError(const QString &text, bool full) : std::runtime_error(text.toStdString()), m_full(full) {}

Query::Query(const QSqlDatabase &db, const QString &sql, const QVariantList &values)
    : m_connection(db.connectionName()), m_sql(sql), m_query(StatementCache::take(m_connection, sql))
{
    if (!m_query) {
        m_query = std::make_unique<QSqlQuery>(db);
        // Otherwise the driver keeps a copy of every row it has stepped over.
        m_query->setForwardOnly(true);
        if (!m_query->prepare(sql))
            throw failure(m_query->lastError(), sql);
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        m_query->bindValue(int(i), values.at(i));
    if (!m_query->exec())
        throw failure(m_query->lastError(), sql);
}

Query::~Query()
{
    if (!m_query)
        return;
    m_query->finish();
    StatementCache::give(m_connection, m_sql, std::move(m_query));
}

bool Query::next()
{
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        throw failure(m_query->lastError(), m_sql);
    return false;
}

QVariant Query::value(int column) const { return m_query->value(column); }

int Query::rowsAffected() const { return m_query->numRowsAffected(); }

} // namespace liaison::hub
