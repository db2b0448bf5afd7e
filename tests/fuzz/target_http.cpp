// SPDX-License-Identifier: GPL-3.0-or-later
// The hub's HTTP side: pure values, a request through the service, and raw bytes to a real front on a socket.
#include "hub/accounts/VisitorIdentity.h"
#include "hub/channels/ByteRange.h"
#include "hub/channels/FileType.h"
#include "hub/channels/HttpFront.h"
#include "hub/channels/HttpService.h"
#include "tests/fuzz/FuzzTarget.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <arpa/inet.h>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace liaison;
using namespace liaison::hub;

namespace {

/// Uploads are synced to the disk; a file system in memory makes that cheap.
QString scratch()
{
    return QFile::exists(QStringLiteral("/dev/shm")) ? QStringLiteral("/dev/shm/liaison-fuzz-XXXXXX") : QString();
}

/// A hub of plain values. Token "t" is a customer's, "a" an agent's; file "known-file" is there.
HttpBackend backend()
{
    HttpBackend b;
    b.identify = [](const QString &token) {
        return token == QLatin1String("t")   ? Principal::customer(QStringLiteral("one"))
               : token == QLatin1String("a") ? Principal::agent(QStringLiteral("lin"))
                                             : Principal();
    };
    b.signIn = [](const SignInRequest &request) {
        return request.password == QLatin1String("right") ? HttpAnswer::good({{QStringLiteral("token"), QStringLiteral("a")}})
                                                          : HttpAnswer::refused(ErrorCode::Unauthorized, QStringLiteral("no"));
    };
    b.signOut = [](const QString &) { return HttpAnswer::good(); };
    b.createVisitor = [](const VisitorRequest &request) {
        VisitorIdentity::verified(request.user, "secret", 1'700'000'000'000);
        return HttpAnswer::good({{QStringLiteral("token"), QStringLiteral("t")}});
    };
    b.addFile = [](const FileInfo &) { return HttpAnswer::good(); };
    b.fileInfo = [](const QString &id) -> std::optional<FileInfo> {
        if (id != QLatin1String("known-file"))
            return {};
        return FileInfo{id,
                        QStringLiteral("a\"b;你.txt"),
                        QStringLiteral("text/plain"),
                        1000,
                        0,
                        0,
                        Principal::customer(QStringLiteral("one"))};
    };
    b.mayFetch = [](const Principal &who, const QString &) { return who.isAgent(); };
    b.metrics = [] { return QByteArray("liaison_hub_links 1\n"); };
    b.health = [] { return HttpAnswer::good(); };
    return b;
}

HttpOptions options(const QTemporaryDir &folder)
{
    HttpOptions o;
    o.dataDir = folder.path();
    o.diskReserve = 0;
    o.linkUrl = QStringLiteral("ws://127.0.0.1:1/desk");
    o.allowedOrigins = QStringList{QStringLiteral("https://shop.example")};
    o.fileLimit = 8192;
    o.filesPerHour = 1'000'000'000;
    o.workers = 1;
    o.connectionsPerAddress = 1024;
    o.headerSeconds = 3600; // nobody is slow here, and no time is to be waited for
    return o;
}

void knownFile(const QTemporaryDir &folder)
{
    FileStore store(folder.path(), 0);
    fuzz::promise(store.open(), "the scratch folder can be written");
    auto part = store.begin(QStringLiteral("known-file"));
    const QByteArray bytes(1000, 'x');
    fuzz::promise(part && part->write(bytes.constData(), bytes.size()) == FileStore::Error::None &&
                      part->finish() == FileStore::Error::None,
                  "the known file can be written");
}

/// Head lines as a front would hand them over: the first is "METHOD target", then "Name: value" up to an empty line, then the body.
bool readRequest(const QByteArray &input, HttpRequest &request)
{
    const qsizetype split = input.indexOf("\n\n");
    QByteArrayList lines = input.left(split < 0 ? input.size() : split).split('\n');
    const QByteArray first = lines.takeFirst();
    const qsizetype blank = first.indexOf(' ');
    request.method = first.left(blank < 0 ? 0 : blank);
    if (!request.readTarget(first.mid(blank + 1)))
        return false;
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    request.address = QStringLiteral("192.0.2.1");
    request.loopback = true;
    request.body = split < 0 ? QByteArray() : input.mid(split + 2);
    return true;
}

void wellFormed(const HttpResponse &response)
{
    fuzz::promise(response.status >= 200 && response.status < 600, "an answer has a status");
    fuzz::promise(response.status != 500, "no request makes the hub fail");
    for (const auto &[name, value] : response.headers) {
        fuzz::promise(!value.contains('\n') && !value.contains('\r') && !name.contains('\n'), "no header is split");
    }
    fuzz::promise(response.offset >= 0 && response.length >= 0, "a part lies within its file");
}

} // namespace

LIAISON_FUZZ(http_values)
{
    // Line 1: a Range or the declared type; line 2: a file's name; the rest: its beginning, or the JSON of a signed user.
    const QByteArrayList part = fuzz::pieces(input, 3);
    const qint64 size = qint64(part[2].size()) * 37;
    const ByteRange range = ByteRange::parse(part[0], size);
    if (range.kind == ByteRange::Kind::Part)
        fuzz::promise(range.first >= 0 && range.first <= range.last && range.last < size, "a range lies within the file");

    const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(part[1]));
    const QString mime = FileType::sniff(part[2], QString::fromLatin1(part[0]), name);
    fuzz::promise(mime.isEmpty() || FileType::known().contains(mime), "a type is one of those that are known");
    const QString clean = FileType::cleanName(name, mime);
    fuzz::promise(!clean.isEmpty() && clean.size() <= 120, "a name has 1 to 120 characters");
    fuzz::promise(!clean.contains(u'/') && !clean.contains(u'\\') && !clean.startsWith(u'.'), "a name has no folder");
    fuzz::promise(mime.isEmpty() || FileType::cleanName(clean, mime) == clean, "a clean name stays as it is");

    const auto user = VisitorIdentity::verified(QJsonDocument::fromJson(part[2]).object(), "secret", 1'700'000'000'000);
    fuzz::promise(!user || (!user->id.isEmpty() && !user->name.contains(u'\n')), "a user who is vouched for has an id");

    HttpRequest request;
    if (request.readTarget(part[0]))
        fuzz::promise(request.path.startsWith(u'/') && !request.path.contains(u'\\'), "a path begins at the root");
    request.headers.insert("authorization", part[0]);
    fuzz::promise(request.token().size() <= 512, "a token is short");
}

LIAISON_FUZZ(http_service)
{
    static const QTemporaryDir folder(scratch());
    static HttpService *service = nullptr;
    if (!service) {
        knownFile(folder);
        service = new HttpService(options(folder), backend());
        fuzz::promise(service->open(), "the files folder can be written");
    }
    HttpRequest request;
    if (!readRequest(input, request))
        return;
    HttpResponse answer;
    auto limit = service->bodyLimit(request);
    if (std::holds_alternative<HttpResponse>(limit)) {
        answer = std::get<HttpResponse>(limit);
    } else if (request.body.size() > std::get<qint64>(limit)) {
        return; // the front refuses it
    } else if (!HttpService::isUpload(request)) {
        answer = service->handle(request);
    } else {
        auto verdict = service->admit(request, -1);
        if (std::holds_alternative<HttpResponse>(verdict)) {
            answer = std::get<HttpResponse>(verdict);
        } else {
            auto &upload = std::get<std::unique_ptr<HttpUpload>>(verdict);
            std::optional<HttpResponse> refused;
            constexpr qsizetype chunk = 1000;
            for (qsizetype at = 0; at < request.body.size() && !refused; at += chunk)
                refused = upload->write(request.body.constData() + at, qMin(chunk, request.body.size() - at));
            answer = refused ? *refused : upload->finish();
        }
    }
    service->finish(request, answer);
    wellFormed(answer);
    if (!answer.file.isEmpty()) {
        fuzz::promise(QFileInfo(answer.file).absoluteFilePath().startsWith(folder.path()), "only files of the hub are sent");
        fuzz::promise(answer.offset + answer.length <= QFileInfo(answer.file).size(), "a part lies within its file");
    }
}

LIAISON_FUZZ(http_socket)
{
    static const QTemporaryDir folder(scratch());
    static HttpFront *front = nullptr;
    if (!front) {
        knownFile(folder);
        front = new HttpFront(options(folder), backend());
        QString error;
        fuzz::promise(front->start(&error), qPrintable(error));
    }
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(front->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fuzz::promise(::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0, "the front listens");
    const linger atOnce{1, 0}; // no port is left waiting: a million connections come
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    qsizetype sent = 0;
    while (sent < input.size()) {
        const ssize_t n = ::send(fd, input.constData() + sent, size_t(input.size() - sent), MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += n;
    }
    ::shutdown(fd, SHUT_WR);
    QByteArray answer;
    char buffer[4096];
    for (;;) {
        const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
        if (n <= 0)
            break;
        answer.append(buffer, n);
    }
    ::close(fd);
    fuzz::promise(answer.isEmpty() || answer.startsWith("HTTP/1."), "what is answered is HTTP");
    fuzz::promise(!answer.startsWith("HTTP/1.1 500"), "no request makes the hub fail");
}
