// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/Simulation.h"

#include "models/link/SocketTransport.h"

#include <algorithm>

namespace liaison::sim {

namespace {
constexpr int lookEveryMs = 100;
/// A little longer than an event may be under way after its ok: complete once is not enough, a doubled event comes last.
constexpr int quietMs = 1000;
} // namespace

Simulation::Simulation(const SimOptions &options, const QString &password, const DialogueBook &book, QObject *parent)
    : QObject(parent), m_options(options), m_http(options.hub)
{
    const DeskLink::TransportFactory factory = [](const QUrl &url) { return std::make_unique<SocketTransport>(url); };
    for (int i = 0; i < options.agents; ++i) {
        m_agents.push_back(std::make_unique<SimAgent>(options, i, password, book, &m_http, factory, &m_tally, m_clock));
        connect(m_agents.back().get(), &SimAgent::failed, this, &Simulation::failed);
    }
    const SimOptions first = options.rush > 0 ? options.inRush() : options;
    for (int i = 0; i < options.customers; ++i)
        m_customers.push_back(std::make_unique<SimCustomer>(first, i, book, &m_http, factory, &m_tally, m_clock));
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &Simulation::stop);
    connect(&m_look, &QTimer::timeout, this, &Simulation::lookWhetherSettled);
}

Simulation::~Simulation() = default;

void Simulation::start()
{
    for (const auto &agent : m_agents)
        agent->start();
    const int step =
        m_options.trickleMs > 0 ? m_options.trickleMs : qMax(1, qMin(m_options.pauseMs(), 10000) / int(m_customers.size()));
    int delay = 0;
    for (const auto &customer : m_customers) {
        customer->start(delay);
        delay += step;
    }
    if (m_options.seconds > 0)
        m_end.start(m_options.seconds * 1000);
    if (m_options.rush > 0) {
        QTimer::singleShot(m_options.rush * 1000, this, [this] {
            for (const auto &customer : m_customers)
                customer->setPace(m_options);
        });
    }
}

void Simulation::stop()
{
    if (m_settling)
        return;
    m_settling = true;
    m_end.stop();
    for (const auto &customer : m_customers)
        customer->settle();
    for (const auto &agent : m_agents)
        agent->settle();
    m_settleUntil = m_clock.steadyMs() + m_options.settle * 1000LL;
    m_look.start(lookEveryMs);
}

void Simulation::lookWhetherSettled()
{
    const auto settled = [](const auto &someone) { return someone->isSettled(); };
    const bool all = std::all_of(m_customers.begin(), m_customers.end(), settled) &&
                     std::all_of(m_agents.begin(), m_agents.end(), settled) && m_tally.isComplete();
    const qint64 now = m_clock.steadyMs();
    if (all) {
        m_look.stop();
        QTimer::singleShot(quietMs, this, &Simulation::finished);
    } else if (now >= m_settleUntil) {
        m_look.stop();
        emit finished();
    }
}

int Simulation::customersKnown() const
{
    return int(std::count_if(m_customers.begin(), m_customers.end(), [](const auto &customer) { return customer->isKnown(); }));
}

} // namespace liaison::sim
