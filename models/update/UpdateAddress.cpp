// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/UpdateAddress.h"

#include <QHostAddress>
#include <QNetworkReply>

namespace liaison::update {

namespace {
constexpr int silenceMs = 30'000;
constexpr int mostRedirects = 5;
} // namespace

bool UpdateAddress::isSafe(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    if (url.scheme() == QLatin1String("https"))
        return true;
    return url.scheme() == QLatin1String("http") &&
           (url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback());
}

QUrl UpdateAddress::packageAt(const QUrl &manifest, const QString &address)
{
    const QUrl relative(address, QUrl::StrictMode);
    return relative.isValid() ? manifest.resolved(relative) : QUrl();
}

bool UpdateAddress::isSameServer(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

QNetworkRequest UpdateAddress::request(const QUrl &url, const TlsTrust &trust)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
    request.setMaximumRedirectsAllowed(mostRedirects);
    request.setTransferTimeout(silenceMs);
    // A range is one of the file's bytes, not of a packed form of them.
    request.setRawHeader("Accept-Encoding", "identity");
    trust.prepare(&request);
    return request;
}

Reason UpdateAddress::faultOf(QNetworkReply *reply)
{
    if (!TlsTrust::refusalOf(reply).isEmpty())
        return Reason::NotTrusted;
    switch (reply->error()) {
    case QNetworkReply::SslHandshakeFailedError: return Reason::NotTrusted;
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError: return Reason::Redirected;
    default: break;
    }
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 300 && status < 400)
        return Reason::Redirected;
    return status == 200 || status == 206 ? Reason::None : Reason::Unreachable;
}

} // namespace liaison::update
