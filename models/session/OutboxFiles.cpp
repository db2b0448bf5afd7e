// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/OutboxFiles.h"

#include "models/domain/Ids.h"
#include "models/domain/RawBytes.h"
#include "models/session/Elsewhere.h"

#include <QBuffer>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QMimeDatabase>
#include <QSaveFile>
#include <QThreadPool>
#include <sodium.h>

namespace liaison {

namespace {

bool seal(const QByteArray &data, const QString &path, QByteArray &key)
{
    if (sodium_init() < 0)
        return false;
    key.resize(crypto_secretbox_KEYBYTES);
    crypto_secretbox_keygen(rawBytes(key));
    QByteArray nonce(crypto_secretbox_NONCEBYTES, Qt::Uninitialized);
    randombytes_buf(nonce.data(), size_t(nonce.size()));
    QByteArray sealed(data.size() + crypto_secretbox_MACBYTES, Qt::Uninitialized);
    crypto_secretbox_easy(rawBytes(sealed), rawBytes(data), quint64(data.size()), rawBytes(nonce), rawBytes(key));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.write(nonce) == nonce.size() && file.write(sealed) == sealed.size() && file.commit();
}

QByteArray unseal(const QString &path, const QByteArray &key)
{
    QFile file(path);
    if (sodium_init() < 0 || key.size() != crypto_secretbox_KEYBYTES || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray nonce = file.read(crypto_secretbox_NONCEBYTES);
    const QByteArray sealed = file.readAll();
    if (nonce.size() != crypto_secretbox_NONCEBYTES || sealed.size() < crypto_secretbox_MACBYTES)
        return {};
    QByteArray data(sealed.size() - crypto_secretbox_MACBYTES, Qt::Uninitialized);
    const int opened =
        crypto_secretbox_open_easy(rawBytes(data), rawBytes(sealed), quint64(sealed.size()), rawBytes(nonce), rawBytes(key));
    return opened == 0 ? data : QByteArray();
}

/// The kinds that every customer's page can show in place.
bool isPicture(const QString &mime)
{
    return mime == QLatin1String("image/png") || mime == QLatin1String("image/jpeg") || mime == QLatin1String("image/gif") ||
           mime == QLatin1String("image/webp");
}

OutboxFiles::Copy describe(QByteArray data, const QString &name, qint64 mostBytes)
{
    OutboxFiles::Copy copy;
    if (data.isEmpty())
        copy.error = QStringLiteral("invalid");
    else if (data.size() > mostBytes)
        copy.error = QStringLiteral("too_big");
    if (!copy.error.isEmpty())
        return copy;
    copy.file.id = newId();
    copy.file.name = name;
    copy.file.size = data.size();
    copy.file.mime = QMimeDatabase().mimeTypeForFileNameAndData(name, data).name();
    if (isPicture(copy.file.mime)) {
        QBuffer buffer(&data);
        buffer.open(QIODevice::ReadOnly);
        const QSize size = QImageReader(&buffer).size(); // reads the header only
        if (size.isValid()) {
            copy.kind = MessageKind::Picture;
            copy.file.width = size.width();
            copy.file.height = size.height();
        }
    }
    copy.data = std::move(data);
    return copy;
}

void keep(OutboxFiles::Copy &copy, const QString &folder)
{
    if (!copy.error.isEmpty())
        return;
    copy.path = folder + QLatin1Char('/') + copy.file.id;
    if (!QDir().mkpath(folder) || !seal(copy.data, copy.path, copy.key))
        copy.error = QStringLiteral("not_stored");
}

} // namespace

QFuture<OutboxFiles::Copy> OutboxFiles::copy(const QString &path) const
{
    return elsewhere<Copy>([path, folder = m_folder, mostBytes = m_mostBytes] {
        Copy copy;
        QFile file(path);
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
            copy.error = QStringLiteral("not_found");
            return copy;
        }
        // One byte more than is taken: a file may grow while it is read, and its size is not to be believed.
        copy = describe(file.read(mostBytes + 1), QFileInfo(path).fileName(), mostBytes);
        keep(copy, folder);
        return copy;
    });
}

QFuture<OutboxFiles::Copy> OutboxFiles::copy(const QImage &picture, const QString &name) const
{
    return elsewhere<Copy>([picture, name, folder = m_folder, mostBytes = m_mostBytes] {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        picture.save(&buffer, "PNG");
        Copy copy = describe(std::move(png), name, mostBytes);
        keep(copy, folder);
        return copy;
    });
}

void OutboxFiles::removeOrphans(const QSet<QString> &wanted) const
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QThreadPool::globalInstance()->start([wanted, now, folder = m_folder] {
        const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files);
        for (const QFileInfo &file : files) {
            if (!wanted.contains(file.fileName()) && file.lastModified().toUTC() < now)
                QFile::remove(file.filePath());
        }
    });
}

QFuture<QByteArray> OutboxFiles::open(const QString &path, const QByteArray &key)
{
    return elsewhere<QByteArray>([path, key] { return unseal(path, key); });
}

void OutboxFiles::remove(const QString &path)
{
    if (!path.isEmpty())
        QThreadPool::globalInstance()->start([path] { QFile::remove(path); });
}

} // namespace liaison
