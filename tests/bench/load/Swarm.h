// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::bench {

/// Nanoseconds of the steady clock.
qint64 steadyNs();

/// Thousands of clients on plain sockets in one thread, by epoll: as cheap as a client can be, so that what is measured is the server.
/// What they say and understand is a subclass's, so that different servers are driven by the same loop and the same clock.
class Swarm
{
public:
    enum class State { Idle, Connecting, Greeting, Live, Closed };
    /// `frame` is valid during the call.
    using OnFrame = std::function<void(int client, std::string_view frame)>;

    explicit Swarm(quint16 port);
    virtual ~Swarm();
    Swarm(const Swarm &) = delete;
    Swarm &operator=(const Swarm &) = delete;

    void setPort(quint16 port) { m_port = port; }
    void connect(int client);
    /// All connections vanish, without a goodbye.
    void cutAll();
    /// One frame or stanza, without what the protocol wraps around it.
    virtual void send(int client, std::string_view frame) = 0;
    void onFrame(OnFrame handler) { m_onFrame = std::move(handler); }
    /// Handles what is there, waiting at most so long.
    void step(int waitMs);
    /// Steps until `done`, at most `withinMs`. False if the time is over.
    bool run(const std::function<bool()> &done, int withinMs);
    /// Steps for so long.
    void wait(int ms);
    /// Connects all that are not, at most `atOnce` under way, and waits until all are live.
    bool connectAll(int withinMs, int atOnce);

    int size() const { return int(m_sockets.size()); }
    State state(int client) const { return m_sockets[std::size_t(client)].state; }
    int live() const { return m_live; }
    /// Connections that the server ended or refused.
    int lost() const { return m_lost; }
    /// What the last of those were told.
    const std::string &lastWords() const { return m_lastWords; }
    /// "5 of 10 links are live …", for a report of what went wrong.
    std::string census() const;

protected:
    /// One more client, not connected.
    int addSocket();
    /// A connection begins: what does it say first?
    virtual void began(int client) = 0;
    /// Handles the whole frames at the front of `in`; how many bytes those were. May send, and may refuse().
    virtual std::size_t take(int client, std::string_view in) = 0;
    /// After every step.
    virtual void stepped() {}

    void sendBytes(int client, std::string_view bytes);
    void setState(int client, State state);
    bool isOpen(int client) const { return m_sockets[std::size_t(client)].fd >= 0; }
    /// Hands a frame to who asked for them.
    void handOn(int client, std::string_view frame);
    /// Keeps what may have been the server's last words to a client.
    void hear(std::string_view words);
    /// The server does not want this client: counted as lost.
    void refuse(int client, std::string_view words);

private:
    struct Socket
    {
        State state = State::Idle;
        int fd = -1;
        bool writes = false; ///< waits for room in its socket
        std::string in;
        std::string out;
    };

    void watch(int client, bool write);
    void readFrom(int client);
    void flush(int client);
    void drop(int client, bool byServer);

    quint16 m_port;
    int m_epoll = -1;
    std::vector<Socket> m_sockets;
    OnFrame m_onFrame;
    int m_live = 0;
    int m_lost = 0;
    std::string m_lastWords;
};

} // namespace liaison::bench
