// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreFiles.h"

#include "models/store/OwnerOnly.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace liaison {

namespace {
constexpr auto ownerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr qsizetype damagedKept = 2;
const QLatin1String walEnding("-wal");
const QLatin1String shmEnding("-shm");
} // namespace

bool StoreFiles::makeFolder() const { return QDir().mkpath(m_folder) && keepToOwner(m_folder); }

void StoreFiles::removeDatabase(const QString &database)
{
    QFile::remove(database + walEnding);
    QFile::remove(database + shmEnding);
    QFile::remove(database);
}

QString StoreFiles::setAside() const
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz"));
    const QString aside = database() + QLatin1String(".damaged-") + stamp;
    if (!QFile::rename(database(), aside))
        return {};
    QFile::rename(wal(), aside + walEnding);
    QFile::remove(database() + shmEnding);
    const QDir dir(m_folder);
    QStringList old = dir.entryList({QStringLiteral("store.db.damaged-*")}, QDir::Files, QDir::Name | QDir::Reversed);
    old.removeIf([](const QString &name) { return name.endsWith(walEnding) || name.endsWith(shmEnding); });
    for (const QString &name : old.mid(damagedKept))
        removeDatabase(dir.filePath(name));
    return aside;
}

void StoreFiles::removeAsideBefore(qint64 utcMs) const
{
    const QDir dir(m_folder);
    const QDateTime limit = QDateTime::fromMSecsSinceEpoch(utcMs);
    for (const QFileInfo &entry : dir.entryInfoList({QStringLiteral("store.db.damaged-*")}, QDir::Files)) {
        if (entry.lastModified() < limit)
            QFile::remove(entry.filePath());
    }
}

void StoreFiles::wipe() const
{
    QDir dir(m_folder);
    if (m_folder.isEmpty() || !dir.exists() || dir.isRoot() || dir == QDir::home())
        return;
    writePrivate(wipeMarker(), {});
    const auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    // What opens the rest goes first.
    for (const char *name : {"key.wrapped", "store.check", "store.head"})
        dir.remove(QLatin1String(name));
    const QString marker = QFileInfo(wipeMarker()).fileName();
    const QString entrusted = QFileInfo(keyEntrusted()).fileName();
    for (const QFileInfo &entry : dir.entryInfoList(everything)) {
        if (entry.fileName() == marker || entry.fileName() == entrusted)
            continue;
        if (entry.isDir() && !entry.isSymLink())
            QDir(entry.filePath()).removeRecursively();
        else
            QFile::remove(entry.filePath());
    }
    QStringList left = dir.entryList(everything);
    left.removeOne(entrusted);
    if (left == QStringList{marker})
        dir.remove(marker);
}

bool StoreFiles::wipePending() const { return QFile::exists(wipeMarker()); }

bool StoreFiles::writePrivate(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(ownerFile);
    return file.write(content) == content.size() && file.commit() && QFile::setPermissions(path, ownerFile);
}

QByteArray StoreFiles::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace liaison
