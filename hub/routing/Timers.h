// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Transaction.h"
#include "hub/routing/AgentTable.h"
#include "hub/routing/DeskConfig.h"

#include <functional>

namespace liaison::hub {

/// What happens by itself when its time has come. Writer thread, for one due timer.
class Timers
{
public:
    Timers(Transaction &tx, const DeskConfig &config, const std::function<void(const QString &)> &agentDisabled,
           const std::function<void(const QString &, const QString &)> &deviceSignedOut)
        : m_tx(tx), m_config(config), m_agentDisabled(agentDisabled), m_deviceSignedOut(deviceSignedOut)
    {}
    void due(const TimerRow &timer);

private:
    void offerExpired(const QString &offer);
    void wrapupEnded(const QString &conversation);
    void graceEnded(const QString &agent);
    void tick();
    /// Whoever waits in a queue where nobody works any more (its last member left, or it was closed) goes on waiting in the standard
    /// queue, with his place.
    void rescueWaiting(const AgentTable &agents);

    Transaction &m_tx;
    const DeskConfig &m_config;
    const std::function<void(const QString &)> &m_agentDisabled;
    const std::function<void(const QString &, const QString &)> &m_deviceSignedOut;
};

} // namespace liaison::hub
