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
    m_swarm = std::make_unique<Swarm>(m_hub.linkPort());
    for (const Person &agent : agents)
        m_swarm->add(agent.token.toUtf8(), agent.device.toUtf8(), R"([{"topic":"queues"},{"topic":"figures"}])");
    for (const Person &customer : customers)
        m_swarm->add(customer.token.toUtf8(), customer.device.toUtf8(), R"([{"topic":"place"}])");
    m_swarm->onFrame([this](int client, std::string_view frame) { arrived(client, frame); });
    if (m_swarm->connectAll(connectWithinMs, atOnce))
        return true;
    *error = QStringLiteral("%1 of %2 links are live, %3 were lost; last: %4")
                 .arg(m_swarm->live())
                 .arg(links())
                 .arg(m_swarm->lost())
                 .arg(QString::fromStdString(m_swarm->lastWords()));
    return false;
}

void DeskScene::arrived(int client, std::string_view frame)
{
    if (isAgent(client)) {
        constexpr std::string_view mark = R"("mid":"m-)";
        const qint64 now = steadyNs();
        for (auto at = frame.find(mark); at != std::string_view::npos; at = frame.find(mark, at + 1)) {
            const auto number = std::size_t(std::strtoll(frame.data() + at + mark.size(), nullptr, 10));
            if (number < m_sentAt.size() && qint64(number) >= m_firstMessage && m_sentAt[number] != 0)
                m_delays.add(double(now - std::exchange(m_sentAt[number], 0)) / 1e6);
        }
        constexpr std::string_view assigned = R"("k":"conv.assigned")";
        for (auto at = frame.find(assigned); at != std::string_view::npos; at = frame.find(assigned, at + 1))
            ++m_assigned;
    } else if (frame.find(R"("cid":"m-)") != std::string_view::npos) {
        if (frame.find(R"("t":"ok")") != std::string_view::npos)
            ++m_confirmed;
        else if (frame.find(R"("t":"err")") != std::string_view::npos)
            ++m_refused;
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

void DeskScene::write(int customer)
{
    const std::string number = std::to_string(m_sentAt.size());
    m_sentAt.push_back(steadyNs());
    m_swarm->send(m_size.agents * m_size.desks + customer,
                  R"({"t":"cmd","cid":"m-)" + number + R"(","k":"msg.send","at":)" + std::to_string(utcMs()) +
                      R"(,"b":{"kind":"text","text":"Where is my order, please? It was promised for today. )" + number +
                      R"("}})");
}

void DeskScene::forgetMessages()
{
    m_firstMessage = qint64(m_sentAt.size());
    m_delays = {};
    m_confirmed = 0;
    m_refused = 0;
}

bool DeskScene::assignAll(QString *error)
{
    for (int agent = 0; agent < m_size.agents; ++agent)
        command(agent, "agent.state", R"({"status":"available"})");
    int next = 0;
    const bool done = m_swarm->run(
        [&] {
            while (next < m_size.customers && next - m_assigned < atOnce)
                write(next++);
            return m_assigned >= m_size.customers;
        },
        assignWithinMs);
    if (!done)
        *error = QStringLiteral("%1 of %2 customers have an agent").arg(m_assigned).arg(m_size.customers);
    return done;
}

bool DeskScene::traffic(int perSecond, double seconds)
{
    forgetMessages();
    const qint64 began = steadyNs();
    const qint64 gap = 1'000'000'000 / perSecond;
    const qint64 all = qint64(perSecond * seconds);
    for (qint64 sent = 0; sent < all;) {
        const qint64 due = began + sent * gap - steadyNs();
        if (due <= 0)
            write(int(sent++ % m_size.customers));
        m_swarm->step(due <= 0 ? 0 : int(due / 1'000'000) + 1);
    }
    return m_swarm->run([&] { return underWay() == 0; }, 30'000);
}

} // namespace liaison::bench
