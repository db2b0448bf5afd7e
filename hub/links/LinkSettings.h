// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QtGlobal>

namespace liaison::hub {

/// The numbers of docs/protocol.md, 3. Times in milliseconds, sizes in bytes.
struct LinkSettings
{
    QString node = QStringLiteral("hub");
    int tickMs = 250; ///< how often time limits are looked at
    int helloMs = 5000;
    int openMs = 60000;              ///< from the connection to welcome
    qsizetype helloBytes = 4 * 1024; ///< of every frame before welcome
    qsizetype frameBytes = 64 * 1024;
    int window = 32; ///< commands under way on one link
    int pingMs = 20000;
    int pongMs = 8000;
    int silentMs = 60000;
    qint64 feedBytes = 256 * 1024; ///< a link is fed only while less waits in its socket (R10)
    qint64 stateBytes = 64 * 1024; ///< st and sig are dropped above this
    int slowMs = 60000;            ///< behind for longer: close 4008
    qint64 slowEvents = 50000;     ///< behind by more: close 4008
    qint64 resetEvents = 50000;    ///< a cursor further behind than this gets a snapshot
    int batchEvents = 200;
    qsizetype batchBytes = 128 * 1024;
    qsizetype snapBytes = 128 * 1024;
    qsizetype compressBytes = 1024; ///< z1 above this
    int topicMs = 250;              ///< at most one st per topic and link in this time
    int topics = 64;                ///< subscriptions of one link
    int ratePerSecond = 200;        ///< frames an agent's link may send: marks of 50 busy conversations, and typing
    int rateBurst = 400;
    int customerRatePerSecond = 20;
    int customerRateBurst = 100;
    int badFrames = 5;              ///< so many in a short time, and the link is closed
    int badFrameForgottenS = 60;    ///< one of them is forgotten after so many seconds
    int lingerMs = 2000;            ///< after our close, until the socket is cut
    qint64 expiryWarningMs = 60000; ///< token_expiring is said so long before
    qint64 signalMs = 10000;        ///< longest ttl of a signal
    int ringEvents = 20000;         ///< newest events kept encoded in memory
};

} // namespace liaison::hub
