// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/FileTransfer.h"

#include "models/link/SocketTransport.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrlQuery>

namespace liaison {

namespace {
/// Of whole files one of the largest that a hub takes, so that it need not be fetched again to be saved.
constexpr int filesKilobytes = 32 * 1024;
/// Of thumbnails some forty; of those on the screen the list keeps the pictures.
constexpr int thumbnailsKilobytes = 512;
constexpr int transferTimeoutMs = 60000;
/// More than the hub takes from anybody; what is larger is not ours to load into memory.
constexpr qint64 mostDownloadBytes = 100 * 1024 * 1024;
QString keyOf(const QString &fileId, bool thumbnail) { return thumbnail ? fileId + QLatin1String("/thumb") : fileId; }
int kilobytesOf(const QByteArray &data) { return int(data.size() / 1024 + 1); }
} // namespace

FileTransfer::FileTransfer(const QUrl &httpUrl, const QString &token, const TlsTrust &trust, QObject *parent)
    : QObject(parent), m_trust(trust), m_httpUrl(httpUrl), m_token(token), m_files(filesKilobytes),
      m_thumbnails(thumbnailsKilobytes)
{
    m_trust.watch(&m_network);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy); // the token goes to the hub and nowhere else
}

QNetworkRequest FileTransfer::request(const QString &fileId, bool thumbnail) const
{
    QUrl url = m_httpUrl;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path + QLatin1String("/api/v1/files/") + fileId);
    if (thumbnail)
        url.setQuery(QStringLiteral("thumb=1"));
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_token.toUtf8());
    request.setTransferTimeout(transferTimeoutMs);
    m_trust.prepare(&request);
    return request;
}

bool FileTransfer::mayAsk(const QUrl &url) const { return SocketTransport::isSafe(url) && m_trust.faultOf(url).isEmpty(); }

QString FileTransfer::errorOf(QNetworkReply *reply, const QByteArray &body)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 300 && reply->error() == QNetworkReply::NoError)
        return {};
    if (status == 0)
        return QStringLiteral("busy");
    const QString code = QJsonDocument::fromJson(body).object()["code"].toString();
    if (!code.isEmpty())
        return code;
    switch (status) {
    case 401: return QStringLiteral("unauthorized");
    case 403: return QStringLiteral("forbidden");
    case 404: return QStringLiteral("not_found");
    case 413: return QStringLiteral("too_big");
    default: return QStringLiteral("internal");
    }
}

// --- up --------------------------------------------------------------------------------------------------------------------

void FileTransfer::upload(const QString &cid, const FileRef &file, const QByteArray &data)
{
    if (m_uploads.contains(cid))
        return;
    QNetworkRequest put = request(file.id, false);
    if (!mayAsk(put.url())) {
        QTimer::singleShot(0, this, [this, cid] { emit uploadFailed(cid, {}); });
        return;
    }
    put.setHeader(QNetworkRequest::ContentTypeHeader, file.mime);
    put.setRawHeader("X-File-Name", QUrl::toPercentEncoding(file.name));
    QNetworkReply *reply = m_network.put(put, data);
    m_uploads.insert(cid, reply);
    connect(reply, &QNetworkReply::uploadProgress, this, [this, cid](qint64 sent, qint64 total) {
        if (total > 0)
            emit progress(cid, int(sent * 100 / total));
    });
    connect(reply, &QNetworkReply::finished, this, [this, cid, file, reply] { finishUpload(cid, file, reply); });
}

void FileTransfer::finishUpload(const QString &cid, const FileRef &file, QNetworkReply *reply)
{
    reply->deleteLater();
    if (!m_uploads.remove(cid))
        return; // taken back meanwhile
    const QByteArray body = reply->read(64 * 1024);
    const QString code = errorOf(reply, body);
    if (code.isEmpty()) {
        FileRef stored = FileRef::fromJson(QJsonDocument::fromJson(body).object());
        if (stored.id != file.id)
            stored = file;
        emit uploaded(cid, stored);
        return;
    }
    // Not the file's fault: the network, the token, or a hub that has too much to do.
    const bool again = code == QLatin1String("busy") || code == QLatin1String("internal") || code == QLatin1String("rate") ||
                       code == QLatin1String("unauthorized");
    emit uploadFailed(cid, again ? QString() : code);
}

void FileTransfer::cancelUpload(const QString &cid)
{
    if (const QPointer<QNetworkReply> reply = m_uploads.take(cid))
        reply->abort();
}

// --- down ------------------------------------------------------------------------------------------------------------------

void FileTransfer::remember(const QString &fileId, const QByteArray &data)
{
    m_files.insert(fileId, new QByteArray(data), kilobytesOf(data));
}

void FileTransfer::fetch(const FileRef &file, bool thumbnail, QObject *context, Fetched done)
{
    const QString key = keyOf(file.id, thumbnail);
    const QByteArray *known = thumbnail ? m_thumbnails.object(file.id) : nullptr;
    if (!known)
        known = m_files.object(file.id); // for a thumbnail the whole picture does as well
    if (known) {
        QTimer::singleShot(0, context, [data = *known, done = std::move(done)] { done(data, {}); });
        return;
    }
    QList<Waiting> &waiting = m_fetching[key];
    waiting.append({context, std::move(done)});
    if (waiting.size() > 1)
        return;
    const QNetworkRequest get = request(file.id, thumbnail);
    if (!mayAsk(get.url()) || m_token.isEmpty()) {
        QTimer::singleShot(0, this, [this, id = file.id, thumbnail] { finishFetch(id, thumbnail, {}, QStringLiteral("busy")); });
        return;
    }
    QNetworkReply *reply = m_network.get(get);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > mostDownloadBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, id = file.id, thumbnail, reply] {
        reply->deleteLater();
        const QByteArray body = reply->readAll();
        const QString error = errorOf(reply, body);
        finishFetch(id, thumbnail, error.isEmpty() ? body : QByteArray(), error);
    });
}

void FileTransfer::finishFetch(const QString &fileId, bool thumbnail, const QByteArray &data, const QString &error)
{
    if (error.isEmpty())
        (thumbnail ? m_thumbnails : m_files).insert(fileId, new QByteArray(data), kilobytesOf(data));
    const QList<Waiting> waiting = m_fetching.take(keyOf(fileId, thumbnail));
    for (const Waiting &one : waiting) {
        if (one.context)
            one.done(data, error);
    }
}

} // namespace liaison
