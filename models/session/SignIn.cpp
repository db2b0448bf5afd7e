// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/SignIn.h"

#include "models/link/SocketTransport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QTimer>

namespace liaison {

namespace {
constexpr int timeoutMs = 15000;
constexpr qint64 mostAnswerBytes = 256 * 1024;

/// A link named by the hub is taken only if it is as safe as the way it was asked.
QUrl linkOf(const QJsonObject &json, const QUrl &hub)
{
    QUrl link(json["link"].toString());
    const bool secure = hub.scheme() == QLatin1String("https");
    if (link.isValid() && SocketTransport::isSafe(link) && (!secure || link.scheme() == QLatin1String("wss")))
        return link;
    link = hub;
    link.setScheme(secure ? QStringLiteral("wss") : QStringLiteral("ws"));
    link.setPath(QStringLiteral("/desk"));
    return link;
}
} // namespace

SignIn::SignIn(const TlsTrust &trust, QObject *parent) : QObject(parent), m_trust(trust)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_trust.watch(&m_network);
}

SignIn::~SignIn() { cancel(); }

QUrl SignIn::address(const QString &typed)
{
    const QString trimmed = typed.trimmed();
    if (trimmed.isEmpty())
        return {};
    QUrl url(trimmed.contains(QLatin1String("://")) ? trimmed : QLatin1String("https://") + trimmed, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return {};
    if (!trimmed.contains(QLatin1String("://"))) {
        QUrl plain = url;
        plain.setScheme(QStringLiteral("http"));
        if (SocketTransport::isSafe(plain))
            url = plain; // this machine itself
    }
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
        return {};
    url.setUserInfo({});
    url.setQuery(QString());
    url.setFragment(QString());
    return url;
}

QUrl SignIn::at(const QUrl &hub, const QString &path)
{
    QUrl url = hub;
    QString base = url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + path);
    return url;
}

QNetworkRequest SignIn::request(const QUrl &hub, const QString &path) const
{
    QNetworkRequest request(at(hub, path));
    request.setTransferTimeout(timeoutMs);
    m_trust.prepare(&request);
    return request;
}

bool SignIn::mayAsk(const QUrl &url) const { return SocketTransport::isSafe(url) && m_trust.faultOf(url).isEmpty(); }

void SignIn::look(const QUrl &hub)
{
    const QNetworkRequest get = request(hub, QStringLiteral("/api/v1/hub"));
    watch(mayAsk(get.url()) ? m_network.get(get) : nullptr, hub, &SignIn::looked);
}

void SignIn::signIn(const QUrl &hub, const QString &name, const QString &password, const QString &device,
                    const QString &deviceName)
{
    QNetworkRequest post = request(hub, QStringLiteral("/api/v1/sign-in"));
    post.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const QJsonObject body{{"name", name}, {"password", password}, {"device", device}, {"device_name", deviceName}};
    QNetworkReply *reply = nullptr;
    if (mayAsk(post.url()))
        reply = m_network.post(post, QJsonDocument(body).toJson(QJsonDocument::Compact));
    watch(reply, hub, &SignIn::signedIn);
}

void SignIn::signOut(const QUrl &hub, const QString &token)
{
    QNetworkRequest post = request(hub, QStringLiteral("/api/v1/sign-out"));
    if (!mayAsk(post.url()))
        return;
    post.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    post.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = m_network.post(post, QByteArray("{}"));
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

void SignIn::cancel()
{
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void SignIn::watch(QNetworkReply *reply, const QUrl &hub, Report report)
{
    cancel();
    if (!reply) {
        Result result;
        const QString fault = m_trust.faultOf(hub);
        result.outcome = fault.isEmpty() ? Outcome::BadAddress : Outcome::NotTrusted;
        result.text = fault.isEmpty() ? words(result.outcome, 0) : fault;
        QTimer::singleShot(0, this, [this, report, result] { emit(this->*report)(result); });
        return;
    }
    m_reply = reply;
    connect(reply, &QNetworkReply::finished, this, [this, reply, hub, report] {
        m_reply = nullptr;
        reply->deleteLater();
        const Result result = read(reply, hub);
        emit(this->*report)(result);
    });
}

SignIn::Result SignIn::read(QNetworkReply *reply, const QUrl &hub) const
{
    Result result;
    if (const QString refusal = TlsTrust::refusalOf(reply); !refusal.isEmpty()) {
        result.outcome = Outcome::NotTrusted;
        result.text = refusal;
        return result;
    }
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QJsonObject json = QJsonDocument::fromJson(reply->read(mostAnswerBytes)).object();
    if (status == 0) {
        result.outcome = reply->error() == QNetworkReply::SslHandshakeFailedError ? Outcome::NotTrusted : Outcome::Unreachable;
    } else if (status == 401) {
        result.outcome = Outcome::WrongPassword;
    } else if (status == 429) {
        result.outcome = Outcome::TooManyTries;
        result.retryAfterSeconds = qMax(1, reply->rawHeader("Retry-After").toInt());
    } else if (status == 200 && reply->operation() == QNetworkAccessManager::GetOperation) {
        result.hub.name = json["name"].toString();
        result.hub.version = json["version"].toString();
        result.hub.link = linkOf(json, hub);
        result.hub.fileLimit = json["limits"]["file"].toInteger();
        const QJsonArray languages = json["languages"].toArray();
        for (const QJsonValue &language : languages)
            result.hub.languages.append(language.toString());
        result.outcome = json.contains(QLatin1String("link")) ? Outcome::Done : Outcome::NotAHub;
    } else if (status == 200) {
        result.token = json["token"].toString();
        result.agent = Agent::fromJson(json["agent"].toObject());
        result.link = linkOf(json, hub);
        result.outcome = result.token.isEmpty() || result.agent.id.isEmpty() ? Outcome::NotAHub : Outcome::Done;
    } else {
        result.outcome = status == 404 || (status >= 300 && status < 400) ? Outcome::NotAHub : Outcome::Refused;
    }
    result.text = words(result.outcome, result.retryAfterSeconds);
    return result;
}

QString SignIn::words(Outcome outcome, int retryAfterSeconds)
{
    switch (outcome) {
    case Outcome::Done: return {};
    case Outcome::BadAddress: return tr("This is not the address of a hub. Outside this computer it begins with https://.");
    case Outcome::WrongPassword: return tr("The name or the password is not right.");
    case Outcome::TooManyTries: return tr("Too many tries. Please wait %n second(s) and try again.", nullptr, retryAfterSeconds);
    case Outcome::Unreachable: return tr("The hub cannot be reached. Check the address and the network.");
    case Outcome::NotTrusted: return tr("The hub's certificate is not trusted by this computer.");
    case Outcome::NotAHub: return tr("There is no Liaison hub at this address.");
    case Outcome::Refused: return tr("The hub refused the sign-in.");
    }
    return {};
}

} // namespace liaison
