// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/HttpClient.h"

#include <QJsonDocument>
#include <QNetworkReply>

namespace liaison::sim {

namespace {
constexpr int answerWithinMs = 20000;
}

HttpClient::HttpClient(const QUrl &hub, QObject *parent) : QObject(parent), m_hub(hub)
{
    m_network.setTransferTimeout(answerWithinMs);
}

void HttpClient::post(const QString &path, const QJsonObject &body, QObject *context, Done done)
{
    QNetworkRequest request(m_hub.resolved(QUrl(path)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    finish(m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact)), context, done);
}

void HttpClient::putFile(const QString &id, const QString &token, const QString &name, const QString &mime,
                         const QByteArray &bytes, QObject *context, Done done)
{
    QNetworkRequest request(m_hub.resolved(QUrl(QStringLiteral("/api/v1/files/") + id)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, mime);
    request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    request.setRawHeader("X-File-Name", QUrl::toPercentEncoding(name));
    finish(m_network.put(request, bytes), context, done);
}

void HttpClient::finish(QNetworkReply *reply, QObject *context, const Done &done)
{
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    connect(reply, &QNetworkReply::finished, context, [reply, done] {
        Answer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = QJsonDocument::fromJson(reply->readAll()).object();
        if (!answer.ok())
            answer.code = answer.body["code"].toString(QStringLiteral("http_%1").arg(answer.status));
        done(answer);
    });
}

} // namespace liaison::sim
