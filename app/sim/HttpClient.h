// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>
#include <functional>

class QNetworkReply;

namespace liaison::sim {

/// The hub's HTTP side (docs/protocol.md, 8) as a client uses it. Owner's thread; callbacks come there, and not after `context` is gone.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    /// `status` 0: no answer at all (hub down). `code`: the error's code, empty if it went well.
    struct Answer
    {
        int status = 0;
        QString code;
        QJsonObject body;
        bool ok() const { return status >= 200 && status < 300; }
    };
    using Done = std::function<void(const Answer &)>;

    explicit HttpClient(const QUrl &hub, QObject *parent = nullptr);

    void post(const QString &path, const QJsonObject &body, QObject *context, Done done);
    /// Uploads a file under the id its sender made.
    void putFile(const QString &id, const QString &token, const QString &name, const QString &mime, const QByteArray &bytes,
                 QObject *context, Done done);

private:
    void finish(QNetworkReply *reply, QObject *context, const Done &done);

    QUrl m_hub;
    QNetworkAccessManager m_network;
};

} // namespace liaison::sim
