// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/lists/ConversationListModel.h"
#include "models/lists/MessageListModel.h"
#include "models/session/Session.h"
#include "tests/unit/link/ScriptedHub.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace liaison::test {

/// A clock that runs with the machine's and can be set ahead.
class ShiftedClock : public Clock
{
public:
    qint64 utcMs() const override { return m_real.utcMs() + ahead; }
    qint64 steadyMs() const override { return m_real.steadyMs(); }
    qint64 ahead = 0;

private:
    SystemClock m_real;
};

inline QJsonObject headOf(const QString &id, const QString &state = QStringLiteral("active"), qint64 cseq = 0)
{
    Conversation c;
    c.id = id;
    c.customer = QStringLiteral("cu-") + id;
    c.customerName = QStringLiteral("Customer ") + id;
    c.state = conversationStateFromString(state);
    c.agent = QStringLiteral("anna");
    c.queue = QStringLiteral("q1");
    c.version = 1;
    c.cseq = cseq;
    c.createdAt = 1000;
    return c.toJson(0);
}

inline QJsonObject messageOf(const QString &conversation, const QString &mid, qint64 cseq, const QString &text,
                             Side side = Side::Customer)
{
    Message m;
    m.mid = mid;
    m.conversation = conversation;
    m.cseq = cseq;
    m.side = side;
    m.by = side == Side::Customer ? QStringLiteral("c:1") : QStringLiteral("a:anna");
    m.byName = side == Side::Customer ? QStringLiteral("Bo") : QStringLiteral("Anna");
    m.at = 1700000000000 + cseq;
    m.text = text;
    return m.toJson();
}

/// A workstation without a window: the real session over the real store, and a hub in memory. `restart()` is what a new start
/// after a crash sees; the hub lives on.
class SessionBench
{
public:
    explicit SessionBench(bool startNow = true)
    {
        hub.snapshot = [this] {
            QJsonArray convs;
            for (const QJsonObject &head : heads)
                convs.append(head);
            return QJsonObject{
                {"agent", QJsonObject{{"id", "anna"}, {"display", "Anna"}, {"status", "available"}}},
                {"convs", convs},
                {"queues", QJsonArray{QJsonObject{{"id", "q1"}, {"name", "Sales"}, {"target_s", 60}}}},
                {"canned", QJsonArray{QJsonObject{
                               {"id", "r1"}, {"shortcut", "hi"}, {"title", "Greeting"}, {"text", "Hello {customer.name}"}}}},
                {"codes", QJsonArray{QJsonObject{{"id", "done"}, {"name", "Done"}}}}};
        };
        hub.effect = [this](const wire::Command &command) {
            if (command.kind == QLatin1String("msg.send")) {
                const qint64 cseq = ++cseqs[command.conversation];
                QJsonObject message =
                    messageOf(command.conversation, command.cid, cseq, command.body["text"].toString(), Side::Agent);
                if (command.body["file"].isObject()) {
                    message["kind"] = command.body["kind"];
                    message["file"] = command.body["file"];
                }
                hub.append(QStringLiteral("msg"), command.conversation, {{"msg", message}}, command.cid);
            } else {
                hub.append(QStringLiteral("noted"), command.conversation, {}, command.cid);
            }
        };
        hub.judgingAge = true;
        timings.handshake = 10000;
        timings.pingAfterSilence = timings.pongWithin = timings.commandUnansweredFor = timings.commandPongWithin = 20000;
        timings.backoffBase = 2;
        timings.backoffMost = 8;
        timings.ackEvery = 5;
        if (startNow)
            start();
    }

    void start()
    {
        store = std::make_unique<Store>(options);
        store->open(folder.path(), QByteArray(32, 'k'));
        if (beforeSession)
            beforeSession();
        link = std::make_unique<DeskLink>(hub.factory(), clock, timings);
        Session::Config config;
        config.linkUrl = QUrl(QStringLiteral("ws://127.0.0.1/desk"));
        config.httpUrl = httpUrl;
        config.token = QStringLiteral("t");
        config.device = QStringLiteral("d1");
        config.folder = folder.path();
        if (configure)
            configure(config);
        session = std::make_unique<Session>(config, store.get(), link.get(), clock);
        ready = std::make_unique<QSignalSpy>(session.get(), &Session::ready);
        resets = std::make_unique<QSignalSpy>(session.get(), &Session::reset);
        session->start();
    }
    /// The link is gone, and every greeting fails, until back().
    void cutOff()
    {
        hub.onHello = [](ScriptedHub::Peer &peer, const wire::Hello &) {
            peer.end->abort();
            return true;
        };
        hub.last().end->abort();
    }
    void back() { hub.onHello = nullptr; }
    void letTimePass(qint64 ms)
    {
        clock.ahead += ms;
        hub.clockAhead += ms;
    }
    /// The hub is replaced by a copy of its database from before all that happened.
    void restoreOlderCopy(const QString &epoch, qint64 head)
    {
        hub.epoch = epoch;
        hub.log.clear();
        hub.head = head;
        hub.results.clear();
        hub.done.clear();
        hub.pushing = true;
        cseqs.clear();
    }
    void stop()
    {
        session.reset();
        link.reset();
        store.reset();
    }
    void restart()
    {
        stop();
        start();
    }
    /// Waits until the link is up and a snapshot, if one was needed, is stored.
    bool goLive()
    {
        return QTest::qWaitFor(
            [this] { return link->phase() == LinkPhase::Live && (hub.last().hello.pos >= 0 || !resets->isEmpty()); }, 10000);
    }
    /// Up to where the store is known to have everything.
    qint64 acked()
    {
        const auto acks = hub.last().all<wire::Ack>();
        return acks.isEmpty() ? -1 : acks.last().pos;
    }
    /// A customer's message arrives at the hub.
    void customerWrites(const QString &conversation, const QString &text, const QString &mid)
    {
        const qint64 cseq = ++cseqs[conversation];
        hub.append(QStringLiteral("msg"), conversation,
                   {{"msg", messageOf(conversation, mid, cseq, text)}, {"need_since", 1700000000000 + cseq}});
    }
    /// A conversation comes to this desk with its customer's profile, and is closed at once.
    void comesAndGoes(const QString &id, qint64 closedAt)
    {
        QJsonObject head = headOf(id);
        const QJsonObject customer{{"id", head["customer"]}, {"name", head["customer_name"]}, {"online", true}};
        hub.append(QStringLiteral("conv.assigned"), id, {{"conv", head}, {"customer", customer}});
        head["state"] = QStringLiteral("closed");
        head["closed_at"] = closedAt;
        hub.append(QStringLiteral("conv.closed"), id, {{"conv", head}});
    }
    QList<wire::Command> done(const QString &kind) const
    {
        QList<wire::Command> found;
        for (const wire::Command &command : hub.done) {
            if (command.kind == kind)
                found.append(command);
        }
        return found;
    }
    static QStringList texts(const QAbstractItemModel &model)
    {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts.append(model.index(row, 0).data(MessageRole::Text).toString());
        return texts;
    }

    std::function<void()> beforeSession;              ///< the store is being opened
    std::function<void(Session::Config &)> configure; ///< of the next session; with `startNow` false
    QTemporaryDir folder;
    StoreOptions options;
    ShiftedClock clock;
    ScriptedHub hub;
    LinkTimings timings;
    QUrl httpUrl{QStringLiteral("http://127.0.0.1:1")};
    QList<QJsonObject> heads{headOf(QStringLiteral("v1")), headOf(QStringLiteral("v2"))};
    QHash<QString, qint64> cseqs;
    std::unique_ptr<Store> store;
    std::unique_ptr<DeskLink> link;
    std::unique_ptr<Session> session;
    std::unique_ptr<QSignalSpy> ready;
    std::unique_ptr<QSignalSpy> resets;
};

} // namespace liaison::test
