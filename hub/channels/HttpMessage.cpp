// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HttpMessage.h"

#include <QJsonDocument>

namespace liaison::hub {

namespace {

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::None: return 200;
    case ErrorCode::BadFrame:
    case ErrorCode::Invalid: return 400;
    case ErrorCode::Unauthorized:
    case ErrorCode::TokenExpiring: return 401;
    case ErrorCode::Forbidden: return 403;
    case ErrorCode::NotFound: return 404;
    case ErrorCode::Conflict:
    case ErrorCode::Fenced:
    case ErrorCode::StaleCommand:
    case ErrorCode::WrongEpoch: return 409;
    case ErrorCode::TooOld: return 410;
    case ErrorCode::TooBig: return 413;
    case ErrorCode::UpgradeRequired: return 426;
    case ErrorCode::Rate: return 429;
    case ErrorCode::Internal: return 500;
    case ErrorCode::Busy:
    case ErrorCode::Slow: return 503;
    case ErrorCode::Full: return 507;
    }
    return 500;
}

} // namespace

QString HttpRequest::token() const
{
    const QByteArray value = header("authorization");
    if (value.size() < 8 || qstrnicmp(value.constData(), "Bearer ", 7) != 0)
        return {};
    const QByteArray token = value.mid(7).trimmed();
    return token.size() > 512 ? QString() : QString::fromLatin1(token);
}

bool HttpRequest::readTarget(const QByteArray &raw)
{
    constexpr qsizetype longest = 2048;
    if (!raw.startsWith('/') || raw.size() > longest)
        return false;
    const qsizetype mark = raw.indexOf('?');
    path = QString::fromUtf8(QByteArray::fromPercentEncoding(mark < 0 ? raw : raw.left(mark)));
    for (const QChar c : std::as_const(path)) {
        if (c.unicode() < 32 || c.unicode() == 127 || c == QLatin1Char('\\') || c == QChar::ReplacementCharacter)
            return false;
    }
    if (mark < 0)
        return true;
    for (const QByteArray &pair : raw.mid(mark + 1).split('&')) {
        const qsizetype equal = pair.indexOf('=');
        query.insert(QString::fromUtf8(QByteArray::fromPercentEncoding(equal < 0 ? pair : pair.left(equal))),
                     equal < 0 ? QString() : QString::fromUtf8(QByteArray::fromPercentEncoding(pair.mid(equal + 1))));
    }
    return true;
}

HttpResponse &HttpResponse::with(const QByteArray &name, const QByteArray &value)
{
    QByteArray clean = value;
    clean.replace('\r', "").replace('\n', "");
    headers.append({name, clean});
    return *this;
}

HttpResponse HttpResponse::json(const QJsonObject &object, int status)
{
    HttpResponse response;
    response.status = status;
    response.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    response.with("Content-Type", "application/json");
    response.with("Cache-Control", "no-store");
    return response;
}

HttpResponse HttpResponse::refused(ErrorCode code, const QString &text, qint64 retryAfterMs)
{
    HttpResponse response = refusedAs(statusOf(code), code, text);
    if (retryAfterMs > 0)
        response.with("Retry-After", QByteArray::number((retryAfterMs + 999) / 1000));
    if (response.status == 401)
        response.with("WWW-Authenticate", "Bearer");
    return response;
}

HttpResponse HttpResponse::refusedAs(int status, ErrorCode code, const QString &text)
{
    HttpResponse response = json({{QStringLiteral("code"), toString(code)}, {QStringLiteral("text"), text}}, status);
    response.refusal = code;
    return response;
}

} // namespace liaison::hub
