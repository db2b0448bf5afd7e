// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QSqlDatabase>
#include <QString>
#include <QStringList>

namespace liaison::hub {

/// One numbered file of hub/store/migrations.
struct Migration
{
    int number = 0;
    QString name;
    QString sql;
};

/// Brings a database's tables up to date.
class Migrations
{
public:
    /// The files compiled in, by number. Throws DatabaseError if two have the same number.
    static QList<Migration> builtIn();
    /// Carries out those that schema_migration does not list, each in one transaction. Throws DatabaseError for a database made by a
    /// newer program, SqlError if a file's statement fails.
    static void apply(QSqlDatabase &db, const QList<Migration> &migrations);
    /// The statements of a file, without comments.
    static QStringList statements(const QString &sql);
};

} // namespace liaison::hub
