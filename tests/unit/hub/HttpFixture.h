// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/channels/HttpFront.h"

#include <QMap>
#include <QMutex>
#include <QTemporaryDir>
#include <atomic>
#include <memory>

class QTcpSocket;

namespace liaison::hub {

/// What came back over a real socket. status 0: the connection was closed without an answer.
struct HttpReply
{
    int status = 0;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    QByteArray header(const char *name) const { return headers.value(QByteArray(name)); }
    QJsonObject json() const;
    QString code() const { return json().value(QLatin1String("code")).toString(); }
};

/// A real HttpFront on an ephemeral port over a backend of plain maps. Tokens: "agent" is a:lin, "one" c:one, "two" c:two.
class HttpFixture
{
public:
    HttpFixture();
    ~HttpFixture();
    /// Starts with `options` as they are then.
    bool start();
    void stop() { m_front.reset(); }
    QString startError() const { return m_error; }
    HttpFront &front() { return *m_front; }

    HttpReply get(const QByteArray &path, const QList<QByteArray> &headers = {}) const { return send("GET", path, headers, {}); }
    HttpReply post(const QByteArray &path, const QJsonObject &body, const QList<QByteArray> &headers = {}) const;
    HttpReply put(const QByteArray &id, const QByteArray &bytes, const QByteArray &type, const QByteArray &name = "a.bin",
                  const QByteArray &token = "one") const;
    /// One request on a connection of its own. Content-Length is added if there is a body.
    HttpReply send(const QByteArray &method, const QByteArray &path, const QList<QByteArray> &headers,
                   const QByteArray &body) const;
    /// Writes exactly these bytes and reads until the front closes or `answers` answers are complete.
    HttpReply raw(const QByteArray &bytes) const;
    std::unique_ptr<QTcpSocket> connected() const;
    static HttpReply read(QTcpSocket &socket, bool head = false);
    static QByteArray auth(const QByteArray &token) { return "Authorization: Bearer " + token; }

    HttpOptions options;
    HttpBackend backend;
    QTemporaryDir folder;
    QMutex mutex;
    std::atomic<bool> healthy = true;
    /// Another principal may fetch this file too.
    void share(const QString &file, const QString &principal)
    {
        const QMutexLocker lock(&mutex);
        m_shared.insert(file, principal);
    }
    QMap<QString, FileInfo> files() { return locked(m_files); }
    /// What the backend was asked by the front's threads, by now.
    QList<SignInRequest> signIns() { return locked(m_signIns); }
    QList<VisitorRequest> visitors() { return locked(m_visitors); }
    QStringList signedOut() { return locked(m_signedOut); }
    /// How often the front has counted one of that name for /metrics.
    int counted(const QByteArray &name)
    {
        const QMutexLocker lock(&mutex);
        return counts.value(name);
    }
    QMap<QByteArray, int> counts;

private:
    template <typename T>
    T locked(const T &value)
    {
        const QMutexLocker lock(&mutex);
        return value;
    }

    QMap<QString, FileInfo> m_files;
    QMap<QString, QString> m_shared; ///< file → principal
    QList<SignInRequest> m_signIns;
    QList<VisitorRequest> m_visitors;
    QStringList m_signedOut;
    std::unique_ptr<HttpFront> m_front;
    QString m_error;
};

} // namespace liaison::hub
