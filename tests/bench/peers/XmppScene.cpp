// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/XmppScene.h"

namespace liaison::bench {

namespace {

constexpr int connectWithinMs = 120'000;
constexpr int archiveWithinMs = 60'000;
constexpr int atOnce = 50;
constexpr int warmLinks = 10;
constexpr int settleMs = 2000;

std::string agentName(int agent) { return "agent" + std::to_string(agent); }

} // namespace

XmppScene::XmppScene(MeasuredXmpp &server, int agents, int customers) : m_server(server), m_agents(agents), m_customers(customers)
{
    m_swarm = std::make_unique<XmppSwarm>(quint16(0), MeasuredXmpp::domain().toStdString());
    for (int agent = 0; agent < agents; ++agent)
        m_swarm->add(agentName(agent));
    for (int customer = 0; customer < customers; ++customer)
        m_swarm->add("customer" + std::to_string(customer));
    m_swarm->onFrame([this](int client, std::string_view stanza) { arrived(client, stanza); });
    m_traffic = std::make_unique<Traffic>(*m_swarm, customers,
                                          [this](int customer, const std::string &number) { write(customer, number); });
}

bool XmppScene::connectAll(QString *error)
{
    if (m_swarm->connectAll(connectWithinMs, atOnce))
        return true;
    *error = QString::fromStdString(m_swarm->census());
    return false;
}

bool XmppScene::open(QString *error)
{
    if (!m_server.start(error))
        return false;
    m_swarm->setPort(m_server.linkPort());
    m_swarm->setRegistering(true);
    if (!connectAll(error))
        return false;
    m_swarm->cutAll();
    m_server.stop();
    if (!m_server.start(error))
        return false;
    m_swarm->setPort(m_server.linkPort());
    m_swarm->setRegistering(false);
    const int warm = qMin(warmLinks, m_swarm->size());
    for (int client = 0; client < warm; ++client)
        m_swarm->connect(client);
    if (!m_swarm->run([&] { return m_swarm->live() == warm; }, connectWithinMs)) {
        *error = QString::fromStdString(m_swarm->census());
        return false;
    }
    m_swarm->cutAll();
    m_swarm->wait(settleMs);
    m_emptyPss = m_server.pss();
    return connectAll(error);
}

void XmppScene::write(int customer, const std::string &number)
{
    m_swarm->send(m_agents + customer, "<message to='" + agentName(customer % m_agents) + '@' +
                                           MeasuredXmpp::domain().toStdString() + "' type='chat' id='m-" + number + "'><body>" +
                                           Traffic::text(number) + "</body></message>");
}

void XmppScene::arrived(int client, std::string_view stanza)
{
    if (stanza.starts_with("<message") && client < m_agents) {
        m_traffic->arrivedIn(stanza.substr(0, stanza.find('>')), "id='m-");
    } else if (stanza.starts_with("<message") && stanza.find("type='error'") != std::string_view::npos) {
        m_traffic->refuse();
    } else if (stanza.starts_with("<iq") && stanza.find("id='archive'") != std::string_view::npos) {
        constexpr std::string_view count = "<count>";
        const auto at = stanza.find(count);
        if (at != std::string_view::npos)
            m_counts[std::size_t(client)] = std::strtoll(stanza.data() + at + count.size(), nullptr, 10);
        if (stanza.find("type='error'") == std::string_view::npos)
            ++m_counted;
    }
}

bool XmppScene::openArchive() { return ask(1); }

bool XmppScene::ask(int clients)
{
    m_counts.assign(std::size_t(m_swarm->size()), -1);
    m_counted = 0;
    int asked = 0;
    return m_swarm->run(
        [&] {
            while (asked < clients && asked - m_counted < atOnce)
                m_swarm->send(asked++, "<iq type='set' id='archive'><query xmlns='urn:xmpp:mam:2'>"
                                       "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set></query></iq>");
            return m_counted == clients;
        },
        archiveWithinMs);
}

XmppScene::Archived XmppScene::archived()
{
    const int clients = m_agents + m_customers;
    ask(clients);
    Archived found;
    for (int client = 0; client < clients; ++client) {
        qint64 &sum = client < m_agents ? found.agents : found.customers;
        const qint64 count = m_counts[std::size_t(client)];
        sum = sum < 0 || count < 0 ? -1 : sum + count;
    }
    return found;
}

} // namespace liaison::bench
