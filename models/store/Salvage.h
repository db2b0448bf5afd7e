// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"
#include "models/store/StoreFiles.h"

namespace liaison {

class SqlCipherDatabase;

/// Reads what only this machine has (outbox, drafts, settings) out of a damaged file, as far as its pages are whole; each page is
/// authenticated, so what is read is true. The damaged file is not changed. Writer thread.
class Salvage
{
public:
    struct Rows
    {
        QList<OutboxEntry> outbox; ///< in the order they were put in
        QHash<QString, QString> drafts;
        QHash<QString, QString> settings;
    };

    Salvage(const StoreFiles &files, const QByteArray &key) : m_files(files), m_key(key) {}
    Rows read();

private:
    using Take = std::function<void(const class Statement &row)>;
    /// Forwards until a page is damaged, then, on a fresh connection, backwards until the other side of the gap.
    void readTable(const char *columns, const char *table, const Take &take);
    bool readOneWay(const QByteArray &sql, const Take &take);
    bool openable(const QString &path) const;
    bool makeWorkCopy() const;

    StoreFiles m_files;
    QByteArray m_key;
    QString m_path;
};

} // namespace liaison
