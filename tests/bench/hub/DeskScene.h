// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/hub/DeskFiller.h"
#include "tests/bench/hub/MeasuredHub.h"
#include "tests/bench/load/DeskSwarm.h"
#include "tests/bench/load/Traffic.h"

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
    DeskSwarm &swarm() { return *m_swarm; }
    /// What the customers write.
    Traffic &traffic() { return *m_traffic; }
    int agents() const { return m_size.agents; }
    int customers() const { return m_size.customers; }
    int links() const { return m_size.agents * m_size.desks + m_size.customers; }
    bool isAgent(int client) const { return client < m_size.agents * m_size.desks; }
    /// PSS of the hub before the first link.
    qint64 emptyPss() const { return m_emptyPss; }

    void command(int client, const std::string &kind, const std::string &body, const std::string &conversation = {});
    /// Further frames of interest; called for all of them.
    void onFrame(Swarm::OnFrame handler) { m_also = std::move(handler); }

private:
    void write(int customer, const std::string &number);
    void arrived(int client, std::string_view frame);

    const Size m_size;
    MeasuredHub m_hub;
    std::unique_ptr<DeskSwarm> m_swarm;
    std::unique_ptr<Traffic> m_traffic;
    qint64 m_emptyPss = 0;
    qint64 m_commands = 0;
    int m_assigned = 0;
    Swarm::OnFrame m_also;
};

} // namespace liaison::bench
