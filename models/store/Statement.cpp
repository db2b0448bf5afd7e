// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/Statement.h"

#include <sqlite3.h>

namespace liaison {

namespace {
/// sqlite3.h writes SQLITE_TRANSIENT with an old-style cast.
const auto transient = reinterpret_cast<sqlite3_destructor_type>(intptr_t(-1));
} // namespace

Statement::Statement(SqlCipherDatabase &database, const char *sql) : m_database(database), m_statement(database.cached(sql)) {}

Statement::Statement(SqlCipherDatabase &database, const QByteArray &sql) : m_database(database), m_owned(true)
{
    const int code = sqlite3_prepare_v2(database.handle(), sql.constData(), int(sql.size()), &m_statement, nullptr);
    if (code != SQLITE_OK)
        database.fail(code);
}

Statement::~Statement()
{
    if (m_owned)
        sqlite3_finalize(m_statement);
    else
        reset();
}

Statement &Statement::bind(qint64 value)
{
    sqlite3_bind_int64(m_statement, ++m_bound, value);
    return *this;
}

Statement &Statement::bind(const QString &value)
{
    const QByteArray utf8 = value.toUtf8();
    sqlite3_bind_text(m_statement, ++m_bound, utf8.constData(), int(utf8.size()), transient);
    return *this;
}

Statement &Statement::bindBlob(const QByteArray &value)
{
    sqlite3_bind_blob(m_statement, ++m_bound, value.constData(), int(value.size()), transient);
    return *this;
}

Statement &Statement::bindNull()
{
    sqlite3_bind_null(m_statement, ++m_bound);
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        m_database.fail(code);
    return false;
}

void Statement::run()
{
    while (step()) {
    }
    reset();
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_bound = 0;
}

qint64 Statement::number(int column) const { return sqlite3_column_int64(m_statement, column); }

QString Statement::text(int column) const
{
    const auto *utf8 = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(utf8, sqlite3_column_bytes(m_statement, column));
}

QByteArray Statement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

bool Statement::isBlob(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_BLOB; }
bool Statement::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

} // namespace liaison
