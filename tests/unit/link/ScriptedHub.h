// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/DeskLink.h"
#include "models/wire/Codec.h"
#include "tests/unit/link/PairTransport.h"

#include <optional>

namespace liaison::test {

/// A hub in memory that keeps the rules of docs/protocol.md for one device: a log with positions, results by cid, fencing,
/// resume and reset. Tests set what it is to do wrong.
class ScriptedHub : public QObject
{
public:
    /// The hub's end of one connection.
    struct Peer
    {
        std::unique_ptr<PairTransport> end;
        wire::Hello hello;
        bool greeted = false;
        bool open = true;
        qint64 gen = 0;
        qint64 fed = -1; ///< last position sent
        qint64 events = 0;
        QList<wire::Frame> got;
        template <typename T>
        QList<T> all() const
        {
            QList<T> found;
            for (const wire::Frame &frame : got) {
                if (const T *one = std::get_if<T>(&frame))
                    found.append(*one);
            }
            return found;
        }
    };

    DeskLink::TransportFactory factory()
    {
        return [this](const QUrl &url) -> std::unique_ptr<wire::Transport> {
            auto [ours, theirs] = PairTransport::make();
            urls.append(url);
            auto peer = std::make_shared<Peer>();
            peer->end = std::move(theirs);
            connect(peer->end.get(), &wire::Transport::textReceived, this,
                    [this, peer = peer.get()](const QByteArray &utf8) { receive(*peer, utf8); });
            connect(peer->end.get(), &wire::Transport::closed, this, [peer = peer.get()] { peer->open = false; });
            peers.append(peer);
            if (onConnect)
                onConnect(*ours, *peer->end);
            return std::move(ours);
        };
    }

    /// Adds an event at the next position and pushes it to every link that is up to date.
    wire::Event append(const QString &kind, const QString &conversation = {}, const QJsonObject &body = {},
                       const QString &cid = {})
    {
        wire::Event event;
        event.pos = ++head;
        event.kind = kind;
        event.conversation = conversation;
        event.at = now();
        event.by = QStringLiteral("s:hub");
        event.cid = cid;
        event.mid = kind == QLatin1String("msg") ? cid : QString();
        event.body = body;
        if (const QJsonObject message = body["msg"].toObject(); !message.isEmpty())
            event.cseq = message["cseq"].toInteger();
        log.append(event);
        if (pushing)
            push();
        return event;
    }
    void push()
    {
        for (const auto &peer : std::as_const(peers)) {
            if (!peer->greeted || !peer->open)
                continue;
            for (const wire::Event &event : std::as_const(log)) {
                if (event.pos > peer->fed) {
                    peer->fed = event.pos;
                    ++peer->events;
                    send(*peer, event);
                }
            }
        }
    }
    void send(Peer &peer, const wire::Frame &frame)
    {
        if (peer.open)
            peer.end->sendText(wire::encode(frame));
    }
    Peer &last() { return *peers.last(); }
    int openPeers() const
    {
        return int(std::count_if(peers.cbegin(), peers.cend(), [](const auto &peer) { return peer->open; }));
    }
    qint64 now() const { return QDateTime::currentMSecsSinceEpoch() + clockAhead; }

    QString epoch = QStringLiteral("e1");
    qint64 head = 0;
    qint64 oldest = 0; ///< a cursor below it is too old
    QList<wire::Event> log;
    QList<wire::Command> done; ///< each command that took effect, once
    QHash<QString, wire::Ok> results;
    QList<std::shared_ptr<Peer>> peers;
    QList<QUrl> urls;
    qint64 gen = 0;
    qint64 clockAhead = 0;
    int window = 32;
    bool answering = true; ///< commands
    bool ponging = true;
    bool pushing = true;
    bool resultFirst = false; ///< `ok` before the event
    bool judgingAge = false;  ///< refuses what is older than ten minutes and not confirmed; repeats are known before that
    int snapshotParts = 1;
    std::function<void(PairTransport &client, PairTransport &hub)> onConnect;
    std::function<bool(Peer &, const wire::Hello &)> onHello; ///< true: handled
    std::function<std::optional<wire::Err>(const wire::Command &)> refuse;
    std::function<void(const wire::Command &)> effect; ///< appends the events of a command; none: a "done" event
    std::function<QJsonObject()> snapshot;
    std::function<void(Peer &, const wire::Ask &)> onAsk;

private:
    void receive(Peer &peer, const QByteArray &utf8)
    {
        const wire::Decoded decoded = wire::decode(utf8);
        const auto *frame = std::get_if<wire::Frame>(&decoded);
        if (!frame)
            qFatal("the client sent a bad frame: %s", utf8.constData());
        peer.got.append(*frame);
        if (const auto *hello = std::get_if<wire::Hello>(frame))
            greet(peer, *hello);
        else if (const auto *command = std::get_if<wire::Command>(frame))
            obey(peer, *command);
        else if (const auto *ping = std::get_if<wire::Ping>(frame); ping && ponging)
            send(peer, wire::Pong{ping->id, peer.fed, peer.events, now(), ping->ts});
        else if (const auto *ask = std::get_if<wire::Ask>(frame); ask && onAsk)
            onAsk(peer, *ask);
    }

    void greet(Peer &peer, const wire::Hello &hello)
    {
        peer.hello = hello;
        peer.gen = ++gen;
        if (onHello && onHello(peer, hello))
            return;
        wire::Welcome welcome;
        welcome.node = QStringLiteral("n1");
        welcome.gen = gen;
        welcome.epoch = epoch;
        welcome.head = head;
        welcome.now = now();
        welcome.me = QStringLiteral("a:anna");
        welcome.window = window;
        const bool known = hello.epoch == epoch && hello.pos >= oldest && hello.pos <= head;
        welcome.mode = known                   ? QStringLiteral("resume")
                       : hello.epoch.isEmpty() ? QStringLiteral("snapshot")
                                               : QStringLiteral("reset");
        peer.fed = known ? hello.pos : head;
        welcome.from = peer.fed;
        send(peer, welcome);
        if (!known) {
            const QJsonObject body = snapshot ? snapshot() : QJsonObject();
            for (int part = 1; part <= snapshotParts; ++part)
                send(peer, wire::Snap{part, part == snapshotParts, head, part == 1 ? body : QJsonObject()});
        }
        wire::Batch batch;
        for (const wire::Event &event : std::as_const(log)) {
            if (event.pos > peer.fed)
                batch.events.append(event);
        }
        if (!batch.events.isEmpty()) {
            peer.events += batch.events.size();
            peer.fed = batch.events.last().pos;
            send(peer, batch);
        }
        send(peer, wire::Live{head});
        peer.greeted = true;
    }

    void obey(Peer &peer, const wire::Command &command)
    {
        if (!peer.greeted)
            return;
        if (results.contains(command.cid)) {
            wire::Ok ok = results.value(command.cid);
            ok.dup = true;
            if (answering)
                send(peer, ok);
            return;
        }
        wire::Err err;
        err.cid = command.cid;
        if (command.gen != 0 && command.gen < gen) {
            err.code = ErrorCode::Fenced;
            err.retry = Retry::Resync;
            send(peer, err);
            return;
        }
        if (judgingAge && !command.confirmed && now() - command.at > 10 * 60 * 1000) {
            err.code = ErrorCode::StaleCommand;
            err.retry = Retry::Confirm;
            send(peer, err);
            return;
        }
        if (refuse) {
            if (std::optional<wire::Err> refusal = refuse(command)) {
                refusal->cid = command.cid;
                send(peer, *refusal);
                return;
            }
        }
        done.append(command);
        const bool pushed = std::exchange(pushing, false);
        if (effect)
            effect(command);
        else
            append(QStringLiteral("done"), command.conversation, {}, command.cid);
        pushing = pushed;
        wire::Ok ok;
        ok.cid = command.cid;
        ok.pos = head;
        results.insert(command.cid, ok);
        if (answering && resultFirst)
            send(peer, ok);
        if (pushing)
            push();
        if (answering && !resultFirst)
            send(peer, ok);
    }
};

} // namespace liaison::test
