// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/Salvage.h"

#include "models/store/HeadPage.h"
#include "models/store/RowText.h"
#include "models/store/SqlCipherDatabase.h"
#include "models/store/SqlFailure.h"
#include "models/store/Statement.h"

#include <QFile>

namespace liaison {

Salvage::Rows Salvage::read()
{
    Rows rows;
    m_path = m_files.database();
    if (!openable(m_path)) {
        m_path = m_files.workCopy();
        if (!makeWorkCopy() || !openable(m_path)) {
            StoreFiles::removeDatabase(m_files.workCopy());
            return rows;
        }
    }
    QMap<qint64, OutboxEntry> outbox;
    readTable("cid, kind, conv, ver, at, body, file_path, state, confirmed, error, rowid", "outbox",
              [&](const Statement &row) { outbox.insert(row.number(10), RowText::outboxFrom(row)); });
    rows.outbox = outbox.values();
    readTable("conv, text", "draft", [&](const Statement &row) { rows.drafts.insert(row.text(0), row.text(1)); });
    readTable("name, value", "setting", [&](const Statement &row) { rows.settings.insert(row.text(0), row.text(1)); });
    StoreFiles::removeDatabase(m_files.workCopy());
    return rows;
}

bool Salvage::openable(const QString &path) const
{
    try {
        SqlCipherDatabase database;
        database.open(path, m_key, SqlCipherDatabase::Role::Salvage);
        return true;
    } catch (const SqlFailure &) {
        return false;
    }
}

bool Salvage::makeWorkCopy() const
{
    StoreFiles::removeDatabase(m_files.workCopy());
    if (!QFile::copy(m_files.database(), m_files.workCopy()))
        return false;
    if (QFile::exists(m_files.wal()))
        QFile::copy(m_files.wal(), m_files.workCopy() + QLatin1String("-wal"));
    return HeadPage::putBack(m_files.head(), m_files.workCopy());
}

void Salvage::readTable(const char *columns, const char *table, const Take &take)
{
    const QByteArray select = QByteArray("SELECT ") + columns + " FROM " + table + " NOT INDEXED ORDER BY rowid";
    if (!readOneWay(select, take))
        readOneWay(select + " DESC", take);
}

bool Salvage::readOneWay(const QByteArray &sql, const Take &take)
{
    // A connection of its own: once a page has failed, SQLCipher refuses everything else on that connection.
    try {
        SqlCipherDatabase database;
        database.open(m_path, m_key, SqlCipherDatabase::Role::Salvage);
        Statement rows(database, sql);
        while (rows.step())
            take(rows);
        return true;
    } catch (const SqlFailure &) {
        return false;
    }
}

} // namespace liaison
