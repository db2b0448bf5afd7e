// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HttpFront.h"
#include "hub/channels/HttpService.h"
#include "hub/channels/HttpSweep.h"
#include "hub/links/AddressGroup.h"
#include "hub/store/Log.h"

#include <QFile>
#include <QThread>
#include <QThreadPool>
#include <QUrl>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace liaison::hub {

namespace {

// A refused request's body is read and thrown away up to here, so that the sender can read the answer; beyond it the
// connection is closed.
constexpr qint64 patienceBytes = 2 << 20;

constexpr char slowName[] = "http_slow_total";
constexpr char slowHelp[] = "HTTP connections cut off because nearly nothing came";
constexpr char pacedName[] = "http_paced_total";
constexpr char pacedHelp[] = "Times an upload was made to wait because its address sends so much";
constexpr char refusedName[] = "http_connections_refused_total";
constexpr char refusedHelp[] = "HTTP connections not taken: too many from one address";

// Where a request stands. Between Admitting and Receiving, and between Working and its answer, the connection sleeps.
enum class Phase { Start, Admitting, Receiving, Working };

struct Exchange
{
    QByteArray rawUri;
    HttpRequest request;
    Phase phase = Phase::Start;
    std::optional<HttpResponse> response;
    std::unique_ptr<HttpUpload> upload;
    qint64 limit = 0;
    qint64 received = 0;
    qint64 length = -1;

    /// By the worker, behind all else it did; then by libmicrohttpd's thread, before it looks at any of that. What is handed over does
    /// not lean on locks that are somebody else's.
    void handBack() { m_turns.fetch_add(1, std::memory_order_release); }
    void takeBack() const { static_cast<void>(m_turns.load(std::memory_order_acquire)); }

private:
    std::atomic<int> m_turns = 0;
};

MHD_Result collectHeader(void *cls, MHD_ValueKind, const char *key, const char *value)
{
    auto *headers = static_cast<QHash<QByteArray, QByteArray> *>(cls);
    headers->insert(QByteArray(key).toLower(), QByteArray(value ? value : ""));
    return MHD_YES;
}

QHostAddress addressOf(const sockaddr *address)
{
    QHostAddress host(address);
    bool isV4 = false;
    const quint32 v4 = host.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : host;
}

// Where the processors do not suffice, the links come first: a page or a file that loads later is noticed less than a word that stands
// still. A tenth of a link's share is left; with 5 (a third) the slowest words under attack took half as long again (docs/security.md).
constexpr int niceBehindLinks = 10;
// Each takes 60 ms of a processor of its own. Who is behind them would rather hear that the hub is busy than wait longer.
constexpr int costlyPerThread = 20;
constexpr qint64 busyRetryMs = 2000;

/// Who sends faster than he may sleeps so long at a time; with shorter ones waking up would be most of the work.
constexpr qint64 leastPauseMs = 50;

HttpResponse busy() { return HttpResponse::refused(ErrorCode::Busy, QStringLiteral("the hub is busy, try again"), busyRetryMs); }

/// On Linux the calling thread alone is meant, whatever POSIX says. What it starts later inherits it.
void stepBack(int nice)
{
    if (::setpriority(PRIO_PROCESS, 0, nice) != 0)
        log::warning("http.priority_stays", {{QStringLiteral("error"), QString::fromLocal8Bit(std::strerror(errno))}});
}

} // namespace

class HttpFront::Private
{
public:
    Private(const HttpOptions &o, const HttpBackend &b)
        : options(o), service(o, b), sweep(o.headerSeconds, o.idleSeconds, [this] { service.count(slowName, slowHelp); })
    {
        pool.setMaxThreadCount(qMax(1, o.workers));
        costlyPool.setMaxThreadCount(qBound(1, QThread::idealThreadCount() / 2, pool.maxThreadCount()));
        for (QThreadPool *each : {&pool, &costlyPool})
            each->setExpiryTimeout(-1); // a worker keeps its database connection
    }

    static void *uriSeen(void *, const char *uri, MHD_Connection *);
    static MHD_Result requested(void *cls, MHD_Connection *connection, const char *url, const char *method, const char *version,
                                const char *data, size_t *size, void **context);
    static void completed(void *cls, MHD_Connection *connection, void **context, MHD_RequestTerminationCode);
    static MHD_Result mayConnect(void *cls, const sockaddr *address, socklen_t);
    static void connected(void *cls, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode code);

    MHD_Result start(MHD_Connection *connection, Exchange &exchange, const char *method);
    MHD_Result receive(Exchange &exchange, const char *data, size_t size);
    MHD_Result refuse(MHD_Connection *connection, Exchange &exchange);
    MHD_Result reply(MHD_Connection *connection, Exchange &exchange);
    MHD_Result sleep(MHD_Connection *connection, Exchange &exchange, const std::function<void()> &work);
    MHD_Result pause(MHD_Connection *connection, qint64 ms);
    bool begin(); ///< a connection may sleep now, until end()
    void end();
    bool isStopping();
    void drain();

    const HttpOptions options;
    HttpService service;
    HttpSweep sweep;
    QThreadPool pool;
    QThreadPool costlyPool;      ///< for HttpService::isCostly(): half of the processors at most
    std::atomic<int> costly = 0; ///< under way or waiting in it
    MHD_Daemon *daemon = nullptr;
    quint16 port = 0;
    const int nice = ::getpriority(PRIO_PROCESS, 0) + niceBehindLinks; ///< of libmicrohttpd's thread and the workers
    bool hasSteppedBack = false;                                       ///< HTTP thread
    QHash<QHostAddress, int> perAddress;                               ///< by addressGroup(); HTTP thread
    QByteArray certificate;
    QByteArray key;
    std::mutex mutex;
    std::condition_variable idle;
    int working = 0; ///< connections that sleep
    bool stopping = false;
};

void *HttpFront::Private::uriSeen(void *, const char *uri, MHD_Connection *)
{
    auto exchange = std::make_unique<Exchange>();
    exchange->rawUri = uri;
    return exchange.release(); // completed() takes it back
}

void HttpFront::Private::completed(void *cls, MHD_Connection *connection, void **context, MHD_RequestTerminationCode)
{
    const std::unique_ptr<Exchange> gone(static_cast<Exchange *>(*context));
    if (gone)
        gone->takeBack();
    *context = nullptr;
    static_cast<Private *>(cls)->sweep.requestDone(connection);
}

void HttpFront::Private::connected(void *cls, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode code)
{
    auto *self = static_cast<Private *>(cls);
    const QHostAddress group =
        addressGroup(addressOf(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr));
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        ++self->perAddress[group];
        self->sweep.opened(connection, MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    } else {
        if (--self->perAddress[group] <= 0)
            self->perAddress.remove(group);
        self->sweep.closed(connection);
    }
}

// libmicrohttpd's own limit per address takes each of the 2^64 addresses of one IPv6 customer for somebody else.
MHD_Result HttpFront::Private::mayConnect(void *cls, const sockaddr *address, socklen_t)
{
    auto *self = static_cast<Private *>(cls);
    // The first to be called in libmicrohttpd's thread, which starts the workers.
    if (!std::exchange(self->hasSteppedBack, true))
        stepBack(self->nice);
    if (self->options.behindProxy ||
        self->perAddress.value(addressGroup(addressOf(address))) < self->options.connectionsPerAddress)
        return MHD_YES;
    self->service.count(refusedName, refusedHelp);
    return MHD_NO;
}

MHD_Result HttpFront::Private::requested(void *cls, MHD_Connection *connection, const char *, const char *method, const char *,
                                         const char *data, size_t *size, void **context)
{
    auto *self = static_cast<Private *>(cls);
    auto *exchange = static_cast<Exchange *>(*context);
    if (!exchange)
        return MHD_NO;
    exchange->takeBack();
    switch (exchange->phase) {
    case Phase::Start: return self->start(connection, *exchange, method);
    case Phase::Admitting:
        exchange->phase = Phase::Receiving;
        // Up to 0.9.75 libmicrohttpd goes on to the body while the connection sleeps, later ones ask about the headers again.
        if (*size == 0 && exchange->length != 0)
            return exchange->response ? self->refuse(connection, *exchange) : MHD_YES;
        [[fallthrough]];
    case Phase::Receiving:
        if (*size > 0) {
            // Also of a file that was refused already: reading it to its end costs no less.
            const qint64 wait =
                HttpService::isUpload(exchange->request) ? self->service.paced(exchange->request, qint64(*size)) : 0;
            if (wait > 0)
                return self->pause(connection, wait); // nothing is taken: we are asked again with these bytes, or more
            const size_t got = *size;
            *size = 0;
            return self->receive(*exchange, data, got);
        }
        if (!exchange->response && HttpService::isCostly(exchange->request)) {
            // In this order: who is told to come again has not used up a try.
            if (self->costly >= costlyPerThread * self->costlyPool.maxThreadCount())
                exchange->response = busy();
            else
                exchange->response = self->service.turnedAway(exchange->request);
        }
        if (exchange->response)
            return self->reply(connection, *exchange);
        exchange->phase = Phase::Working;
        return self->sleep(connection, *exchange, [self, exchange] {
            exchange->response = exchange->upload ? exchange->upload->finish() : self->service.handle(exchange->request);
            exchange->upload.reset(); // what was refused is off the disk before the answer is sent
        });
    case Phase::Working: return exchange->response ? self->reply(connection, *exchange) : MHD_NO;
    }
    return MHD_NO;
}

// The headers are here, the body is not.
MHD_Result HttpFront::Private::start(MHD_Connection *connection, Exchange &exchange, const char *method)
{
    HttpRequest &request = exchange.request;
    request.method = method;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, &collectHeader, &request.headers);
    const QHostAddress peer = addressOf(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    request.address = peer.toString();
    request.loopback = peer.isLoopback() && !options.behindProxy;
    if (options.behindProxy) {
        // Only the last entry was written by our own proxy; the ones before it are the client's to invent.
        const QHostAddress client(QString::fromLatin1(request.header("x-forwarded-for").split(',').last().trimmed()));
        if (!client.isNull())
            request.address = client.toString();
    }
    const QByteArray length = request.header("content-length");
    exchange.length = length.isEmpty() ? (request.headers.contains("transfer-encoding") ? -1 : 0) : length.toLongLong();

    if (!request.readTarget(exchange.rawUri)) {
        exchange.response = HttpResponse::refused(ErrorCode::Invalid, QStringLiteral("this is no path"));
        return refuse(connection, exchange);
    }
    auto limit = service.bodyLimit(request);
    if (std::holds_alternative<HttpResponse>(limit)) {
        exchange.response = std::get<HttpResponse>(std::move(limit));
        return refuse(connection, exchange);
    }
    exchange.limit = std::get<qint64>(limit);
    if (exchange.length > exchange.limit) {
        exchange.response = HttpResponse::refused(ErrorCode::TooBig, QStringLiteral("at most %1 bytes").arg(exchange.limit));
        return refuse(connection, exchange);
    }
    if (!HttpService::isUpload(request)) {
        exchange.phase = Phase::Receiving;
        return MHD_YES;
    }
    exchange.phase = Phase::Admitting;
    return sleep(connection, exchange, [this, &exchange] {
        auto verdict = service.admit(exchange.request, exchange.length);
        if (std::holds_alternative<HttpResponse>(verdict))
            exchange.response = std::get<HttpResponse>(std::move(verdict));
        else
            exchange.upload = std::get<std::unique_ptr<HttpUpload>>(std::move(verdict));
    });
}

// The answer stands before the body has come. A short body is swallowed first; before a long one the answer is sent at once and the
// connection closed. Who asked by "Expect: 100-continue" has not sent anything yet.
MHD_Result HttpFront::Private::refuse(MHD_Connection *connection, Exchange &exchange)
{
    exchange.phase = Phase::Receiving;
    const bool waits = exchange.request.header("expect").toLower() == "100-continue";
    if (!waits && exchange.length <= patienceBytes)
        return MHD_YES;
    exchange.response->with("Connection", "close");
    return reply(connection, exchange);
}

MHD_Result HttpFront::Private::receive(Exchange &exchange, const char *data, size_t size)
{
    exchange.received += qint64(size);
    if (exchange.response)
        return exchange.received <= exchange.limit + patienceBytes ? MHD_YES : MHD_NO;
    if (exchange.received > exchange.limit) {
        exchange.response = HttpResponse::refused(ErrorCode::TooBig, QStringLiteral("at most %1 bytes").arg(exchange.limit));
        exchange.upload.reset();
        return MHD_YES;
    }
    if (!exchange.upload) {
        exchange.request.body.append(data, qsizetype(size));
        return MHD_YES;
    }
    if (!exchange.upload->isAlive()) {
        service.count(slowName, slowHelp);
        return MHD_NO;
    }
    if (auto refusal = exchange.upload->write(data, qint64(size))) {
        exchange.response = std::move(refusal);
        exchange.upload.reset();
    }
    return MHD_YES;
}

MHD_Result HttpFront::Private::reply(MHD_Connection *connection, Exchange &exchange)
{
    HttpResponse &answer = *exchange.response;
    service.finish(exchange.request, answer);
    MHD_Response *response = nullptr;
    if (!answer.file.isEmpty()) {
        const int fd = ::open(QFile::encodeName(answer.file).constData(), O_RDONLY | O_CLOEXEC);
        if (fd >= 0)
            response = MHD_create_response_from_fd_at_offset64(quint64(answer.length), fd, quint64(answer.offset));
        else
            answer.status = 500;
    }
    if (!response) {
        response = MHD_create_response_from_buffer(size_t(answer.body.size()), const_cast<char *>(answer.body.constData()),
                                                   MHD_RESPMEM_MUST_COPY);
    }
    for (const auto &[name, value] : std::as_const(answer.headers))
        MHD_add_response_header(response, name.constData(), value.constData());
    const MHD_Result queued = MHD_queue_response(connection, unsigned(answer.status), response);
    MHD_destroy_response(response);
    return queued;
}

// The connection sleeps while a worker does `work`. Suspended before the work is handed over: the worker may be the quicker one.
MHD_Result HttpFront::Private::sleep(MHD_Connection *connection, Exchange &exchange, const std::function<void()> &work)
{
    if (!begin())
        return MHD_NO;
    sweep.requestStarted(connection); // not before: a small body has no longer time than its headers; an upload watches itself
    MHD_suspend_connection(connection);
    const bool isCostly = HttpService::isCostly(exchange.request);
    costly += isCostly ? 1 : 0;
    (isCostly ? costlyPool : pool).start([this, connection, &exchange, work, isCostly] {
        if (isCostly && isStopping())
            exchange.response = busy();
        else
            work();
        costly -= isCostly ? 1 : 0;
        exchange.handBack();
        MHD_resume_connection(connection);
        end();
    });
    return MHD_YES;
}

// The connection sleeps until its address may send more of a file: what it sends meanwhile waits in the system, and then at its end.
MHD_Result HttpFront::Private::pause(MHD_Connection *connection, qint64 ms)
{
    if (!begin())
        return MHD_NO;
    service.count(pacedName, pacedHelp);
    MHD_suspend_connection(connection);
    const auto resume = [this, connection] {
        MHD_resume_connection(connection);
        end();
    };
    if (!sweep.later(qMax(ms, leastPauseMs), resume))
        resume(); // the front stops: libmicrohttpd cuts it presently
    return MHD_YES;
}

bool HttpFront::Private::begin()
{
    const std::scoped_lock lock(mutex);
    working += stopping ? 0 : 1;
    return !stopping;
}

void HttpFront::Private::end()
{
    const std::scoped_lock lock(mutex);
    if (--working == 0)
        idle.notify_all();
}

bool HttpFront::Private::isStopping()
{
    const std::scoped_lock lock(mutex);
    return stopping;
}

// libmicrohttpd may not be stopped while a connection sleeps.
void HttpFront::Private::drain()
{
    std::unique_lock lock(mutex);
    stopping = true;
    idle.wait(lock, [this] { return working == 0; });
}

HttpFront::HttpFront(const HttpOptions &options, const HttpBackend &backend) : d(std::make_unique<Private>(options, backend)) {}

HttpFront::~HttpFront() { stop(); }

bool HttpFront::start(QString *error)
{
    const HttpOptions &o = d->options;
    const auto fail = [error](const QString &text) {
        if (error)
            *error = text;
        return false;
    };
    const bool tls = !o.certificateFile.isEmpty() || !o.keyFile.isEmpty();
    if (!tls && !o.behindProxy && !o.address.isLoopback())
        return fail(
            QStringLiteral("HTTP without TLS is only offered on loopback, not on %1: name certificate and key files, or say "
                           "that a proxy in front ends TLS")
                .arg(o.address.toString()));
    if (tls) {
        if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
            return fail(
                QStringLiteral("this libmicrohttpd was built without TLS: put a proxy in front, or install one with TLS"));
        for (const auto &[name, target] : {std::pair(o.certificateFile, &d->certificate), std::pair(o.keyFile, &d->key)}) {
            QFile file(name);
            if (!file.open(QIODevice::ReadOnly))
                return fail(QStringLiteral("cannot read %1: %2").arg(name, file.errorString()));
            *target = file.readAll();
        }
    }
    if (!d->service.open())
        return fail(QStringLiteral("cannot write the files folder in %1").arg(o.dataDir));

    sockaddr_storage storage{};
    const bool v6 = o.address.protocol() == QAbstractSocket::IPv6Protocol || o.address == QHostAddress(QHostAddress::Any);
    if (v6) {
        auto *in6 = reinterpret_cast<sockaddr_in6 *>(&storage);
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(o.port);
        if (o.address != QHostAddress(QHostAddress::Any)) {
            const Q_IPV6ADDR bytes = o.address.toIPv6Address();
            std::copy_n(bytes.c, 16, in6->sin6_addr.s6_addr);
        }
    } else {
        auto *in4 = reinterpret_cast<sockaddr_in *>(&storage);
        in4->sin_family = AF_INET;
        in4->sin_port = htons(o.port);
        in4->sin_addr.s_addr = htonl(o.address.toIPv4Address());
    }
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (v6)
        flags |= o.address == QHostAddress(QHostAddress::Any) ? MHD_USE_DUAL_STACK : MHD_USE_IPv6;
    QList<MHD_OptionItem> items{
        {MHD_OPTION_CONNECTION_LIMIT, o.connections, nullptr},
        {MHD_OPTION_CONNECTION_TIMEOUT, o.idleSeconds, nullptr},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, qMax(o.headerBytes, 4096) + 16384, nullptr},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
        {MHD_OPTION_LISTENING_ADDRESS_REUSE, 1, nullptr},
    };
    if (tls) {
        flags |= MHD_USE_TLS;
        items.append({MHD_OPTION_HTTPS_MEM_CERT, 0, d->certificate.data()});
        items.append({MHD_OPTION_HTTPS_MEM_KEY, 0, d->key.data()});
    }
    items.append({MHD_OPTION_END, 0, nullptr});
    d->sweep.start();
    d->daemon = MHD_start_daemon(flags, o.port, &Private::mayConnect, d.get(), &Private::requested, d.get(), MHD_OPTION_SOCK_ADDR,
                                 reinterpret_cast<sockaddr *>(&storage), MHD_OPTION_URI_LOG_CALLBACK, &Private::uriSeen, d.get(),
                                 MHD_OPTION_NOTIFY_COMPLETED, &Private::completed, d.get(), MHD_OPTION_NOTIFY_CONNECTION,
                                 &Private::connected, d.get(), MHD_OPTION_ARRAY, items.data(), MHD_OPTION_END);
    if (!d->daemon) {
        d->sweep.stop();
        return fail(tls ? QStringLiteral("cannot listen on %1 port %2: the port is taken, or the certificate is refused")
                              .arg(o.address.toString(), QString::number(o.port))
                        : QStringLiteral("cannot listen on %1 port %2: the port is taken or not allowed")
                              .arg(o.address.toString(), QString::number(o.port)));
    }
    d->port = MHD_get_daemon_info(d->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return true;
}

void HttpFront::stop()
{
    if (!d->daemon)
        return;
    d->sweep.stop();
    const int listening = MHD_quiesce_daemon(d->daemon);
    d->drain();
    MHD_stop_daemon(d->daemon);
    if (listening >= 0)
        ::close(listening);
    d->daemon = nullptr;
    d->port = 0;
}

quint16 HttpFront::port() const { return d->port; }

QString HttpFront::url() const
{
    QUrl url;
    url.setScheme(d->options.certificateFile.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    const QHostAddress &address = d->options.address;
    const bool any = address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4) ||
                     address == QHostAddress(QHostAddress::AnyIPv6);
    url.setHost(any ? QStringLiteral("127.0.0.1") : address.toString());
    url.setPort(d->port);
    return url.toString();
}

void HttpFront::setLinkUrl(const QString &url) { d->service.setLinkUrl(url); }

} // namespace liaison::hub
