// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <QtGlobal>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::bench {

/// Nanoseconds of the steady clock.
qint64 steadyNs();

/// Thousands of clients of desk.v1 on plain sockets in one thread: as cheap as a client can be, so that what is measured is the
/// hub. A client greets, answers pings, acknowledges once a second (as docs/protocol.md asks) and hands each frame on as it came.
class Swarm
{
public:
    enum class State { Idle, Connecting, Greeting, Live, Closed };
    struct Client
    {
        QByteArray token;
        QByteArray device;
        QByteArray topics; ///< JSON array of what it subscribes to with its greeting
        QByteArray epoch;  ///< learnt from welcome; sent again when it reconnects
        qint64 pos = -1;   ///< last position seen
        State state = State::Idle;
        int fd = -1;
        bool upgraded = false;
        bool welcomed = false;
        bool unacked = false;
        bool writes = false; ///< waits for room in its socket
        bool wasReset = false;
        std::string in;
        std::string out;
    };
    /// `frame` is valid during the call.
    using OnFrame = std::function<void(int client, std::string_view frame)>;

    explicit Swarm(quint16 port);
    ~Swarm();
    Swarm(const Swarm &) = delete;
    Swarm &operator=(const Swarm &) = delete;

    void setPort(quint16 port) { m_port = port; }
    int add(const QByteArray &token, const QByteArray &device, const QByteArray &topics);
    void connect(int client);
    /// All connections vanish, without a goodbye.
    void cutAll();
    void send(int client, std::string_view json);
    void onFrame(OnFrame handler) { m_onFrame = std::move(handler); }
    /// Handles what is there, waiting at most so long.
    void step(int waitMs);
    /// Steps until `done`, at most `withinMs`. False if the time is over.
    bool run(const std::function<bool()> &done, int withinMs);
    /// Connects all that are not, at most `atOnce` under way, and waits until all are live.
    bool connectAll(int withinMs, int atOnce);

    int size() const { return int(m_clients.size()); }
    const Client &client(int index) const { return m_clients[std::size_t(index)]; }
    int live() const { return m_live; }
    /// Connections that the hub ended or refused.
    int lost() const { return m_lost; }
    /// What the last of those were told.
    const std::string &lastWords() const { return m_lastWords; }
    qint64 frames() const { return m_frames; }

private:
    void watch(int client, bool write);
    void readFrom(int client);
    void flush(int client);
    void opened(int client);
    void parse(int client);
    void frame(int client, std::string_view text);
    void drop(int client, bool byHub);
    void acknowledge();

    quint16 m_port;
    int m_epoll = -1;
    std::vector<Client> m_clients;
    OnFrame m_onFrame;
    int m_live = 0;
    int m_lost = 0;
    qint64 m_frames = 0;
    qint64 m_ackAt = 0;
    std::string m_lastWords;
};

/// The number behind `"key":` at its last place in the text, or `otherwise`.
qint64 lastNumber(std::string_view text, std::string_view key, qint64 otherwise);
/// The text value behind `"key":"` at its first place, up to the next quote.
std::string_view firstText(std::string_view text, std::string_view key);

} // namespace liaison::bench
