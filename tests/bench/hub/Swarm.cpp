// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/Swarm.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace liaison::bench {

namespace {

constexpr qint64 ackEveryNs = 1'000'000'000;

/// Masked with the key 0, as a client may: the bytes stay what they are, and masking costs nothing.
void appendFrame(std::string &out, std::string_view payload, unsigned char opcode)
{
    out.push_back(char(0x80 | opcode));
    if (payload.size() < 126) {
        out.push_back(char(0x80 | payload.size()));
    } else {
        out.push_back(char(0x80 | 126));
        out.push_back(char(payload.size() >> 8));
        out.push_back(char(payload.size() & 0xff));
    }
    out.append(4, '\0');
    out.append(payload);
}

} // namespace

qint64 steadyNs()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

qint64 lastNumber(std::string_view text, std::string_view key, qint64 otherwise)
{
    const std::string pattern = '"' + std::string(key) + "\":";
    const auto at = text.rfind(pattern);
    return at == std::string_view::npos ? otherwise : std::strtoll(text.data() + at + pattern.size(), nullptr, 10);
}

std::string_view firstText(std::string_view text, std::string_view key)
{
    const std::string pattern = '"' + std::string(key) + "\":\"";
    const auto at = text.find(pattern);
    if (at == std::string_view::npos)
        return {};
    const auto from = at + pattern.size();
    return text.substr(from, text.find('"', from) - from);
}

Swarm::Swarm(quint16 port) : m_port(port), m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

Swarm::~Swarm()
{
    cutAll();
    ::close(m_epoll);
}

int Swarm::add(const QByteArray &token, const QByteArray &device, const QByteArray &topics)
{
    Client client;
    client.token = token;
    client.device = device;
    client.topics = topics;
    m_clients.push_back(std::move(client));
    return size() - 1;
}

void Swarm::connect(int index)
{
    Client &client = m_clients[std::size_t(index)];
    client.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(m_port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client.upgraded = client.welcomed = client.unacked = client.wasReset = false;
    client.in.clear();
    client.out = "GET /desk HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Protocol: desk.v1\r\n\r\n";
    client.state = State::Connecting;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.u32 = quint32(index);
    client.writes = true;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.fd, &event);
    if (::connect(client.fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0 && errno != EINPROGRESS)
        drop(index, true);
}

void Swarm::cutAll()
{
    for (int i = 0; i < size(); ++i) {
        if (client(i).fd >= 0)
            drop(i, false);
    }
}

void Swarm::drop(int index, bool byHub)
{
    Client &client = m_clients[std::size_t(index)];
    if (client.fd < 0)
        return;
    if (client.state == State::Live)
        --m_live;
    if (byHub)
        ++m_lost;
    client.state = State::Closed;
    const linger atOnce{1, 0}; // leaves no half-closed sockets behind that would use up the ports
    ::setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    ::close(client.fd);
    client.fd = -1;
    client.in = {};
    client.out = {};
}

void Swarm::watch(int index, bool write)
{
    Client &client = m_clients[std::size_t(index)];
    if (client.writes == write)
        return;
    client.writes = write;
    epoll_event event{};
    event.events = EPOLLIN | (write ? unsigned(EPOLLOUT) : 0u);
    event.data.u32 = quint32(index);
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, client.fd, &event);
}

void Swarm::send(int index, std::string_view json)
{
    Client &client = m_clients[std::size_t(index)];
    if (client.fd < 0)
        return;
    appendFrame(client.out, json, 1);
    flush(index);
}

void Swarm::flush(int index)
{
    Client &client = m_clients[std::size_t(index)];
    while (!client.out.empty()) {
        const ssize_t sent = ::send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN || errno == ENOTCONN)
                watch(index, true);
            else
                drop(index, true);
            return;
        }
        client.out.erase(0, std::size_t(sent));
    }
    watch(index, false);
}

void Swarm::readFrom(int index)
{
    std::array<char, 65536> bytes;
    for (;;) {
        Client &client = m_clients[std::size_t(index)];
        const ssize_t got = ::recv(client.fd, bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            drop(index, true);
            return;
        }
        client.in.append(bytes.data(), std::size_t(got));
        parse(index);
        if (client.fd < 0 || std::size_t(got) < bytes.size())
            return;
    }
}

void Swarm::opened(int index)
{
    Client &client = m_clients[std::size_t(index)];
    client.upgraded = true;
    client.state = State::Greeting;
    std::string hello = R"({"t":"hello","proto":{"min":1,"max":1},"app":"bench","device":")" + client.device.toStdString() +
                        R"(","token":")" + client.token.toStdString() + '"';
    if (!client.epoch.isEmpty())
        hello += R"(,"epoch":")" + client.epoch.toStdString() + R"(","pos":)" + std::to_string(client.pos);
    if (!client.topics.isEmpty())
        hello += R"(,"subs":)" + client.topics.toStdString();
    send(index, hello + '}');
}

void Swarm::parse(int index)
{
    Client &client = m_clients[std::size_t(index)];
    if (!client.upgraded) {
        const auto end = client.in.find("\r\n\r\n");
        if (end == std::string::npos)
            return;
        if (client.in.compare(0, 12, "HTTP/1.1 101") != 0) {
            m_lastWords = client.in.substr(0, 80);
            drop(index, true);
            return;
        }
        client.in.erase(0, end + 4);
        opened(index);
    }
    std::size_t at = 0;
    while (client.fd >= 0 && client.in.size() >= at + 2) {
        const auto *head = reinterpret_cast<const unsigned char *>(client.in.data()) + at;
        std::size_t size = head[1] & 0x7fU;
        std::size_t from = at + 2;
        const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (client.in.size() < from + extra)
            break;
        if (extra > 0) {
            size = 0;
            for (std::size_t i = 0; i < extra; ++i)
                size = size << 8 | head[2 + i];
        }
        from += extra;
        if (client.in.size() < from + size)
            break;
        const unsigned opcode = head[0] & 0x0fU;
        at = from + size;
        if (opcode == 1) {
            frame(index, std::string_view(client.in).substr(from, size));
        } else if (opcode == 8) {
            m_lastWords = client.in.substr(from + (size >= 2 ? 2 : 0), size >= 2 ? size - 2 : 0);
            drop(index, true);
            return;
        } else if (opcode == 9) {
            appendFrame(client.out, std::string_view(client.in).substr(from, size), 10);
            flush(index);
        }
    }
    if (client.fd >= 0)
        client.in.erase(0, at);
}

void Swarm::frame(int index, std::string_view text)
{
    ++m_frames;
    Client &client = m_clients[std::size_t(index)];
    // The hub writes keys in order, so the type stands near the end of a frame.
    const std::string_view end = text.substr(text.size() > 400 ? text.size() - 400 : 0);
    const auto is = [end](std::string_view type) { return end.rfind(type) != std::string_view::npos; };
    if (is(R"("t":"ev"})") || is(R"("t":"batch"})")) {
        client.pos = qMax(client.pos, lastNumber(text, "pos", client.pos));
        client.unacked = true;
    } else if (is(R"("t":"ping")")) {
        send(index, R"({"t":"pong","id":)" + std::to_string(lastNumber(text, "id", 0)) + R"(,"pos":)" +
                        std::to_string(client.pos) + R"(,"sent":0,"ts":1,"echo":)" + std::to_string(lastNumber(text, "ts", 0)) +
                        '}');
    } else if (!client.welcomed && is(R"("t":"welcome")")) {
        client.welcomed = true;
        const std::string_view epoch = firstText(text, "epoch");
        client.epoch = QByteArray(epoch.data(), qsizetype(epoch.size()));
        client.wasReset = firstText(text, "mode") == "reset";
        client.pos = lastNumber(text, "from", client.pos);
    } else if (is(R"("t":"live")")) {
        client.pos = qMax(client.pos, lastNumber(text, "pos", client.pos));
        client.unacked = true;
        if (client.state == State::Greeting) {
            client.state = State::Live;
            ++m_live;
        }
    } else if (is(R"("t":"err")") && client.state == State::Greeting) {
        m_lastWords = std::string(text);
    }
    if (m_onFrame)
        m_onFrame(index, text);
}

void Swarm::acknowledge()
{
    const qint64 now = steadyNs();
    if (now < m_ackAt)
        return;
    m_ackAt = now + ackEveryNs;
    for (int i = 0; i < size(); ++i) {
        Client &client = m_clients[std::size_t(i)];
        if (std::exchange(client.unacked, false) && client.state == State::Live)
            send(i, R"({"t":"ack","pos":)" + std::to_string(client.pos) + '}');
    }
}

void Swarm::step(int waitMs)
{
    std::array<epoll_event, 512> events;
    const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), waitMs);
    for (int i = 0; i < count; ++i) {
        const int index = int(events[std::size_t(i)].data.u32);
        const unsigned what = events[std::size_t(i)].events;
        if ((what & EPOLLOUT) && client(index).fd >= 0)
            flush(index);
        if ((what & (EPOLLIN | EPOLLHUP | EPOLLERR)) && client(index).fd >= 0)
            readFrom(index);
    }
    acknowledge();
}

bool Swarm::run(const std::function<bool()> &done, int withinMs)
{
    const qint64 end = steadyNs() + qint64(withinMs) * 1'000'000;
    while (!done()) {
        if (steadyNs() > end)
            return false;
        step(20);
    }
    return true;
}

bool Swarm::connectAll(int withinMs, int atOnce)
{
    int next = 0;
    const int lostBefore = m_lost;
    return run(
        [&] {
            while (next < size() && next - m_live - (m_lost - lostBefore) < atOnce) {
                if (client(next).fd < 0)
                    connect(next);
                ++next;
            }
            return m_live == size();
        },
        withinMs);
}

} // namespace liaison::bench
