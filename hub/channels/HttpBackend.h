// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Principal.h"
#include "models/wire/ErrorCode.h"

#include <QByteArray>
#include <QJsonObject>
#include <functional>
#include <optional>

namespace liaison::hub {

/// What the hub answers to an HTTP request that needs more than the HTTP front itself knows.
struct HttpAnswer
{
    ErrorCode error = ErrorCode::None;
    QString text;            ///< for the client's log; English, never a secret
    qint64 retryAfterMs = 0; ///< with ErrorCode::Rate or Busy
    QJsonObject body;

    bool ok() const { return error == ErrorCode::None; }
    static HttpAnswer good(const QJsonObject &body = {}) { return {ErrorCode::None, {}, 0, body}; }
    static HttpAnswer refused(ErrorCode error, const QString &text, qint64 retryAfterMs = 0)
    {
        return {error, text, retryAfterMs, {}};
    }
};

/// A sign-in as it came over HTTP. `address` is the peer's (or, behind a proxy, the forwarded) address.
struct SignInRequest
{
    QString name;
    QString password;
    QString device;
    QString deviceName;
    QString address;
};

/// A request for a visitor token: anonymous, or the host site's own customer (`user`, signed by the site).
struct VisitorRequest
{
    QJsonObject user; ///< {id,name,email,phone,exp,sig}; empty for an anonymous visitor
    QString language; ///< from Accept-Language, "" if none
    QString origin;   ///< the page's Origin, "" if none
    QString address;
};

/// A file as it is known after a finished upload.
struct FileInfo
{
    QString id;
    QString name;
    QString mime;
    qint64 size = 0;
    int width = 0; ///< pixels, 0 if not a picture
    int height = 0;
    Principal owner;
};

/// What the HTTP front needs from the rest of the hub. Every function is called on one of the front's worker threads, several
/// at a time, and may block for the length of a query or a commit. HubBackend implements it over the hub; tests use their own.
struct HttpBackend
{
    /// body {token, agent{…}}; `link` is added by the front. Unauthorized alike for unknown name and wrong password.
    std::function<HttpAnswer(const SignInRequest &)> signIn;
    /// Revokes a token; unknown tokens are no error.
    std::function<HttpAnswer(const QString &token)> signOut;
    /// body {token, customer{id,name}}; `link` is added by the front.
    std::function<HttpAnswer(const VisitorRequest &)> createVisitor;
    /// Who bears this token; Kind::None for nobody.
    std::function<Principal(const QString &token)> identify;
    /// Records a finished upload (the bytes are already on the disk). Repeating it for the same owner is no error.
    std::function<HttpAnswer(const FileInfo &file)> addFile;
    /// A recorded file, or nothing.
    std::function<std::optional<FileInfo>(const QString &id)> fileInfo;
    /// May `who` fetch the file? (Its owner, and who may see a conversation in which it was sent.)
    std::function<bool(const Principal &who, const QString &file)> mayFetch;
    /// Counts one of `name` (a Prometheus name with its labels) for /metrics. May be empty: nothing is counted.
    std::function<void(const char *name, const char *help)> count;
    /// Prometheus text.
    std::function<QByteArray()> metrics;
    /// Refused if the hub cannot do its work (database not writable, writer stopped); body is shown by /healthz.
    std::function<HttpAnswer()> health;
};

} // namespace liaison::hub
