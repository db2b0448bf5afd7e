// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/XmppSwarm.h"

#include <QByteArray>

namespace liaison::bench {

namespace {

constexpr char password[] = "Correct-horse-7"; // of servers that live for a minute, on loopback

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// One past the end of the tag that begins at `at`, npos if it is not all there. Quoted values may hold a '>'.
std::size_t tagEnd(std::string_view in, std::size_t at)
{
    char quote = 0;
    for (; at < in.size(); ++at) {
        const char c = in[at];
        if (quote != 0) {
            if (c == quote)
                quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

bool isOfStream(std::string_view tag)
{
    return tag.starts_with("<?") || tag.starts_with("<stream:stream") || tag.starts_with("</stream:stream");
}

} // namespace

std::size_t firstPiece(std::string_view in)
{
    int depth = 0;
    for (std::size_t at = 0;;) {
        const std::size_t begin = in.find('<', at);
        at = begin == std::string_view::npos ? begin : tagEnd(in, begin);
        if (at == std::string_view::npos)
            return 0;
        const std::string_view tag = in.substr(begin, at - begin);
        if (tag.starts_with("</"))
            --depth;
        else if (!tag.ends_with("/>"))
            ++depth;
        if (depth <= 0 || (depth == 1 && isOfStream(tag)))
            return at;
    }
}

int XmppSwarm::add(std::string user)
{
    m_clients.push_back({std::move(user)});
    return addSocket();
}

void XmppSwarm::began(int index)
{
    m_clients[std::size_t(index)].authenticated = false;
    openStream(index);
}

void XmppSwarm::openStream(int index)
{
    send(index, "<?xml version='1.0'?><stream:stream to='" + m_domain +
                    "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
}

void XmppSwarm::signIn(int index)
{
    const std::string plain = '\0' + m_clients[std::size_t(index)].user + '\0' + password;
    send(index, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" +
                    QByteArray::fromStdString(plain).toBase64().toStdString() + "</auth>");
}

std::size_t XmppSwarm::take(int index, std::string_view in)
{
    std::size_t at = 0;
    while (isOpen(index)) {
        const std::size_t size = firstPiece(in.substr(at));
        if (size == 0)
            break;
        const std::string_view piece = in.substr(at, size);
        at += size;
        if (has(piece.substr(0, 16), "stream:error"))
            refuse(index, piece);
        else if (state(index) != State::Live)
            greeting(index, piece);
        else
            handOn(index, piece);
    }
    return at;
}

void XmppSwarm::greeting(int index, std::string_view piece)
{
    Client &client = m_clients[std::size_t(index)];
    if (has(piece, "<stream:features")) {
        setState(index, State::Greeting);
        if (client.authenticated)
            send(
                index,
                "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind></iq>");
        else if (m_registering)
            send(index, "<iq type='set' id='register'><query xmlns='jabber:iq:register'><username>" + client.user +
                            "</username><password>" + password + "</password></query></iq>");
        else
            signIn(index);
    } else if (has(piece, "<success")) {
        client.authenticated = true;
        openStream(index);
    } else if (has(piece, "<failure") || has(piece, "type='error'")) {
        refuse(index, piece);
    } else if (has(piece, "id='register'")) {
        signIn(index);
    } else if (has(piece, "id='bind'")) {
        send(index, "<presence/>");
    } else if (has(piece, "<presence")) { // its own, come back: the server routes to it from now on
        setState(index, State::Live);
    }
}

} // namespace liaison::bench
