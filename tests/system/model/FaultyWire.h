// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/HubCore.h"
#include "models/link/DeskLink.h"
#include "tests/unit/link/PairTransport.h"

namespace liaison::test {

/// The network between one client and the hub: connections in memory that are cut where the model says. One thread.
class FaultyWire
{
public:
    enum class Direction { ToHub, FromHub };

    /// The hub that new connections reach; null while it is dead.
    void setHub(hub::HubCore *hub) { m_hub = hub; }
    /// What the client makes its connections with.
    DeskLink::TransportFactory factory()
    {
        return [this](const QUrl &) { return connect(); };
    }
    /// Cuts the present connection at once.
    void cutNow()
    {
        if (m_client)
            m_client->abort();
    }
    /// Cuts the present connection after `frames` more frames in that direction.
    void cutAfter(Direction direction, int frames)
    {
        if (PairTransport *end = direction == Direction::ToHub ? m_client.data() : m_server.data())
            end->cutAfter(frames);
    }
    /// Cuts the present connection at once and the next one after `frames` frames in that direction.
    void cutNext(Direction direction, int frames)
    {
        m_plan = {direction, frames};
        cutNow();
    }
    /// From now on what this direction carries disappears, and nobody is told: a half-open connection.
    void goSilent(Direction direction)
    {
        if (PairTransport *end = direction == Direction::ToHub ? m_client.data() : m_server.data())
            end->goSilent();
    }
    int connections() const { return m_connections; }
    bool hasPlan() const { return m_plan.second >= 0; }

private:
    std::unique_ptr<wire::Transport> connect()
    {
        ++m_connections;
        auto [client, server] = PairTransport::make();
        m_client = client.get();
        m_server = server.get();
        if (!m_hub)
            return std::move(client); // the server's end dies here: refused
        const auto [direction, frames] = std::exchange(m_plan, {Direction::ToHub, -1});
        if (frames >= 0)
            cutAfter(direction, frames);
        m_hub->attach(std::move(server));
        return std::move(client);
    }

    hub::HubCore *m_hub = nullptr;
    QPointer<PairTransport> m_client;
    QPointer<PairTransport> m_server;
    std::pair<Direction, int> m_plan{Direction::ToHub, -1};
    int m_connections = 0;
};

} // namespace liaison::test
