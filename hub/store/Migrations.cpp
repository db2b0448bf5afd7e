// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/store/Migrations.h"

#include "hub/store/Database.h"
#include "hub/store/Log.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSet>

// The resource lies in a static library; outside a namespace, as the macro demands.
static void initMigrations() { Q_INIT_RESOURCE(hub_migrations); }

namespace liaison::hub {

QList<Migration> Migrations::builtIn()
{
    initMigrations();
    QList<Migration> migrations;
    const QDir folder(QStringLiteral(":/liaison/hub/migrations"));
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        bool isNumber = false;
        const int number = name.section(QLatin1Char('_'), 0, 0).toInt(&isNumber);
        if (!isNumber || !file.open(QIODevice::ReadOnly))
            throw DatabaseError(QStringLiteral("migration %1 cannot be read").arg(name));
        if (!migrations.isEmpty() && migrations.last().number == number)
            throw DatabaseError(QStringLiteral("two migrations have the number %1").arg(number));
        migrations.append({number, name, QString::fromUtf8(file.readAll())});
    }
    return migrations;
}

void Migrations::apply(QSqlDatabase &db, const QList<Migration> &migrations)
{
    Query(db, QStringLiteral("CREATE TABLE IF NOT EXISTS schema_migration ("
                             "number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, at BIGINT NOT NULL)"));
    QSet<int> done;
    int newest = 0;
    {
        Query query(db, QStringLiteral("SELECT number FROM schema_migration"));
        while (query.next()) {
            done.insert(int(query.number(0)));
            newest = qMax(newest, int(query.number(0)));
        }
    }
    const int known = migrations.isEmpty() ? 0 : migrations.last().number;
    if (newest > known) {
        throw DatabaseError(
            QStringLiteral("The database was made by a newer liaison-hub (its tables are at %1, this program knows "
                           "%2). Install that version or restore an older backup.")
                .arg(newest)
                .arg(known));
    }
    for (const Migration &migration : migrations) {
        if (done.contains(migration.number))
            continue;
        if (!db.transaction())
            throw DatabaseError(QStringLiteral("no transaction for migration %1").arg(migration.name));
        try {
            const QStringList all = statements(migration.sql);
            for (const QString &statement : all)
                Query(db, statement);
            Query(db, QStringLiteral("INSERT INTO schema_migration (number, name, at) VALUES (?, ?, ?)"),
                  {migration.number, migration.name, QDateTime::currentMSecsSinceEpoch()});
        } catch (...) {
            db.rollback();
            throw;
        }
        if (!db.commit())
            throw DatabaseError(QStringLiteral("migration %1 could not be committed").arg(migration.name));
        log::info("db.migrated", {{QStringLiteral("name"), migration.name}});
    }
}

QStringList Migrations::statements(const QString &sql)
{
    QStringList found;
    QString statement;
    QChar quote;
    for (qsizetype i = 0; i < sql.size(); ++i) {
        const QChar c = sql.at(i);
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
            quote = c;
        } else if (c == QLatin1Char('-') && i + 1 < sql.size() && sql.at(i + 1) == QLatin1Char('-')) {
            while (i + 1 < sql.size() && sql.at(i + 1) != QLatin1Char('\n'))
                ++i;
            continue;
        } else if (c == QLatin1Char(';')) {
            if (!statement.trimmed().isEmpty())
                found.append(statement.trimmed());
            statement.clear();
            continue;
        }
        statement.append(c);
    }
    if (!statement.trimmed().isEmpty())
        found.append(statement.trimmed());
    return found;
}

} // namespace liaison::hub
