// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/Swarm.h"

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
constexpr std::size_t lastWordsBytes = 300;
}

qint64 steadyNs()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
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

int Swarm::addSocket()
{
    m_sockets.emplace_back();
    return size() - 1;
}

void Swarm::connect(int index)
{
    Socket &socket = m_sockets[std::size_t(index)];
    socket.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(socket.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(m_port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket.in.clear();
    socket.out.clear();
    socket.state = State::Connecting;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.u32 = quint32(index);
    socket.writes = true;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket.fd, &event);
    if (::connect(socket.fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0 && errno != EINPROGRESS)
        drop(index, true);
    else
        began(index);
}

void Swarm::cutAll()
{
    for (int i = 0; i < size(); ++i)
        drop(i, false);
}

void Swarm::drop(int index, bool byServer)
{
    Socket &socket = m_sockets[std::size_t(index)];
    if (socket.fd < 0)
        return;
    setState(index, State::Closed);
    if (byServer)
        ++m_lost;
    const linger atOnce{1, 0}; // leaves no half-closed sockets behind that would use up the ports
    ::setsockopt(socket.fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    ::close(socket.fd);
    socket.fd = -1;
    socket.in = {};
    socket.out = {};
}

void Swarm::hear(std::string_view words) { m_lastWords = words.substr(0, lastWordsBytes); }

void Swarm::refuse(int index, std::string_view words)
{
    hear(words);
    drop(index, true);
}

void Swarm::setState(int index, State state)
{
    State &now = m_sockets[std::size_t(index)].state;
    m_live += int(state == State::Live) - int(now == State::Live);
    now = state;
}

void Swarm::handOn(int index, std::string_view frame)
{
    if (m_onFrame)
        m_onFrame(index, frame);
}

void Swarm::watch(int index, bool write)
{
    Socket &socket = m_sockets[std::size_t(index)];
    if (socket.writes == write)
        return;
    socket.writes = write;
    epoll_event event{};
    event.events = EPOLLIN | (write ? unsigned(EPOLLOUT) : 0u);
    event.data.u32 = quint32(index);
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, socket.fd, &event);
}

void Swarm::sendBytes(int index, std::string_view bytes)
{
    Socket &socket = m_sockets[std::size_t(index)];
    if (socket.fd < 0)
        return;
    socket.out.append(bytes);
    flush(index);
}

void Swarm::flush(int index)
{
    Socket &socket = m_sockets[std::size_t(index)];
    while (!socket.out.empty()) {
        const ssize_t sent = ::send(socket.fd, socket.out.data(), socket.out.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN || errno == ENOTCONN)
                watch(index, true);
            else
                drop(index, true);
            return;
        }
        socket.out.erase(0, std::size_t(sent));
    }
    watch(index, false);
}

void Swarm::readFrom(int index)
{
    std::array<char, 65536> bytes;
    for (;;) {
        Socket &socket = m_sockets[std::size_t(index)];
        const ssize_t got = ::recv(socket.fd, bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            drop(index, true);
            return;
        }
        // Held here meanwhile: whoever handles a frame may drop the connection.
        std::string in = std::move(socket.in);
        in.append(bytes.data(), std::size_t(got));
        const std::size_t taken = take(index, in);
        if (socket.fd < 0)
            return;
        in.erase(0, taken);
        socket.in = std::move(in);
        if (std::size_t(got) < bytes.size())
            return;
    }
}

void Swarm::step(int waitMs)
{
    std::array<epoll_event, 512> events;
    const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), waitMs);
    for (int i = 0; i < count; ++i) {
        const int index = int(events[std::size_t(i)].data.u32);
        const unsigned what = events[std::size_t(i)].events;
        if ((what & EPOLLOUT) && isOpen(index))
            flush(index);
        if ((what & (EPOLLIN | EPOLLHUP | EPOLLERR)) && isOpen(index))
            readFrom(index);
    }
    stepped();
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

void Swarm::wait(int ms)
{
    run([] { return false; }, ms);
}

bool Swarm::connectAll(int withinMs, int atOnce)
{
    int next = 0;
    const int lostBefore = m_lost;
    return run(
        [&] {
            while (next < size() && next - m_live - (m_lost - lostBefore) < atOnce) {
                if (!isOpen(next))
                    connect(next);
                ++next;
            }
            return m_live == size();
        },
        withinMs);
}

std::string Swarm::census() const
{
    return std::to_string(m_live) + " of " + std::to_string(size()) + " links are live, " + std::to_string(m_lost) +
           " were lost; last: " + m_lastWords;
}

} // namespace liaison::bench
