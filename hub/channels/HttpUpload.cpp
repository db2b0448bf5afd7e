// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HttpUpload.h"
#include "hub/channels/FileType.h"

#include <QCoreApplication>
#include <QUrl>
#include <array>
#include <mutex>

namespace liaison::hub {

namespace {

constexpr qint64 mostPixels = 120'000'000;
constexpr qint64 graceMs = 30'000;
constexpr qint64 leastBytesPerSecond = 512;

HttpResponse failure(FileStore::Error error)
{
    return error == FileStore::Error::Full
               ? HttpResponse::refused(ErrorCode::Full, QStringLiteral("the hub's disk is full"))
               : HttpResponse::refused(ErrorCode::Internal, QStringLiteral("the file cannot be written"));
}

// Two uploads of one id may end at the same time (a retry overtakes the first try): one after the other then.
std::mutex &mutexFor(const QString &id)
{
    static std::array<std::mutex, 16> mutexes;
    return mutexes[qHash(id) % mutexes.size()];
}

} // namespace

HttpUpload::HttpUpload(FileStore &store, const HttpBackend &backend, const Principal &owner, const QString &id,
                       const HttpRequest &request, qint64 limit, const QStringList &mimes)
    : m_store(store), m_backend(backend), m_declared(QString::fromLatin1(request.header("content-type"))), m_limit(limit),
      m_mimes(mimes)
{
    m_file.id = id;
    m_file.owner = owner;
    m_file.name = QString::fromUtf8(QByteArray::fromPercentEncoding(request.header("x-file-name"))).left(1024);
    m_since.start();
}

HttpResponse HttpUpload::answer(const FileInfo &file)
{
    return HttpResponse::json({{QStringLiteral("id"), file.id},
                               {QStringLiteral("name"), file.name},
                               {QStringLiteral("mime"), file.mime},
                               {QStringLiteral("size"), file.size},
                               {QStringLiteral("w"), file.width},
                               {QStringLiteral("h"), file.height}});
}

std::optional<HttpResponse> HttpUpload::recorded()
{
    const std::optional<FileInfo> known = m_backend.fileInfo(m_file.id);
    if (!known)
        return {};
    if (known->owner == m_file.owner)
        return answer(*known);
    return HttpResponse::refused(ErrorCode::Conflict, QStringLiteral("this file id is taken"));
}

std::optional<HttpResponse> HttpUpload::begin()
{
    if (auto known = recorded())
        return known;
    m_part = m_store.begin(m_file.id);
    if (!m_part)
        return failure(m_store.hasRoom(0) ? FileStore::Error::Failed : FileStore::Error::Full);
    return {};
}

std::optional<HttpResponse> HttpUpload::flushHead()
{
    m_headDone = true;
    m_file.mime = FileType::sniff(m_head, m_declared, m_file.name);
    if (m_file.mime.isEmpty() || !m_mimes.contains(m_file.mime))
        return HttpResponse::refusedAs(415, ErrorCode::Invalid, QStringLiteral("files of this type are not taken"));
    const auto error = m_part->write(m_head.constData(), m_head.size());
    m_head.clear();
    return error == FileStore::Error::None ? std::nullopt : std::optional(failure(error));
}

std::optional<HttpResponse> HttpUpload::write(const char *data, qint64 size)
{
    m_file.size += size;
    if (m_file.size > m_limit)
        return HttpResponse::refused(ErrorCode::TooBig, QStringLiteral("a file has at most %1 bytes").arg(m_limit));
    if (!m_headDone) {
        m_head.append(data, size);
        return m_head.size() >= FileType::headBytes ? flushHead() : std::nullopt;
    }
    const auto error = m_part->write(data, size);
    return error == FileStore::Error::None ? std::nullopt : std::optional(failure(error));
}

HttpResponse HttpUpload::finish()
{
    if (m_file.size == 0)
        return HttpResponse::refused(ErrorCode::Invalid, QStringLiteral("the file is empty"));
    if (!m_headDone) {
        if (auto refused = flushHead())
            return *refused;
    }
    m_file.name = FileType::cleanName(m_file.name, m_file.mime);
    const QSize size = FileStore::pictureSize(m_part->path(), m_file.mime);
    if (!size.isEmpty()) {
        if (qint64(size.width()) * size.height() > mostPixels)
            return HttpResponse::refused(ErrorCode::TooBig, QStringLiteral("the picture has too many pixels"));
        m_file.width = size.width();
        m_file.height = size.height();
    }
    const std::scoped_lock lock(mutexFor(m_file.id));
    if (auto known = recorded())
        return *known;
    if (const auto error = m_part->finish(); error != FileStore::Error::None)
        return failure(error);
    // Recorded last: a row always has its bytes. Bytes without a row (a crash between the two) are overwritten by the repeat.
    const HttpAnswer added = m_backend.addFile(m_file);
    if (!added.ok()) {
        // "Busy" may be written after all, when the writer comes to it: a row without bytes would be a file lost.
        if (added.error != ErrorCode::Busy && !m_backend.fileInfo(m_file.id))
            m_store.remove(m_file.id);
        return HttpResponse::refused(added.error, added.text, added.retryAfterMs);
    }
    return answer(m_file);
}

bool HttpUpload::isAlive() const
{
    const qint64 ms = m_since.elapsed();
    return ms < graceMs || m_file.size * 1000 / ms >= leastBytesPerSecond;
}

} // namespace liaison::hub
