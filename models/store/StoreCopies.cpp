// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreCopies.h"

#include "models/store/StoreSchema.h"

#include <QDir>
#include <QLockFile>
#include <QSaveFile>
#include <memory>
#include <vector>

namespace liaison {

namespace {

constexpr qint64 copyBlockBytes = 1 << 20;
const QLatin1String newer(".newer");

/// What belongs to a state of the store: with a WAL that was not taken in yet, both files are.
QStringList partsOf(const StoreFiles &files) { return {files.database(), files.wal(), files.head()}; }

bool copyWhole(const QString &from, const QString &to)
{
    QFile source(from);
    QSaveFile target(to);
    if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
        return false;
    target.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    while (!source.atEnd()) {
        const QByteArray block = source.read(copyBlockBytes);
        if (block.isEmpty() || target.write(block) != block.size())
            return false;
    }
    return target.commit();
}

} // namespace

int StoreCopies::schema() { return StoreSchema::newest(); }

QList<StoreFiles> StoreCopies::accounts() const
{
    QList<StoreFiles> found;
    const QFileInfoList folders = QDir(m_folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &folder : folders) {
        const StoreFiles files(folder.filePath());
        if (QFile::exists(files.database()) || QFile::exists(copyOf(files.database())))
            found.append(files);
    }
    return found;
}

StoreCopies::Outcome StoreCopies::keep() const
{
    drop();
    std::vector<std::unique_ptr<QLockFile>> locks; // until all are copied
    const QList<StoreFiles> all = accounts();
    for (const StoreFiles &files : all) {
        locks.push_back(std::make_unique<QLockFile>(files.lock()));
        locks.back()->setStaleLockTime(0);
        if (!locks.back()->tryLock(0))
            return locks.back()->error() == QLockFile::LockFailedError ? Outcome::InUse : Outcome::Failed;
    }
    for (const StoreFiles &files : all) {
        for (const QString &part : partsOf(files)) {
            QFile::remove(part + newer);
            if (QFile::exists(part) && !copyWhole(part, copyOf(part))) {
                drop();
                return Outcome::Failed;
            }
        }
    }
    return Outcome::Done;
}

void StoreCopies::bringBack() const
{
    for (const StoreFiles &files : accounts()) {
        if (!QFile::exists(copyOf(files.database())))
            continue; // it did not exist then
        for (const QString &part : partsOf(files)) {
            QFile::remove(part + newer);
            QFile::rename(part, part + newer);
            QFile::rename(copyOf(part), part);
        }
        QFile::remove(files.database() + QLatin1String("-shm"));
    }
}

void StoreCopies::drop() const
{
    for (const StoreFiles &files : accounts()) {
        for (const QString &part : partsOf(files))
            QFile::remove(copyOf(part));
    }
}

} // namespace liaison
