// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/load/Swarm.h"

#include <QByteArray>

namespace liaison::bench {

/// Clients of desk.v1: each greets, answers pings, acknowledges once a second (as docs/protocol.md asks) and hands each frame on as
/// it came.
class DeskSwarm final : public Swarm
{
public:
    using Swarm::Swarm;

    /// `topics`: JSON array of what it subscribes to with its greeting.
    int add(const QByteArray &token, const QByteArray &device, const QByteArray &topics);
    void send(int client, std::string_view json) override;
    /// Whether its last connection had to start over from a snapshot.
    bool wasReset(int client) const { return m_clients[std::size_t(client)].wasReset; }

private:
    struct Client
    {
        QByteArray token;
        QByteArray device;
        QByteArray topics;
        std::string epoch; ///< learnt from welcome; sent again when it reconnects
        qint64 pos = -1;   ///< last position seen
        bool upgraded = false;
        bool welcomed = false;
        bool unacked = false;
        bool wasReset = false;
    };

    void began(int client) override;
    std::size_t take(int client, std::string_view in) override;
    void stepped() override;
    void greet(int client);
    void frame(int client, std::string_view text);

    std::vector<Client> m_clients;
    qint64 m_ackAt = 0;
};

/// The number behind `"key":` at its last place in the text, or `otherwise`.
qint64 lastNumber(std::string_view text, std::string_view key, qint64 otherwise);
/// The text value behind `"key":"` at its first place, up to the next quote.
std::string_view firstText(std::string_view text, std::string_view key);

} // namespace liaison::bench
