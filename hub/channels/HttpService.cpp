// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HttpService.h"
#include "hub/channels/ByteRange.h"
#include "hub/channels/FileType.h"
#include "hub/links/AddressGroup.h"
#include "hub/store/Query.h"
#include "models/domain/Ids.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

namespace liaison::hub {

namespace {

constexpr qint64 jsonLimit = 16 << 10;
constexpr qint64 paceMs = 4000;         ///< over which the bytes of an address are averaged
constexpr qsizetype shortestFileId = 8; // "nul" or "con" is no file on every system

const QString signInPath = QStringLiteral("/api/v1/sign-in");
const QString filesPath = QStringLiteral("/api/v1/files/");
const QString updatesPath = QStringLiteral("/updates/");

QString fileId(const HttpRequest &request) { return request.path.mid(filesPath.size()); }

bool isFilePath(const QString &path) { return path.startsWith(filesPath); }

bool isGoodFileId(const QString &id) { return id.size() >= shortestFileId && isId(id); }

/// The methods a path knows, "" for an unknown path.
QByteArray methodsOf(const QString &path, const PageStore &pages)
{
    if (path == QLatin1String("/api/v1/hub") || path == QLatin1String("/healthz") || path == QLatin1String("/metrics") ||
        path.startsWith(updatesPath) || pages.find(path))
        return "GET, HEAD, OPTIONS";
    if (path == signInPath || path == QLatin1String("/api/v1/sign-out") || path == QLatin1String("/api/v1/visitor"))
        return "POST, OPTIONS";
    if (isFilePath(path))
        return "GET, HEAD, PUT, OPTIONS";
    return {};
}

// Comparing secrets takes the same time wherever they differ.
bool sameSecret(const QString &a, const QString &b)
{
    const QByteArray x = QCryptographicHash::hash(a.toUtf8(), QCryptographicHash::Sha256);
    const QByteArray y = QCryptographicHash::hash(b.toUtf8(), QCryptographicHash::Sha256);
    int differs = 0;
    for (qsizetype i = 0; i < x.size(); ++i)
        differs |= x[i] ^ y[i];
    return differs == 0;
}

std::variant<QJsonObject, HttpResponse> bodyOf(const HttpRequest &request)
{
    const QByteArray type = request.header("content-type").split(';').value(0).trimmed().toLower();
    if (type != "application/json")
        return HttpResponse::refusedAs(415, ErrorCode::Invalid, QStringLiteral("the body must be application/json"));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (!document.isObject())
        return HttpResponse::refused(ErrorCode::Invalid, QStringLiteral("the body is no JSON object"));
    return document.object();
}

HttpResponse unauthorized() { return HttpResponse::refused(ErrorCode::Unauthorized, QStringLiteral("sign in first")); }

QByteArray disposition(const FileInfo &file)
{
    QByteArray ascii;
    for (const QChar c : file.name)
        ascii +=
            c.unicode() >= 32 && c.unicode() < 127 && c != QLatin1Char('"') && c != QLatin1Char('\\') ? char(c.unicode()) : '_';
    return (FileType::isPicture(file.mime) ? QByteArray("inline") : QByteArray("attachment")) + "; filename=\"" + ascii +
           "\"; filename*=UTF-8''" + QUrl::toPercentEncoding(file.name);
}

/// A file, or the part of it that was asked for, on top of the headers in `response`.
HttpResponse fileAnswer(const HttpRequest &request, const QString &path, const QByteArray &etag, HttpResponse response)
{
    const qint64 size = QFileInfo(path).size();
    response.file = path;
    response.length = size;
    const QByteArray ifRange = request.header("if-range");
    if (ifRange.isEmpty() || ifRange == etag) {
        const ByteRange range = ByteRange::parse(request.header("range"), size);
        if (range.kind == ByteRange::Kind::Unsatisfiable)
            return HttpResponse::refusedAs(416, ErrorCode::Invalid, QStringLiteral("outside of the file"))
                .with("Content-Range", "bytes */" + QByteArray::number(size));
        if (range.kind == ByteRange::Kind::Part) {
            response.status = 206;
            response.offset = range.first;
            response.length = range.length();
            response.with("Content-Range", "bytes " + QByteArray::number(range.first) + '-' + QByteArray::number(range.last) +
                                               '/' + QByteArray::number(size));
        }
    }
    return response;
}

// "ws://host:1/desk" → "ws://host:1": what the page's policy must let it connect to.
QByteArray originOf(const QString &link)
{
    const QUrl url(link);
    if (!url.isValid() || url.host().isEmpty() || !url.scheme().startsWith(QLatin1String("ws")))
        return {};
    return url.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

} // namespace

HttpService::HttpService(const HttpOptions &options, const HttpBackend &backend)
    : m_options(options), m_backend(backend), m_mimes(options.mimes.isEmpty() ? FileType::known() : options.mimes),
      m_pages({{"name", options.hubName}, {"accent", options.accent}, {"languages", options.languages.join(QLatin1Char(','))}}),
      m_files(options.dataDir, options.diskReserve), m_visitors(options.visitorsPerMinute, 60'000),
      m_signIns(options.signInsPerMinute, 60'000), m_uploads(options.filesPerHour, 3'600'000),
      m_fileBytes(options.fileBytesPerSecond * paceMs / 1000, paceMs), m_linkUrl(options.linkUrl)
{}

void HttpService::setLinkUrl(const QString &url)
{
    const std::scoped_lock lock(m_linkMutex);
    m_linkUrl = url;
}

QString HttpService::linkUrl() const
{
    const std::scoped_lock lock(m_linkMutex);
    return m_linkUrl;
}

bool HttpService::isUpload(const HttpRequest &request) { return request.method == "PUT" && isFilePath(request.path); }

bool HttpService::isCostly(const HttpRequest &request) { return request.method == "POST" && request.path == signInPath; }

std::optional<HttpResponse> HttpService::turnedAway(const HttpRequest &request)
{
    if (const qint64 wait = limited(m_signIns, request))
        return HttpResponse::refused(ErrorCode::Rate, QStringLiteral("too many attempts"), wait);
    return {};
}

std::variant<qint64, HttpResponse> HttpService::bodyLimit(const HttpRequest &request) const
{
    const QByteArray methods = methodsOf(request.path, m_pages);
    if (methods.isEmpty())
        return HttpResponse::refused(ErrorCode::NotFound, QStringLiteral("there is nothing here"));
    if (!methods.split(',').contains(request.method) && !methods.split(',').contains(' ' + request.method))
        return HttpResponse::refusedAs(405, ErrorCode::Invalid, QStringLiteral("not this way")).with("Allow", methods);
    if (isUpload(request))
        return m_options.fileLimit;
    return request.method == "POST" ? jsonLimit : 0;
}

std::variant<std::unique_ptr<HttpUpload>, HttpResponse> HttpService::admit(const HttpRequest &request, qint64 length)
{
    try {
        const QString id = fileId(request);
        if (!isGoodFileId(id))
            return HttpResponse::refused(ErrorCode::Invalid, QStringLiteral("a file id has 8 to 64 letters, digits, - or _"));
        const Principal who = m_backend.identify(request.token());
        if (!who.isValid())
            return unauthorized();
        if (length > m_options.fileLimit)
            return HttpResponse::refused(ErrorCode::TooBig,
                                         QStringLiteral("a file has at most %1 bytes").arg(m_options.fileLimit));
        auto upload = std::make_unique<HttpUpload>(m_files, m_backend, who, id, request, m_options.fileLimit, m_mimes);
        if (auto known = upload->begin())
            return *known;
        if (!m_files.hasRoom(qMax<qint64>(length, 0)))
            return HttpResponse::refused(ErrorCode::Full, QStringLiteral("the hub's disk is full"));
        if (who.isCustomer()) {
            if (const qint64 wait = m_uploads.take(who.toString(), m_clock.steadyMs()))
                return HttpResponse::refused(ErrorCode::Rate, QStringLiteral("too many files"), wait);
        }
        return upload;
    } catch (const SqlError &error) {
        return HttpResponse::refused(error.isFull() ? ErrorCode::Full : ErrorCode::Internal,
                                     QStringLiteral("the database failed"));
    } catch (const std::exception &) {
        return HttpResponse::refused(ErrorCode::Internal, QStringLiteral("the hub failed"));
    }
}

HttpResponse HttpService::handle(const HttpRequest &request)
{
    try {
        if (request.method == "OPTIONS")
            return HttpResponse{204, {}, {}, {}, 0, 0, {{"Allow", methodsOf(request.path, m_pages)}}};
        const QString &path = request.path;
        if (path == QLatin1String("/api/v1/hub"))
            return hubInfo();
        if (path == signInPath)
            return signIn(request);
        if (path == QLatin1String("/api/v1/sign-out")) {
            const HttpAnswer answer = m_backend.signOut(request.token());
            return answer.ok() ? HttpResponse::json(answer.body) : HttpResponse::refused(answer.error, answer.text);
        }
        if (path == QLatin1String("/api/v1/visitor"))
            return visitor(request);
        if (isFilePath(path))
            return download(request, fileId(request));
        if (path.startsWith(updatesPath))
            return update(request);
        if (path == QLatin1String("/healthz"))
            return health();
        if (path == QLatin1String("/metrics"))
            return metrics(request);
        return page(request);
    } catch (const SqlError &error) {
        return HttpResponse::refused(error.isFull() ? ErrorCode::Full : ErrorCode::Internal,
                                     QStringLiteral("the database failed"));
    } catch (const std::exception &) {
        return HttpResponse::refused(ErrorCode::Internal, QStringLiteral("the hub failed"));
    }
}

HttpResponse HttpService::page(const HttpRequest &request) const
{
    const PageStore::Page *page = m_pages.find(request.path);
    if (!page)
        return HttpResponse::refused(ErrorCode::NotFound, QStringLiteral("there is nothing here"));
    HttpResponse response;
    response.with("ETag", page->etag).with("Cache-Control", "no-cache");
    if (request.header("if-none-match").contains(page->etag)) {
        response.status = 304;
    } else {
        response.body = page->bytes;
        response.with("Content-Type", page->mime);
    }
    // A site loads widget.js from another origin; nothing else.
    response.with("Cross-Origin-Resource-Policy", request.path == QLatin1String("/widget.js") ? "cross-origin" : "same-origin");
    if (page->mime.startsWith("text/html")) {
        // The page shows what strangers wrote. Only our own files run, and no script can turn a string into markup.
        const QByteArray ancestors = QByteArray("'self' ") + m_options.allowedOrigins.join(QLatin1Char(' ')).toLatin1();
        response.with("Content-Security-Policy",
                      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' " +
                          originOf(linkUrl()) + "; frame-src " + (request.path == QLatin1String("/") ? "'self'" : "'none'") +
                          "; frame-ancestors " + (request.path == QLatin1String("/") ? "'none'" : ancestors.trimmed()) +
                          "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
    }
    return response;
}

HttpResponse HttpService::hubInfo() const
{
    return HttpResponse::json(
        {{QStringLiteral("name"), m_options.hubName},
         {QStringLiteral("version"), QStringLiteral(LIAISON_VERSION)},
         {QStringLiteral("link"), linkUrl()},
         {QStringLiteral("limits"), QJsonObject{{QStringLiteral("file"), m_options.fileLimit},
                                                {QStringLiteral("mimes"), QJsonArray::fromStringList(m_mimes)}}},
         {QStringLiteral("languages"), QJsonArray::fromStringList(m_options.languages)}});
}

// Several limits stand in a row for sign-in: this one per address, Accounts' growing delay per name.
qint64 HttpService::limited(RateLimit &limit, const HttpRequest &request, qint64 amount)
{
    const QHostAddress address(request.address);
    if (request.loopback && isOwnMachine(address) && !m_options.limitLoopback)
        return 0;
    return limit.take(addressGroup(address).toString(), m_clock.steadyMs(), amount);
}

HttpResponse HttpService::signIn(const HttpRequest &request)
{
    const auto body = bodyOf(request);
    if (std::holds_alternative<HttpResponse>(body))
        return std::get<HttpResponse>(body);
    const auto &json = std::get<QJsonObject>(body);
    SignInRequest attempt;
    attempt.name = json.value(QLatin1String("name")).toString();
    attempt.password = json.value(QLatin1String("password")).toString();
    attempt.device = json.value(QLatin1String("device")).toString();
    attempt.deviceName = json.value(QLatin1String("device_name")).toString().left(80);
    attempt.address = addressGroup(QHostAddress(request.address)).toString(); // Accounts counts failures by it
    if (attempt.name.isEmpty() || attempt.name.size() > 80 || attempt.password.isEmpty() || attempt.password.size() > 1024 ||
        !isId(attempt.device))
        return HttpResponse::refused(ErrorCode::Invalid, QStringLiteral("name, password and device are needed"));
    const HttpAnswer answer = m_backend.signIn(attempt);
    if (!answer.ok())
        return HttpResponse::refused(answer.error, answer.text, answer.retryAfterMs);
    QJsonObject out = answer.body;
    out.insert(QStringLiteral("link"), linkUrl());
    return HttpResponse::json(out);
}

HttpResponse HttpService::visitor(const HttpRequest &request)
{
    if (const qint64 wait = limited(m_visitors, request))
        return HttpResponse::refused(ErrorCode::Rate, QStringLiteral("too many visitors from this address"), wait);
    const auto body = bodyOf(request);
    if (std::holds_alternative<HttpResponse>(body))
        return std::get<HttpResponse>(body);
    VisitorRequest visitor;
    const QJsonValue user = std::get<QJsonObject>(body).value(QLatin1String("user"));
    if (!user.isUndefined() && !user.isNull() && !user.isObject())
        return HttpResponse::refused(ErrorCode::Invalid, QStringLiteral("user is no object"));
    visitor.user = user.toObject();
    visitor.language =
        QString::fromLatin1(request.header("accept-language").split(',').value(0).split(';').value(0).trimmed().left(35));
    visitor.origin = QString::fromLatin1(request.header("origin").left(255));
    visitor.address = request.address;
    const HttpAnswer answer = m_backend.createVisitor(visitor);
    if (!answer.ok())
        return HttpResponse::refused(answer.error, answer.text, answer.retryAfterMs);
    QJsonObject out = answer.body;
    out.insert(QStringLiteral("link"), linkUrl());
    return HttpResponse::json(out);
}

HttpResponse HttpService::download(const HttpRequest &request, const QString &id)
{
    const Principal who = m_backend.identify(request.token());
    if (!who.isValid())
        return unauthorized();
    const HttpResponse missing = HttpResponse::refused(ErrorCode::NotFound, QStringLiteral("no such file"));
    if (!isGoodFileId(id))
        return missing;
    const std::optional<FileInfo> file = m_backend.fileInfo(id);
    // Who may not have it learns no more than who asks for a file that never was.
    if (!file || !(file->owner == who || m_backend.mayFetch(who, id)))
        return missing;

    const bool thumb = request.query.value(QStringLiteral("thumb")) == QLatin1String("1");
    QString path = m_files.path(id);
    if (thumb) {
        path = m_files.thumbnail(id, file->mime);
        if (path.isEmpty())
            return HttpResponse::refusedAs(415, ErrorCode::Invalid, QStringLiteral("there is no small picture of this file"));
    }
    const QFileInfo onDisk(path);
    if (!onDisk.isFile())
        return missing;
    const qint64 size = onDisk.size();
    const QByteArray etag = '"' + id.toLatin1() + (thumb ? "-t" : "") + '-' + QByteArray::number(size) + '"';
    HttpResponse response;
    response.with("ETag", etag).with("Cache-Control", "private, max-age=31536000, immutable").with("Accept-Ranges", "bytes");
    if (request.header("if-none-match").contains(etag)) {
        response.status = 304;
        return response;
    }
    QByteArray mime = file->mime.toLatin1();
    if (thumb && path != m_files.path(id)) {
        QFile small(path);
        mime = small.open(QIODevice::ReadOnly) && small.read(4) == "\x89PNG" ? "image/png" : "image/jpeg";
    }
    response.with("Content-Type", mime.startsWith("text/") ? mime + "; charset=utf-8" : mime);
    response.with("Content-Disposition", disposition(*file));
    return fileAnswer(request, path, etag, response);
}

HttpResponse HttpService::update(const HttpRequest &request) const
{
    // One folder, no folders in it, no hidden files: a name is all that can be asked for.
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}$"));
    const QString name = request.path.mid(updatesPath.size());
    const QFileInfo file(QDir(m_options.updatesDir).filePath(name));
    if (m_options.updatesDir.isEmpty() || !form.match(name).hasMatch() || !file.isFile())
        return HttpResponse::refused(ErrorCode::NotFound, QStringLiteral("there is nothing here"));
    const QByteArray etag =
        '"' + QByteArray::number(file.size(), 16) + '-' + QByteArray::number(file.lastModified().toMSecsSinceEpoch(), 16) + '"';
    HttpResponse response;
    // The manifest is replaced under its name; a package of that name has to be asked for again, too.
    response.with("ETag", etag).with("Cache-Control", "no-cache").with("Accept-Ranges", "bytes");
    if (request.header("if-none-match").contains(etag)) {
        response.status = 304;
        return response;
    }
    response.with("Content-Type", name.endsWith(QLatin1String(".json")) ? "application/json" : "application/octet-stream");
    return fileAnswer(request, file.filePath(), etag, response);
}

HttpResponse HttpService::health() const
{
    const HttpAnswer answer = m_backend.health();
    QJsonObject body = answer.body;
    body.insert(QStringLiteral("status"), answer.ok() ? QStringLiteral("ok") : QStringLiteral("failing"));
    if (!answer.ok())
        body.insert(QStringLiteral("text"), answer.text);
    return HttpResponse::json(body, answer.ok() ? 200 : 503);
}

HttpResponse HttpService::metrics(const HttpRequest &request) const
{
    const bool named = !m_options.metricsToken.isEmpty() && sameSecret(request.token(), m_options.metricsToken);
    if (!request.loopback && !named)
        return m_options.metricsToken.isEmpty()
                   ? HttpResponse::refused(ErrorCode::Forbidden, QStringLiteral("only from this machine"))
                   : unauthorized();
    HttpResponse response;
    response.body = m_backend.metrics();
    response.with("Content-Type", "text/plain; version=0.0.4; charset=utf-8").with("Cache-Control", "no-store");
    return response;
}

void HttpService::count(const char *name, const char *help) const
{
    if (m_backend.count)
        m_backend.count(name, help);
}

void HttpService::finish(const HttpRequest &request, HttpResponse &response) const
{
    if (response.refusal != ErrorCode::None) {
        const QByteArray name = "http_refused_total{code=\"" + toString(response.refusal).toLatin1() + "\"}";
        count(name.constData(), "Requests refused, by the code that was answered");
    }
    bool policy = false;
    bool resource = false;
    for (const auto &[name, value] : std::as_const(response.headers)) {
        policy = policy || name == "Content-Security-Policy";
        resource = resource || name == "Cross-Origin-Resource-Policy";
    }
    if (!policy)
        response.with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    response.with("X-Content-Type-Options", "nosniff").with("Referrer-Policy", "no-referrer");
    response.with("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (!m_options.certificateFile.isEmpty() || m_options.behindProxy)
        response.with("Strict-Transport-Security", "max-age=31536000");
    const QByteArray origin = request.header("origin");
    const bool allowed = !origin.isEmpty() && m_options.allowedOrigins.contains(QString::fromLatin1(origin));
    if (!resource)
        response.with("Cross-Origin-Resource-Policy", allowed ? "cross-origin" : "same-origin");
    if (!m_options.allowedOrigins.isEmpty())
        response.with("Vary", "Origin");
    if (!allowed)
        return;
    response.with("Access-Control-Allow-Origin", origin);
    response.with("Access-Control-Expose-Headers", "Content-Disposition, Content-Range, ETag, Retry-After");
    if (request.method == "OPTIONS") {
        response.with("Access-Control-Allow-Methods", methodsOf(request.path, m_pages));
        response.with("Access-Control-Allow-Headers", "Authorization, Content-Type, X-File-Name, Range");
        response.with("Access-Control-Max-Age", "600");
    }
}

} // namespace liaison::hub
