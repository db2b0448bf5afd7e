// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/channels/HttpBackend.h"
#include "hub/channels/HttpOptions.h"

#include <memory>

namespace liaison::hub {

/// The hub's HTTP side (docs/protocol.md, 8): the customer's page, sign-in, visitor tokens, files, health and metrics.
/// libmicrohttpd reads and writes the sockets on one thread of its own; everything that touches a disk, a database or a password
/// runs on a pool of workers while the connection sleeps. Construct, start and stop it on one thread (the main one).
class HttpFront
{
public:
    HttpFront(const HttpOptions &options, const HttpBackend &backend);
    /// Stops.
    ~HttpFront();
    HttpFront(const HttpFront &) = delete;
    HttpFront &operator=(const HttpFront &) = delete;

    /// Listens. False, with the reason in words in `error`: port taken, certificate unreadable, no TLS outside loopback,
    /// files folder not writable.
    bool start(QString *error);
    /// Takes no new connection, lets running work end, closes. Harmless if not started.
    void stop();
    /// The port listened on, 0 if not started.
    quint16 port() const;
    /// "http://127.0.0.1:8080": what a browser on this machine opens.
    QString url() const;
    /// What clients are told as `link`; any thread, at any time.
    void setLinkUrl(const QString &url);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison::hub
