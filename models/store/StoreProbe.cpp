// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreProbe.h"

#include "models/store/SqlCipherDatabase.h"
#include "models/store/SqlFailure.h"
#include "models/store/StoreFiles.h"
#include "models/store/StoreSchema.h"

#include <QFile>
#include <QTemporaryDir>

namespace liaison {

StoreProbe StoreProbe::ofEngine()
{
    StoreProbe probe;
    const QTemporaryDir dir;
    if (!dir.isValid()) {
        probe.trouble = dir.errorString();
        return probe;
    }
    const QString path = dir.filePath(QStringLiteral("check.db"));
    const QByteArray key(32, 'k');
    try {
        {
            SqlCipherDatabase database;
            database.open(path, key, SqlCipherDatabase::Role::Writer);
            database.configure(SqlCipherDatabase::Role::Writer);
            database.exec("CREATE VIRTUAL TABLE t USING fts5(x); INSERT INTO t VALUES ('liaison')");
            probe.words = QStringLiteral("SQLCipher %1, SQLite %2")
                              .arg(database.text("PRAGMA cipher_version"), database.text("SELECT sqlite_version()"));
        }
        SqlCipherDatabase again;
        again.open(path, key, SqlCipherDatabase::Role::Reader);
        if (again.number("SELECT count(*) FROM t WHERE t MATCH 'liaison'") != 1)
            probe.trouble = tr("what was written does not come back");
    } catch (const SqlFailure &failure) {
        probe.trouble = failure.toStoreError().detail;
    }
    const QByteArray file = StoreFiles::read(path);
    if (probe.trouble.isEmpty() && (file.isEmpty() || file.startsWith("SQLite format 3")))
        probe.trouble = tr("the file is not encrypted");
    return probe;
}

StoreProbe StoreProbe::ofAccount(const QString &folder, const QByteArray &key)
{
    StoreProbe probe;
    try {
        SqlCipherDatabase database;
        database.open(StoreFiles(folder).database(), key, SqlCipherDatabase::Role::Reader);
        database.configure(SqlCipherDatabase::Role::Reader);
        const qint64 version = database.number("PRAGMA user_version");
        if (version > StoreSchema::newest())
            probe.trouble = tr("it belongs to a newer version of the program");
        else
            probe.words = tr("opens; %1 conversations, %2 waiting to be sent")
                              .arg(database.number("SELECT count(*) FROM conversation"))
                              .arg(database.number("SELECT count(*) FROM outbox"));
    } catch (const SqlFailure &failure) {
        probe.trouble = failure.toStoreError().text();
    }
    return probe;
}

} // namespace liaison
