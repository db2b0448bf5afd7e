// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreSchema.h"

#include <QDir>
#include <QFile>

/// A static library's resources are only linked in when somebody asks for them; the macro must stand outside a namespace.
static void initResources() { Q_INIT_RESOURCE(liaison_store); }

namespace liaison {

namespace {
const QLatin1String migrationsFolder(":/liaison/store/migrations");

int numberOf(const QString &fileName) { return fileName.section(QLatin1Char('_'), 0, 0).toInt(); }

QStringList migrations()
{
    initResources();
    return QDir(migrationsFolder).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
}
} // namespace

int StoreSchema::newest() { return numberOf(migrations().constLast()); }

bool StoreSchema::migrate(SqlCipherDatabase &database)
{
    const qint64 version = database.number("PRAGMA user_version");
    bool changed = false;
    for (const QString &name : migrations()) {
        if (numberOf(name) <= version)
            continue;
        QFile file(migrationsFolder + QLatin1Char('/') + name);
        const bool opened = file.open(QIODevice::ReadOnly);
        Q_ASSERT(opened);
        const QByteArray script = "BEGIN IMMEDIATE;\n" + file.readAll() +
                                  "\nPRAGMA user_version = " + QByteArray::number(numberOf(name)) + ";\nCOMMIT;";
        try {
            database.exec(script.constData());
        } catch (...) {
            if (database.inTransaction())
                database.exec("ROLLBACK");
            throw;
        }
        changed = opened;
    }
    return changed;
}

} // namespace liaison
