// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"
#include "models/link/TlsTrust.h"

#include <QCache>
#include <QHash>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QUrl>
#include <functional>

class QNetworkReply;

namespace liaison {

/// Files to and from the hub over HTTP (docs/protocol.md, 8). What was fetched is customers' data and stays in memory (at most
/// 64 MB, oldest out first); it reaches the disk only where the agent saves it. GUI thread.
class FileTransfer : public QObject
{
    Q_OBJECT
public:
    using Fetched = std::function<void(const QByteArray &data, const QString &error)>;

    FileTransfer(const QUrl &httpUrl, const QString &token, const TlsTrust &trust = {}, QObject *parent = nullptr);

    void setToken(const QString &token) { m_token = token; }
    /// Sends the bytes under `file.id`; repeating it is safe. `progress`, then `uploaded` or `uploadFailed` follow, under `cid`.
    void upload(const QString &cid, const FileRef &file, const QByteArray &data);
    void cancelUpload(const QString &cid);
    /// From memory, or fetched; `error` is a code of the protocol, "busy" if the hub cannot be reached. Always through the event loop.
    void fetch(const FileRef &file, bool thumbnail, QObject *context, Fetched done);
    /// What one has just sent oneself need not be fetched.
    void remember(const QString &fileId, const QByteArray &data);

signals:
    void progress(const QString &cid, int percent);
    void uploaded(const QString &cid, const liaison::FileRef &file);
    /// `code` empty: the hub could not be reached, try again later.
    void uploadFailed(const QString &cid, const QString &code);

private:
    struct Waiting
    {
        QPointer<QObject> context;
        Fetched done;
    };
    QNetworkRequest request(const QString &fileId, bool thumbnail) const;
    bool mayAsk(const QUrl &url) const;
    static QString errorOf(QNetworkReply *reply, const QByteArray &body);
    void finishFetch(const QString &fileId, bool thumbnail, const QByteArray &data, const QString &error);
    void finishUpload(const QString &cid, const FileRef &file, QNetworkReply *reply);

    TlsTrust m_trust;
    QNetworkAccessManager m_network;
    QUrl m_httpUrl;
    QString m_token;
    QCache<QString, QByteArray> m_files; ///< by id of the file; cost in KiB
    QCache<QString, QByteArray> m_thumbnails;
    QHash<QString, QList<Waiting>> m_fetching;
    QHash<QString, QPointer<QNetworkReply>> m_uploads;
};

} // namespace liaison
