// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/hub/HttpFixture.h"

#include <QJsonDocument>
#include <QMutexLocker>
#include <QTcpSocket>

namespace liaison::hub {

namespace {
constexpr int patienceMs = 20'000;
}

QJsonObject HttpReply::json() const { return QJsonDocument::fromJson(body).object(); }

HttpFixture::HttpFixture()
{
    options.dataDir = folder.path();
    options.linkUrl = QStringLiteral("ws://127.0.0.1:4711/desk");
    options.diskReserve = 0;
    backend.identify = [](const QString &token) {
        if (token == QLatin1String("agent"))
            return Principal::agent(QStringLiteral("lin"));
        return token == QLatin1String("one") || token == QLatin1String("two") ? Principal::customer(token) : Principal();
    };
    backend.signIn = [this](const SignInRequest &request) {
        const QMutexLocker lock(&mutex);
        m_signIns.append(request);
        if (request.password == QLatin1String("right"))
            return HttpAnswer::good({{QStringLiteral("token"), QStringLiteral("agent")},
                                     {QStringLiteral("agent"), QJsonObject{{QStringLiteral("id"), QStringLiteral("lin")}}}});
        if (request.password == QLatin1String("often"))
            return HttpAnswer::refused(ErrorCode::Rate, QStringLiteral("wait"), 2500);
        return HttpAnswer::refused(ErrorCode::Unauthorized, QStringLiteral("no"));
    };
    backend.signOut = [this](const QString &token) {
        const QMutexLocker lock(&mutex);
        m_signedOut.append(token);
        return HttpAnswer::good();
    };
    backend.createVisitor = [this](const VisitorRequest &request) {
        const QMutexLocker lock(&mutex);
        m_visitors.append(request);
        return HttpAnswer::good({{QStringLiteral("token"), QStringLiteral("one")},
                                 {QStringLiteral("customer"), QJsonObject{{QStringLiteral("id"), QStringLiteral("one")}}}});
    };
    backend.addFile = [this](const FileInfo &file) {
        const QMutexLocker lock(&mutex);
        m_files.insert(file.id, file);
        return HttpAnswer::good();
    };
    backend.fileInfo = [this](const QString &id) -> std::optional<FileInfo> {
        const QMutexLocker lock(&mutex);
        const auto it = m_files.constFind(id);
        return it == m_files.constEnd() ? std::nullopt : std::optional(*it);
    };
    backend.mayFetch = [this](const Principal &who, const QString &file) {
        const QMutexLocker lock(&mutex);
        return m_shared.value(file) == who.toString();
    };
    backend.count = [this](const char *name, const char *) {
        const QMutexLocker lock(&mutex);
        ++counts[name];
    };
    backend.metrics = [] { return QByteArray("liaison_hub_links 3\n"); };
    backend.health = [this] {
        return healthy ? HttpAnswer::good({{QStringLiteral("pos"), 7}})
                       : HttpAnswer::refused(ErrorCode::Busy, QStringLiteral("no writer"));
    };
}

HttpFixture::~HttpFixture() = default;

bool HttpFixture::start()
{
    m_front = std::make_unique<HttpFront>(options, backend);
    return m_front->start(&m_error);
}

std::unique_ptr<QTcpSocket> HttpFixture::connected() const
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_front->port());
    socket->waitForConnected(patienceMs);
    return socket;
}

HttpReply HttpFixture::read(QTcpSocket &socket, bool head)
{
    QByteArray bytes;
    HttpReply reply;
    qsizetype bodyAt = -1;
    for (;;) {
        while (bodyAt < 0) {
            const qsizetype end = bytes.indexOf("\r\n\r\n");
            if (end < 0)
                break;
            const QList<QByteArray> lines = bytes.left(end).split('\n');
            reply.status = lines.value(0).split(' ').value(1).toInt();
            reply.headers.clear();
            for (const QByteArray &line : lines.mid(1)) {
                const qsizetype colon = line.indexOf(':');
                reply.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
            }
            if (reply.status == 100) {
                bytes.remove(0, end + 4);
                continue;
            }
            bodyAt = end + 4;
        }
        if (bodyAt >= 0) {
            reply.body = bytes.mid(bodyAt);
            const bool none = head || reply.status == 204 || reply.status == 304;
            if (none ||
                (reply.headers.contains("content-length") && reply.body.size() >= reply.header("content-length").toLongLong()))
                return reply;
        }
        if (!socket.bytesAvailable() && !socket.waitForReadyRead(patienceMs))
            return reply;
        bytes += socket.readAll();
    }
}

HttpReply HttpFixture::raw(const QByteArray &bytes) const
{
    const auto socket = connected();
    socket->write(bytes);
    return read(*socket, bytes.startsWith("HEAD"));
}

HttpReply HttpFixture::send(const QByteArray &method, const QByteArray &path, const QList<QByteArray> &headers,
                            const QByteArray &body) const
{
    QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const QByteArray &header : headers)
        request += header + "\r\n";
    if (!body.isEmpty() || method == "POST" || method == "PUT")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return raw(request + "\r\n" + body);
}

HttpReply HttpFixture::post(const QByteArray &path, const QJsonObject &body, const QList<QByteArray> &headers) const
{
    return send("POST", path, QList<QByteArray>(headers) << "Content-Type: application/json", QJsonDocument(body).toJson());
}

HttpReply HttpFixture::put(const QByteArray &id, const QByteArray &bytes, const QByteArray &type, const QByteArray &name,
                           const QByteArray &token) const
{
    return send("PUT", "/api/v1/files/" + id, {auth(token), "Content-Type: " + type, "X-File-Name: " + name}, bytes);
}

} // namespace liaison::hub
