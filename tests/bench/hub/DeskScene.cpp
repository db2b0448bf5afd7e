// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/DeskScene.h"

namespace liaison::bench {

namespace {

constexpr int connectWithinMs = 120'000;
constexpr int assignWithinMs = 300'000;
constexpr int atOnce = 100;

qint64 utcMs() { return SystemClock().utcMs(); }

} // namespace

bool DeskScene::open(QString *error)
{
    QList<Person> agents;
    QList<Person> customers;
    {
        DeskFiller filler(m_hub.databasePath());
        filler.addQueue(QStringLiteral("service"), m_size.mode);
        agents = filler.addAgents(m_size.agents, m_size.capacity, m_size.desks);
        customers = filler.addCustomers(m_size.customers);
    }
    if (!m_hub.start(error))
        return false;
    m_emptyPss = m_hub.pss();
    m_swarm = std::make_unique<DeskSwarm>(m_hub.linkPort());
    m_traffic = std::make_unique<Traffic>(*m_swarm, m_size.customers,
                                          [this](int customer, const std::string &number) { write(customer, number); });
    for (const Person &agent : agents)
        m_swarm->add(agent.token.toUtf8(), agent.device.toUtf8(), R"([{"topic":"queues"},{"topic":"figures"}])");
    for (const Person &customer : customers)
        m_swarm->add(customer.token.toUtf8(), customer.device.toUtf8(), R"([{"topic":"place"}])");
    m_swarm->onFrame([this](int client, std::string_view frame) { arrived(client, frame); });
    if (m_swarm->connectAll(connectWithinMs, atOnce))
        return true;
    *error = QString::fromStdString(m_swarm->census());
    return false;
}

void DeskScene::arrived(int client, std::string_view frame)
{
    if (isAgent(client)) {
        m_traffic->arrivedIn(frame, R"("mid":"m-)");
        constexpr std::string_view assigned = R"("k":"conv.assigned")";
        for (auto at = frame.find(assigned); at != std::string_view::npos; at = frame.find(assigned, at + 1))
            ++m_assigned;
    } else if (frame.find(R"("cid":"m-)") != std::string_view::npos) {
        if (frame.find(R"("t":"ok")") != std::string_view::npos)
            m_traffic->confirm();
        else if (frame.find(R"("t":"err")") != std::string_view::npos)
            m_traffic->refuse();
    }
    if (m_also)
        m_also(client, frame);
}

void DeskScene::command(int client, const std::string &kind, const std::string &body, const std::string &conversation)
{
    std::string frame = R"({"t":"cmd","cid":"c-)" + std::to_string(++m_commands) + R"(","k":")" + kind + R"(","at":)" +
                        std::to_string(utcMs()) + R"(,"b":)" + body;
    if (!conversation.empty())
        frame += R"(,"conv":")" + conversation + '"';
    m_swarm->send(client, frame + '}');
}

void DeskScene::write(int customer, const std::string &number)
{
    m_swarm->send(m_size.agents * m_size.desks + customer, R"({"t":"cmd","cid":"m-)" + number + R"(","k":"msg.send","at":)" +
                                                               std::to_string(utcMs()) + R"(,"b":{"kind":"text","text":")" +
                                                               Traffic::text(number) + R"("}})");
}

bool DeskScene::assignAll(QString *error)
{
    for (int agent = 0; agent < m_size.agents; ++agent)
        command(agent, "agent.state", R"({"status":"available"})");
    int next = 0;
    const bool done = m_swarm->run(
        [&] {
            while (next < m_size.customers && next - m_assigned < atOnce)
                m_traffic->write(next++);
            return m_assigned >= m_size.customers;
        },
        assignWithinMs);
    if (!done)
        *error = QStringLiteral("%1 of %2 customers have an agent").arg(m_assigned).arg(m_size.customers);
    return done;
}

} // namespace liaison::bench
