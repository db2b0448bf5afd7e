// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/SqlCipherDatabase.h"

#include <QString>

namespace liaison {

/// A statement of one connection, with its values; same thread as the connection, and never longer alive. Values are bound in
/// the order of the question marks. Failures are thrown as SqlFailure.
class Statement
{
public:
    /// `sql`, a literal, is compiled once for the life of the connection. Not for two uses at the same time.
    Statement(SqlCipherDatabase &database, const char *sql);
    /// For rare or composed statements: compiled here, given up at the end.
    Statement(SqlCipherDatabase &database, const QByteArray &sql);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(qint64 value);
    Statement &bind(int value) { return bind(qint64(value)); }
    Statement &bind(const QString &value);
    Statement &bindBlob(const QByteArray &value);
    Statement &bindNull();

    /// The next row; false at the end.
    bool step();
    /// Runs to the end and makes ready for new values.
    void run();

    qint64 number(int column) const;
    QString text(int column) const;
    QByteArray blob(int column) const;
    bool isBlob(int column) const;
    bool isNull(int column) const;

private:
    void reset();

    SqlCipherDatabase &m_database;
    sqlite3_stmt *m_statement = nullptr;
    bool m_owned = false;
    int m_bound = 0;
};

} // namespace liaison
