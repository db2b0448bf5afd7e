// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/DeskSwarm.h"

namespace liaison::bench {

namespace {

constexpr qint64 ackEveryNs = 1'000'000'000;

/// Masked with the key 0, as a client may: the bytes stay what they are, and masking costs nothing.
std::string webSocketFrame(std::string_view payload, unsigned char opcode)
{
    std::string out;
    out.reserve(payload.size() + 8);
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
    return out;
}

} // namespace

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

int DeskSwarm::add(const QByteArray &token, const QByteArray &device, const QByteArray &topics)
{
    Client client;
    client.token = token;
    client.device = device;
    client.topics = topics;
    m_clients.push_back(std::move(client));
    return addSocket();
}

void DeskSwarm::send(int index, std::string_view json) { sendBytes(index, webSocketFrame(json, 1)); }

void DeskSwarm::began(int index)
{
    Client &client = m_clients[std::size_t(index)];
    client.upgraded = client.welcomed = client.unacked = client.wasReset = false;
    sendBytes(index, "GET /desk HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Protocol: desk.v1\r\n\r\n");
}

void DeskSwarm::greet(int index)
{
    Client &client = m_clients[std::size_t(index)];
    client.upgraded = true;
    setState(index, State::Greeting);
    std::string hello = R"({"t":"hello","proto":{"min":1,"max":1},"app":"bench","device":")" + client.device.toStdString() +
                        R"(","token":")" + client.token.toStdString() + '"';
    if (!client.epoch.empty())
        hello += R"(,"epoch":")" + client.epoch + R"(","pos":)" + std::to_string(client.pos);
    if (!client.topics.isEmpty())
        hello += R"(,"subs":)" + client.topics.toStdString();
    send(index, hello + '}');
}

std::size_t DeskSwarm::take(int index, std::string_view in)
{
    std::size_t at = 0;
    if (!m_clients[std::size_t(index)].upgraded) {
        const auto end = in.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return 0;
        if (in.substr(0, 12) != "HTTP/1.1 101") {
            refuse(index, in);
            return 0;
        }
        at = end + 4;
        greet(index);
    }
    while (isOpen(index) && in.size() >= at + 2) {
        const auto *head = reinterpret_cast<const unsigned char *>(in.data()) + at;
        std::size_t size = head[1] & 0x7fU;
        std::size_t from = at + 2;
        const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (in.size() < from + extra)
            break;
        if (extra > 0) {
            size = 0;
            for (std::size_t i = 0; i < extra; ++i)
                size = size << 8 | head[2 + i];
        }
        from += extra;
        if (in.size() < from + size)
            break;
        const unsigned opcode = head[0] & 0x0fU;
        at = from + size;
        if (opcode == 1)
            frame(index, in.substr(from, size));
        else if (opcode == 8)
            refuse(index, size >= 2 ? in.substr(from + 2, size - 2) : std::string_view());
        else if (opcode == 9)
            sendBytes(index, webSocketFrame(in.substr(from, size), 10));
    }
    return at;
}

void DeskSwarm::frame(int index, std::string_view text)
{
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
        client.epoch = firstText(text, "epoch");
        client.wasReset = firstText(text, "mode") == "reset";
        client.pos = lastNumber(text, "from", client.pos);
    } else if (is(R"("t":"live")")) {
        client.pos = qMax(client.pos, lastNumber(text, "pos", client.pos));
        client.unacked = true;
        if (state(index) == State::Greeting)
            setState(index, State::Live);
    } else if (is(R"("t":"err")") && state(index) == State::Greeting) {
        hear(text);
    }
    handOn(index, text);
}

void DeskSwarm::stepped()
{
    const qint64 now = steadyNs();
    if (now < m_ackAt)
        return;
    m_ackAt = now + ackEveryNs;
    for (int i = 0; i < size(); ++i) {
        Client &client = m_clients[std::size_t(i)];
        if (std::exchange(client.unacked, false) && state(i) == State::Live)
            send(i, R"({"t":"ack","pos":)" + std::to_string(client.pos) + '}');
    }
}

} // namespace liaison::bench
