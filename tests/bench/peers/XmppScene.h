// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/load/Traffic.h"
#include "tests/bench/load/XmppSwarm.h"
#include "tests/bench/peers/MeasuredXmpp.h"

namespace liaison::bench {

/// An XMPP server with the accounts of a desk, all signed in and present: clients 0 … agents-1 are agents, the rest customers. Each
/// customer writes to one agent.
class XmppScene
{
public:
    XmppScene(MeasuredXmpp &server, int agents, int customers);

    /// Makes the accounts, starts the server anew so that it holds nothing of that in memory, and connects. False with the reason in
    /// `error`.
    bool open(QString *error);
    Swarm &swarm() { return *m_swarm; }
    Traffic &traffic() { return *m_traffic; }
    /// PSS of the server with the code for links loaded, before the first link that stays.
    qint64 emptyPss() const { return m_emptyPss; }

    /// Asks one archive, so that the server is connected to its database before the first message: ejabberd 23.01 does that at the first
    /// use, and what others write meanwhile does not get into their archives (ejabberd_sql:get_worker/1 names a worker that is not
    /// there yet). False if there is no answer.
    bool openArchive();
    /// How many messages the archives hold (XEP-0313), agents' and customers' each added up; -1 where one did not answer.
    struct Archived
    {
        qint64 agents = 0;
        qint64 customers = 0;
    };
    Archived archived();

private:
    void write(int customer, const std::string &number);
    void arrived(int client, std::string_view stanza);
    bool connectAll(QString *error);
    /// Asks the first `clients` archives how much they hold, into m_counts; whether all answered.
    bool ask(int clients);

    MeasuredXmpp &m_server;
    const int m_agents;
    const int m_customers;
    std::unique_ptr<XmppSwarm> m_swarm;
    std::unique_ptr<Traffic> m_traffic;
    qint64 m_emptyPss = 0;
    std::vector<qint64> m_counts; ///< by client: what ask() was told, -1 before
    int m_counted = 0;
};

} // namespace liaison::bench
