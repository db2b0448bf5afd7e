// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison::hub {

/// The numbers of the business rules, all in ms unless said; from HubConfig, small in tests.
struct DeskConfig
{
    qint64 offerMs = 25'000;
    qint64 graceMs = 180'000;        ///< how long a lost link keeps its conversations
    qint64 linkGraceMs = 30'000;     ///< how long a lost link still gets offers
    qint64 wrapupMs = 60'000;        ///< after-contact work; 0: no limit
    qint64 excludedMs = 120'000;     ///< an agent who missed or declined an offer does not get it again so long
    qint64 vipHeadStartMs = 300'000; ///< by so much earlier a VIP stands in the queue
    qint64 silentAfterMs = 300'000;  ///< a customer silent for so long takes less of an agent
    qint64 recallMs = 120'000;
    qint64 tickMs = 5'000; ///< how often changes by another process and silent customers are looked for
    int hardCapacityExtra = 5;
    int missesUntilBreak = 2;
    QString timeoutCode = QStringLiteral("none"); ///< wrap-up code when the time is over
};

} // namespace liaison::hub
