// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreOpener.h"

#include "models/store/HeadPage.h"
#include "models/store/KeyCheck.h"
#include "models/store/RowWriter.h"
#include "models/store/Salvage.h"
#include "models/store/SqlFailure.h"
#include "models/store/StoreSchema.h"

#include <QFile>
#include <QFileInfo>
#include <sqlite3.h>

namespace liaison {

StoreError StoreOpener::open(SqlCipherDatabase &database)
{
    // A rebuild that was interrupted between its two renames: the new file is complete.
    if (!QFile::exists(m_files.database()) && QFile::exists(m_files.rebuilt()))
        QFile::rename(m_files.rebuilt(), m_files.database());
    const KeyCheck::Answer check = KeyCheck::ask(m_files.keyCheck(), m_key);
    const bool empty = QFileInfo(m_files.database()).size() == 0;
    if (check == KeyCheck::Answer::Wrong && empty)
        return StoreError::of(StoreError::Kind::WrongKey, QStringLiteral("the check value does not fit"));
    try {
        const StoreError error = openExisting(database);
        if (error.isError())
            return error;
        // The key is right whatever the check said: it opened the file.
        if (check != KeyCheck::Answer::Right)
            KeyCheck::write(m_files.keyCheck(), m_key);
        if (empty && check == KeyCheck::Answer::Right)
            return StoreError::of(StoreError::Kind::Emptied, QStringLiteral("the file was empty or missing"));
        return {};
    } catch (const SqlFailure &failure) {
        database.close();
        if (failure.kind() != StoreError::Kind::Damaged)
            return failure.toStoreError();
        // Without a check value a wrong key and a damaged first page look alike; then nothing is touched.
        if (failure.code() == SQLITE_NOTADB && check != KeyCheck::Answer::Right)
            return StoreError::of(StoreError::Kind::WrongKey, failure.toStoreError().detail);
        return rebuild(database, failure.toStoreError().detail);
    }
}

StoreError StoreOpener::openExisting(SqlCipherDatabase &database)
{
    database.open(m_files.database(), m_key, SqlCipherDatabase::Role::Writer);
    const qint64 version = database.number("PRAGMA user_version");
    if (version > StoreSchema::newest()) {
        sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        database.close();
        return StoreError::of(StoreError::Kind::NewerVersion,
                              QStringLiteral("version %1, this program knows %2").arg(version).arg(StoreSchema::newest()));
    }
    prepare(database);
    return {};
}

void StoreOpener::prepare(SqlCipherDatabase &database)
{
    database.configure(SqlCipherDatabase::Role::Writer);
    const bool migrated = StoreSchema::migrate(database);
    if (migrated)
        database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    // Where the tables begin only changes with the schema; writing the copy each time would cost the start a sync of the disk.
    if (migrated || !HeadPage::fits(m_files.head(), m_files.database()))
        HeadPage::save(m_files.database(), m_files.head(), m_key);
}

StoreError StoreOpener::rebuild(SqlCipherDatabase &database, const QString &why)
{
    database.close();
    try {
        const Salvage::Rows rows = Salvage(m_files, m_key).read();
        // The new file is complete before the old one is moved: a crash in between loses neither.
        StoreFiles::removeDatabase(m_files.rebuilt());
        {
            SqlCipherDatabase fresh;
            fresh.open(m_files.rebuilt(), m_key, SqlCipherDatabase::Role::Writer);
            fresh.configure(SqlCipherDatabase::Role::Writer);
            StoreSchema::migrate(fresh);
            fresh.exec("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
            RowWriter writer(fresh);
            for (const OutboxEntry &entry : rows.outbox)
                writer.putOutbox(entry);
            for (auto it = rows.drafts.cbegin(); it != rows.drafts.cend(); ++it)
                writer.putDraft({it.key(), it.value()});
            for (auto it = rows.settings.cbegin(); it != rows.settings.cend(); ++it)
                writer.putSetting(it.key(), it.value());
            fresh.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
        }
        StoreError error = StoreError::of(StoreError::Kind::Damaged, why);
        error.salvagedOutbox = int(rows.outbox.size());
        error.setAsidePath = m_files.setAside();
        if (error.setAsidePath.isEmpty() || !QFile::rename(m_files.rebuilt(), m_files.database()))
            return StoreError::of(StoreError::Kind::Io, QStringLiteral("the damaged file cannot be set aside"));
        const StoreError opened = openExisting(database);
        if (opened.isError())
            return opened;
        KeyCheck::write(m_files.keyCheck(), m_key);
        return error;
    } catch (const SqlFailure &failure) {
        database.close();
        StoreError error = failure.toStoreError();
        // A file that is damaged as soon as it is made is no case for another rebuild.
        if (error.isRebuilt())
            error.kind = StoreError::Kind::Io;
        return error;
    }
}

} // namespace liaison
