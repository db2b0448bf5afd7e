// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/ErrorCode.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace liaison::hub {

/// A request as the front read it. Names of headers are lower case; the path is percent-decoded and free of control characters.
struct HttpRequest
{
    QByteArray method;
    QString path;
    QHash<QString, QString> query;
    QHash<QByteArray, QByteArray> headers;
    QByteArray body;
    QString address;       ///< the peer, or behind a proxy whom it forwards for
    bool loopback = false; ///< the peer is this machine and no proxy

    QByteArray header(const char *name) const { return headers.value(QByteArray(name)); }
    /// The bearer token, "" if there is none.
    QString token() const;
    bool isRead() const { return method == "GET" || method == "HEAD"; }
    /// Path and query from the raw request line; false if it holds what no honest client sends.
    bool readTarget(const QByteArray &raw);
};

/// An answer: either `body`, or a part of a file on the disk.
struct HttpResponse
{
    int status = 200;
    ErrorCode refusal = ErrorCode::None; ///< why, if it is no
    QByteArray body;
    QString file;      ///< path; sent instead of `body` if not empty
    qint64 offset = 0; ///< first byte of `file`
    qint64 length = 0; ///< bytes of `file`
    QList<std::pair<QByteArray, QByteArray>> headers;

    /// Adds a header; line breaks in the value are dropped.
    HttpResponse &with(const QByteArray &name, const QByteArray &value);

    static HttpResponse json(const QJsonObject &object, int status = 200);
    /// {code, text} with the status that docs/protocol.md, 8 gives to the code.
    static HttpResponse refused(ErrorCode code, const QString &text, qint64 retryAfterMs = 0);
    /// The same with a status of its own (405, 411, 415, 416).
    static HttpResponse refusedAs(int status, ErrorCode code, const QString &text);
};

} // namespace liaison::hub
