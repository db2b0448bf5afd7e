// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/channels/FileStore.h"
#include "hub/channels/HttpBackend.h"
#include "hub/channels/HttpMessage.h"
#include "hub/channels/HttpOptions.h"
#include "hub/channels/HttpUpload.h"
#include "hub/links/RateLimit.h"
#include "hub/page/PageStore.h"
#include "models/domain/Clock.h"

#include <optional>
#include <variant>

namespace liaison::hub {

/// What each path of docs/protocol.md, 8 answers, without sockets. admit() and handle() run on worker threads, several at a time,
/// and may block; open() makes a folder, before the first request. Everything else returns at once and may be called from any thread.
class HttpService
{
public:
    HttpService(const HttpOptions &options, const HttpBackend &backend);
    /// Makes the files folder; false if it cannot be written.
    bool open() { return m_files.open(); }
    void setLinkUrl(const QString &url);

    /// How many bytes of body a request may have; 0 for none. Refusals that need no body (unknown path, wrong method) come at once.
    std::variant<qint64, HttpResponse> bodyLimit(const HttpRequest &request) const;
    /// True for the request whose body is streamed through an upload.
    static bool isUpload(const HttpRequest &request);
    /// True for a request that costs much processor time by design: a sign-in, because of the password's hash.
    static bool isCostly(const HttpRequest &request);
    /// Why a costly request is not even to wait for its turn: its address has asked too often. Cheap, so that
    /// guesses from one address take no more places of the row that everybody waits in than it has tries a minute. To be asked once
    /// for each costly request that there is room for, before handle(), which does not ask again.
    std::optional<HttpResponse> turnedAway(const HttpRequest &request);
    /// May this upload begin? The upload, or why not (or: it is here already). `length` is -1 if the sender did not say.
    std::variant<std::unique_ptr<HttpUpload>, HttpResponse> admit(const HttpRequest &request, qint64 length);
    /// How many ms `bytes` more of an upload have to wait, because their address has sent so many; 0: they have been counted.
    qint64 paced(const HttpRequest &request, qint64 bytes) { return limited(m_fileBytes, request, bytes); }
    /// Answers everything else.
    HttpResponse handle(const HttpRequest &request);
    /// Counts for /metrics.
    void count(const char *name, const char *help) const;
    /// Adds what every answer has (security headers, CORS for the allowed origins), and counts it if it is a refusal.
    void finish(const HttpRequest &request, HttpResponse &response) const;

private:
    HttpResponse page(const HttpRequest &request) const;
    HttpResponse hubInfo() const;
    HttpResponse signIn(const HttpRequest &request);
    HttpResponse visitor(const HttpRequest &request);
    HttpResponse download(const HttpRequest &request, const QString &id);
    HttpResponse update(const HttpRequest &request) const;
    HttpResponse health() const;
    HttpResponse metrics(const HttpRequest &request) const;
    QString linkUrl() const;
    qint64 limited(RateLimit &limit, const HttpRequest &request, qint64 amount = 1);

    const HttpOptions m_options;
    const HttpBackend m_backend;
    const QStringList m_mimes;
    const PageStore m_pages;
    FileStore m_files;
    SystemClock m_clock;
    RateLimit m_visitors;
    RateLimit m_signIns;
    RateLimit m_uploads;
    RateLimit m_fileBytes;
    mutable std::mutex m_linkMutex;
    QString m_linkUrl;
};

} // namespace liaison::hub
