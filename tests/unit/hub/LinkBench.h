// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "EchoRules.h"
#include "PairTransport.h"
#include "TestClock.h"
#include "hub/links/HubCore.h"
#include "models/wire/Codec.h"

#include <QTemporaryDir>
#include <future>
#include <thread>

namespace liaison::test {

/// A client's end of a pair that notes every frame, and says only what a test tells it to say.
class RawClient
{
public:
    explicit RawClient(hub::HubCore &core)
    {
        auto ends = PairTransport::make();
        mine = std::move(ends.first);
        hubs = ends.second.get();
        QObject::connect(mine.get(), &wire::Transport::textReceived, mine.get(), [this](const QByteArray &utf8) {
            largest = qMax(largest, utf8.size());
            note(wire::decode(utf8, {4 * 1024 * 1024, 4 * 1024 * 1024, 1000}));
        });
        QObject::connect(mine.get(), &wire::Transport::binaryReceived, mine.get(), [this](const QByteArray &bytes) {
            ++binaries;
            note(wire::decodeBinary(bytes, {4 * 1024 * 1024, 4 * 1024 * 1024, 1000}));
        });
        QObject::connect(mine.get(), &wire::Transport::closed, mine.get(),
                         [this](int code, const QString &) { closeCode = code; });
        core.attach(std::move(ends.second));
    }

    void send(const wire::Frame &frame) { mine->sendText(wire::encode(frame)); }
    void say(const QByteArray &utf8) { mine->sendText(utf8); }
    /// Greets with the token "a:1" (or another principal's written form, which LinkBench takes for a token).
    void hello(const QString &token = QStringLiteral("a:1"), const QString &device = QStringLiteral("dev-1"),
               const QString &epoch = {}, qint64 pos = -1, const QStringList &caps = {})
    {
        wire::Hello frame;
        frame.app = QStringLiteral("test");
        frame.device = device;
        frame.token = token;
        frame.epoch = epoch;
        frame.pos = pos;
        frame.caps = caps;
        send(frame);
    }
    void command(const QString &kind, const QString &cid, const QJsonObject &body = {}, qint64 at = 0)
    {
        wire::Command frame;
        frame.cid = cid;
        frame.kind = kind;
        frame.body = body;
        frame.at = at;
        send(frame);
    }
    template <typename T>
    QList<T> all() const
    {
        QList<T> found;
        for (const wire::Frame &frame : frames) {
            if (const auto *one = std::get_if<T>(&frame))
                found.append(*one);
        }
        return found;
    }
    template <typename T>
    bool has() const
    {
        return !all<T>().isEmpty();
    }
    template <typename T>
    T last() const
    {
        return all<T>().last();
    }
    /// Every event that came, alone or in a batch, in the order of arrival.
    QList<wire::Event> events() const
    {
        QList<wire::Event> found;
        for (const wire::Frame &frame : frames) {
            if (const auto *one = std::get_if<wire::Event>(&frame))
                found.append(*one);
            else if (const auto *batch = std::get_if<wire::Batch>(&frame))
                found.append(batch->events);
        }
        return found;
    }
    bool isClosed() const { return closeCode >= 0; }

    std::unique_ptr<PairTransport> mine;
    QPointer<PairTransport> hubs;
    QList<wire::Frame> frames;
    int closeCode = -1;
    int undecodable = 0;
    int binaries = 0;
    qsizetype largest = 0;

private:
    void note(const wire::Decoded &decoded)
    {
        if (const auto *frame = std::get_if<wire::Frame>(&decoded))
            frames.append(*frame);
        else
            ++undecodable;
    }
};

/// A hub's core with rules that know no business, a clock that only moves when told to, and principals' names for tokens.
class LinkBench
{
public:
    explicit LinkBench(hub::LinkSettings links = quick(), hub::WriterSettings writer = {}, const QString &path = {})
    {
        settings.database.path = path.isEmpty() ? folder.filePath(QStringLiteral("hub.db")) : path;
        settings.links = links;
        settings.writer = writer;
        core = std::make_unique<hub::HubCore>(settings, rules, identify(), &clock);
        core->start();
    }
    static hub::LinkSettings quick()
    {
        hub::LinkSettings links;
        links.tickMs = 5;
        links.rateBurst = 5000;
        links.ratePerSecond = 5000;
        return links;
    }
    hub::Identify identify()
    {
        return [this](const QString &token) -> std::optional<hub::Identity> {
            const Principal principal = Principal::fromString(token);
            if (!principal.isValid() || refused.contains(token))
                return {};
            return hub::Identity{principal, {}, expiresAt};
        };
    }
    /// Has the hub's own hand put `n` events for a principal, and waits for the commit.
    void put(const QString &principal, int n, const QString &text = QStringLiteral("hello"))
    {
        std::promise<void> done;
        for (int i = 0; i < n; ++i) {
            auto command = hubCommand(QStringLiteral("put"), {}, putFor(principal, text), -1);
            core->writer().submit(std::move(command), [&done, last = i == n - 1](const hub::CommandResult &) {
                if (last)
                    done.set_value();
            });
        }
        done.get_future().wait();
    }

    QTemporaryDir folder;
    TestClock clock;
    EchoRules rules;
    QStringList refused;
    qint64 expiresAt = 0;
    hub::HubSettings settings;
    std::unique_ptr<hub::HubCore> core;
};

} // namespace liaison::test
