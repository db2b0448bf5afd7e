// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHostAddress>
#include <QStringList>

namespace liaison::hub {

/// How the HTTP front is set up. Sizes are bytes, times seconds.
struct HttpOptions
{
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0;         ///< 0: the system chooses, see HttpFront::port()
    QString certificateFile;  ///< PEM; both or none
    QString keyFile;          ///< PEM
    bool behindProxy = false; ///< TLS ends in front of us; the peer's address is the last one of X-Forwarded-For
    QString dataDir;          ///< files lie in <dataDir>/files
    QString updatesDir;       ///< its files are offered at /updates/; empty: none
    QString hubName = QStringLiteral("Liaison");
    QString accent;                                                    ///< colour of the page, "#rrggbb"; empty: its own
    QStringList languages{QStringLiteral("zh"), QStringLiteral("en")}; ///< of the page; the first if the browser wants none
    QString linkUrl;             ///< what clients are told, "ws(s)://…/desk"; may be set later, see HttpFront::setLinkUrl()
    QStringList allowedOrigins;  ///< sites that may embed the page and call the API, "https://shop.example"
    QString metricsToken;        ///< if set, /metrics answers its bearer from anywhere; otherwise loopback only
    QStringList mimes;           ///< types a file may have; empty: all that FileType knows
    qint64 fileLimit = 25 << 20; ///< of one file
    int filesPerHour = 120;      ///< of one customer
    qint64 fileBytesPerSecond = 8 << 20; ///< taken of one addressGroup(), all its uploads; four seconds' worth at once
    int connections = 1024;
    int connectionsPerAddress = 64; ///< of one addressGroup(); not counted behind a proxy
    int idleSeconds = 30;           ///< a connection on which nothing moves is closed
    int headerBytes = 16 << 10;
    qint64 diskReserve = 64 << 20; ///< bytes of the disk that uploads leave free
    int headerSeconds = 15;        ///< a request whose headers take longer is cut off
    int workers = 4;
    int visitorsPerMinute = 30; ///< new visitor tokens of one address
    int signInsPerMinute = 20;  ///< of one address; Accounts has its own growing delay per name
    bool limitLoopback = false; ///< apply the limits per address to loopback too (a proxy-less hub trusts its own machine)
};

} // namespace liaison::hub
