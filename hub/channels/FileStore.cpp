// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/FileStore.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QImageReader>
#include <QUuid>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace liaison::hub {

namespace {

constexpr int decodeLimitMb = 160; // a decompression bomb ends here, a 40-megapixel photo does not

bool syncFolder(const QString &path)
{
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool good = ::fsync(fd) == 0;
    ::close(fd);
    return good;
}

FileStore::Error lastError() { return errno == ENOSPC || errno == EDQUOT ? FileStore::Error::Full : FileStore::Error::Failed; }

QByteArray formatOf(const QString &mime)
{
    const QByteArray format = mime.mid(6).toLatin1();
    return format == "png" || format == "jpeg" || format == "gif" || format == "webp" ? format : QByteArray();
}

// Only the reader for the type that was sniffed: QImageReader's own guessing would also try SVG.
void setUp(QImageReader &reader, const QString &path, const QString &mime)
{
    reader.setAutoDetectImageFormat(false);
    reader.setFormat(formatOf(mime));
    reader.setFileName(path);
    reader.setAutoTransform(true);
}

} // namespace

FileStore::Part::Part(const QString &part, const QString &target) : m_file(std::make_unique<QFile>(part)), m_target(target) {}

FileStore::Part::~Part()
{
    if (!m_done)
        m_file->remove();
}

FileStore::Error FileStore::Part::write(const char *data, qint64 size)
{
    // The descriptor itself: QFile would hide what went wrong.
    while (size > 0) {
        const ssize_t n = ::write(m_file->handle(), data, size_t(size));
        if (n < 0) {
            if (errno == EINTR)
                continue;
            return lastError();
        }
        data += n;
        size -= n;
    }
    return Error::None;
}

FileStore::Error FileStore::Part::finish()
{
    if (::fsync(m_file->handle()) != 0)
        return lastError();
    const QByteArray from = QFile::encodeName(m_file->fileName());
    m_file->close();
    if (::rename(from.constData(), QFile::encodeName(m_target).constData()) != 0)
        return lastError();
    m_done = true;
    return syncFolder(QFileInfo(m_target).path()) ? Error::None : Error::Failed;
}

QString FileStore::Part::path() const { return m_done ? m_target : m_file->fileName(); }

FileStore::FileStore(const QString &dataDir, qint64 reserve) : m_root(dataDir + QStringLiteral("/files")), m_reserve(reserve) {}

bool FileStore::open()
{
    if (!QDir().mkpath(m_root) || !QFileInfo(m_root).isWritable())
        return false;
    QFile::setPermissions(m_root, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QDirIterator parts(m_root, {QStringLiteral("*.part")}, QDir::Files, QDirIterator::Subdirectories);
    while (parts.hasNext())
        QFile::remove(parts.next());
    return true;
}

bool FileStore::hasRoom(qint64 size) const
{
    // Not QStorageInfo: it knows nothing of a folder whose mount it cannot see, as in a container.
    std::error_code unknown;
    const std::filesystem::space_info disk = std::filesystem::space(QFile::encodeName(m_root).constData(), unknown);
    return unknown || qint64(disk.available) - size >= m_reserve;
}

std::unique_ptr<FileStore::Part> FileStore::begin(const QString &id)
{
    const QString target = path(id);
    const QString folder = QFileInfo(target).path();
    if (!QDir().mkpath(folder))
        return nullptr;
    const QString name = target + QLatin1Char('.') + QUuid::createUuid().toString(QUuid::Id128).left(8) + QStringLiteral(".part");
    std::unique_ptr<Part> part(new Part(name, target));
    if (!part->m_file->open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return nullptr;
    return part;
}

QString FileStore::path(const QString &id) const
{
    return m_root + QLatin1Char('/') + id.left(2).toLower() + QLatin1Char('/') + id;
}

bool FileStore::remove(const QString &id)
{
    QFile::remove(path(id) + QStringLiteral(".thumb"));
    QFile::remove(path(id) + QStringLiteral(".nothumb"));
    return QFile::remove(path(id));
}

QSize FileStore::pictureSize(const QString &path, const QString &mime)
{
    if (formatOf(mime).isEmpty())
        return {};
    QImageReader reader;
    setUp(reader, path, mime);
    QSize size = reader.size();
    if (reader.transformation() & QImageIOHandler::TransformationRotate90)
        size.transpose();
    return size;
}

QString FileStore::thumbnail(const QString &id, const QString &mime, int longest)
{
    const QString source = path(id);
    const QString target = source + QStringLiteral(".thumb");
    if (formatOf(mime).isEmpty())
        return {};
    if (QFileInfo::exists(target))
        return target;
    // A picture that could not be read once is not tried again: reading it may cost a second, asking for it costs nothing.
    const QString mark = source + QStringLiteral(".nothumb");
    if (QFileInfo::exists(mark))
        return {};
    const auto hopeless = [&mark] {
        QFile file(mark);
        file.open(QIODevice::WriteOnly);
        return QString();
    };
    QImageReader::setAllocationLimit(decodeLimitMb);
    QImageReader reader;
    setUp(reader, source, mime);
    const QSize size = reader.size();
    if (size.isEmpty())
        return hopeless();
    if (size.width() <= longest && size.height() <= longest)
        return source;
    // Formats without a fast path decode in full before they scale: what that would take is known beforehand.
    if (mime != QLatin1String("image/jpeg") && qint64(size.width()) * size.height() * 4 > qint64(decodeLimitMb) << 20)
        return hopeless();
    reader.setScaledSize(size.scaled(longest, longest, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    const QImage image = reader.read();
    if (image.isNull())
        return hopeless();
    const QString part = target + QLatin1Char('.') + QUuid::createUuid().toString(QUuid::Id128).left(8) + QStringLiteral(".part");
    const bool saved = image.hasAlphaChannel() ? image.save(part, "PNG") : image.save(part, "JPEG", 82);
    if (!saved || ::rename(QFile::encodeName(part).constData(), QFile::encodeName(target).constData()) != 0) {
        QFile::remove(part);
        return {};
    }
    return target;
}

} // namespace liaison::hub
