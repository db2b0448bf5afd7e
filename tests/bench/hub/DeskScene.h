// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"
#include "tests/bench/hub/DeskFiller.h"
#include "tests/bench/hub/MeasuredHub.h"
#include "tests/bench/hub/Swarm.h"

#include <vector>

namespace liaison::bench {

/// A hub with a desk full of people whose links are up: clients 0 … agents-1 are agents, the rest customers. Every client is
/// subscribed to what its program would be.
class DeskScene
{
public:
    struct Size
    {
        int agents = 50;
        int customers = 950;
        int capacity = 1000;
        QString mode = QStringLiteral("auto");
        int desks = 1; ///< links of each agent; with more than one, measure no offers or assignments
    };

    explicit DeskScene(const Size &size) : m_size(size) {}
    /// Fills, starts, connects. False with the reason in `error`.
    bool open(QString *error);
    /// The agents are available, every customer writes, and each has an agent.
    bool assignAll(QString *error);

    MeasuredHub &hub() { return m_hub; }
    Swarm &swarm() { return *m_swarm; }
    int agents() const { return m_size.agents; }
    int customers() const { return m_size.customers; }
    int links() const { return m_size.agents * m_size.desks + m_size.customers; }
    bool isAgent(int client) const { return client < m_size.agents * m_size.desks; }
    /// PSS of the hub before the first link.
    qint64 emptyPss() const { return m_emptyPss; }

    void command(int client, const std::string &kind, const std::string &body, const std::string &conversation = {});
    /// A customer's text with a number to know it again by; notes when it was sent.
    void write(int customer);
    /// What came to agents of write() since forgetMessages(): milliseconds each.
    const Samples &delays() const { return m_delays; }
    /// Messages written and not yet with an agent.
    qint64 underWay() const { return qint64(m_sentAt.size()) - m_firstMessage - m_delays.count(); }
    void forgetMessages();
    /// Messages of customers that the hub has committed since forgetMessages().
    qint64 confirmed() const { return m_confirmed; }
    qint64 refused() const { return m_refused; }
    /// Customers write at this rate in turn for so long; false if the last message did not arrive.
    bool traffic(int perSecond, double seconds);
    /// Further frames of interest; called for all of them.
    void onFrame(Swarm::OnFrame handler) { m_also = std::move(handler); }

private:
    void arrived(int client, std::string_view frame);

    const Size m_size;
    MeasuredHub m_hub;
    std::unique_ptr<Swarm> m_swarm;
    qint64 m_emptyPss = 0;
    qint64 m_commands = 0;
    std::vector<qint64> m_sentAt; ///< by number, 0 once it has arrived
    qint64 m_firstMessage = 0;
    Samples m_delays;
    qint64 m_confirmed = 0;
    qint64 m_refused = 0;
    int m_assigned = 0;
    Swarm::OnFrame m_also;
};

} // namespace liaison::bench
