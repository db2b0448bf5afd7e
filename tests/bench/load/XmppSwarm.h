// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/load/Swarm.h"

namespace liaison::bench {

/// How many bytes the first whole piece of an XMPP stream has: a stanza, or what stands outside of one (the XML declaration, the
/// stream's own opening and closing tags), with the space before it. 0 while it is not all there. Knows what RFC 6120 lets a
/// server send: no comments, no CDATA with tags inside.
std::size_t firstPiece(std::string_view in);

/// Clients of XMPP over plain TCP, one account each: they sign in by SASL PLAIN, bind a resource, become present and hand each
/// stanza on as it came. Neither TLS, compression nor stream management.
class XmppSwarm final : public Swarm
{
public:
    XmppSwarm(quint16 port, std::string domain) : Swarm(port), m_domain(std::move(domain)) {}

    int add(std::string user);
    void send(int client, std::string_view stanza) override { sendBytes(client, stanza); }
    /// Whether a connection makes its account first, by in-band registration (XEP-0077).
    void setRegistering(bool on) { m_registering = on; }

private:
    struct Client
    {
        std::string user;
        bool authenticated = false;
    };

    void began(int client) override;
    std::size_t take(int client, std::string_view in) override;
    void openStream(int client);
    void signIn(int client);
    void greeting(int client, std::string_view piece);

    const std::string m_domain;
    bool m_registering = false;
    std::vector<Client> m_clients;
};

} // namespace liaison::bench
