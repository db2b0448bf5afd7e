// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Rules.h"

#include <QJsonArray>
#include <atomic>

namespace liaison::test {

/// Rules that know no business: commands say themselves what is to happen.
/// put {to:["a:1"], text}: one event to `to` · refuse · later · throw · half: an event, a timer, then a refusal · timer {id, at}: sets one,
/// whose event goes to a:timer · touch {topic}.
class EchoRules : public hub::Rules
{
public:
    hub::CommandResult apply(hub::Transaction &transaction, const hub::HubCommand &command) override
    {
        using hub::CommandResult;
        const QString kind = command.command.kind;
        const QJsonObject &body = command.command.body;
        if (kind.startsWith(QLatin1String("link."))) {
            (kind == QLatin1String("link.up") ? ups : downs).fetch_add(1);
            CommandResult result;
            if (const qint64 until = tokenUntil.load(); until > 0)
                result.body.insert(QStringLiteral("token_until"), until);
            return result;
        }
        if (kind == QLatin1String("hub.start"))
            return {};
        applied.fetch_add(1);
        if (kind == QLatin1String("put")) {
            put(transaction, command);
            CommandResult result;
            result.body.insert(QStringLiteral("nr"), applied.load());
            return result;
        }
        if (kind == QLatin1String("refuse"))
            return CommandResult::refused(ErrorCode::Invalid, QStringLiteral("refused"));
        if (kind == QLatin1String("later"))
            return CommandResult::refused(ErrorCode::Busy, QStringLiteral("later"), Retry::Later);
        if (kind == QLatin1String("throw"))
            transaction.query(QStringLiteral("SELECT nothing FROM nowhere"));
        if (kind == QLatin1String("half")) {
            put(transaction, command);
            transaction.setTimer({QStringLiteral("half"), QStringLiteral("half"), {}, transaction.now()});
            return CommandResult::refused(ErrorCode::Conflict, QStringLiteral("half"));
        }
        if (kind == QLatin1String("timer")) {
            transaction.setTimer({body.value(QStringLiteral("id")).toString(), QStringLiteral("echo"),
                                  body.value(QStringLiteral("id")).toString(), body.value(QStringLiteral("at")).toInteger()});
        }
        if (kind == QLatin1String("touch"))
            transaction.touchTopic(body.value(QStringLiteral("topic")).toString());
        return {};
    }
    void timerDue(hub::Transaction &transaction, const hub::TimerRow &timer) override
    {
        if (timer.kind != QLatin1String("echo"))
            return; // the migrations of other folders may have set some
        hub::NewEvent event;
        event.kind = QStringLiteral("timer");
        event.body.insert(QStringLiteral("id"), timer.ref);
        event.by = Principal::hub();
        event.audience = {Principal::agent(QStringLiteral("timer"))};
        transaction.append(event);
    }
    QJsonObject snapshot(QSqlDatabase &db, const Principal &who, qint64) const override
    {
        hub::Query events(db, QStringLiteral("SELECT COUNT(*) FROM event_aud WHERE principal = ?"), {who.toString()});
        events.next();
        QJsonArray convs;
        for (int i = 0; i < snapshotConversations; ++i) {
            convs.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("conv-%1").arg(i)},
                                     {QStringLiteral("text"), QString(snapshotText, QLatin1Char('x'))}});
        }
        return {{QStringLiteral("agent"), QJsonObject{{QStringLiteral("events"), events.number(0)}}},
                {QStringLiteral("convs"), convs},
                {QStringLiteral("queues"), QJsonArray()}};
    }
    std::variant<QJsonObject, wire::Err> answer(QSqlDatabase &, const Principal &, const wire::Ask &ask, qint64) const override
    {
        if (ask.kind == QLatin1String("echo"))
            return ask.body;
        wire::Err err;
        err.code = ErrorCode::NotFound;
        return err;
    }
    std::optional<hub::TopicState> topicState(QSqlDatabase &, const Principal &, const QString &topic, qint64) const override
    {
        if (topic == QLatin1String("secret"))
            return {};
        if (failingStates.load() > 0) {
            failingStates.fetch_sub(1);
            throw hub::SqlError(QStringLiteral("asked for"), false);
        }
        states.fetch_add(1);
        hub::TopicState state(QJsonObject{{QStringLiteral("applied"), applied.load()}});
        state.isShared = topic != QLatin1String("own");
        return state;
    }
    QList<Principal> signalAudience(QSqlDatabase &, const Principal &, const QString &conversation) const override
    {
        return {Principal::agent(conversation)};
    }
    bool mayFetchFile(QSqlDatabase &, const Principal &, const QString &) const override { return false; }

    std::atomic<int> applied{0};
    std::atomic<int> ups{0};
    std::atomic<qint64> tokenUntil = 0; ///< what link.up says of the token; 0: nothing
    std::atomic<int> downs{0};
    mutable std::atomic<int> states{0};
    mutable std::atomic<int> failingStates{0};
    int snapshotConversations = 2;
    int snapshotText = 10;

private:
    static void put(hub::Transaction &transaction, const hub::HubCommand &command)
    {
        hub::NewEvent event;
        event.kind = QStringLiteral("msg");
        event.body = command.command.body;
        event.by = command.actor;
        event.mid = command.command.cid;
        event.cid = command.command.cid;
        const QJsonArray to = command.command.body.value(QStringLiteral("to")).toArray();
        for (const QJsonValue &receiver : to)
            event.audience.append(Principal::fromString(receiver.toString()));
        transaction.append(event);
    }
};

/// The generation of a device's first link: what TestClock says in the beginning.
constexpr qint64 firstGen = 1'800'000'001'000;

/// A command as a link would hand it to the writer.
inline hub::HubCommand hubCommand(const QString &kind, const QString &cid, const QJsonObject &body = {}, qint64 gen = firstGen,
                                  const QString &device = QStringLiteral("dev-1"), const QString &agent = QStringLiteral("1"))
{
    hub::HubCommand command;
    command.actor = Principal::agent(agent);
    command.device = device;
    command.gen = gen;
    command.command.kind = kind;
    command.command.cid = cid;
    command.command.body = body;
    return command;
}

/// The body of a `put` for one agent.
inline QJsonObject putFor(const QString &principal, const QString &text = QStringLiteral("hello"))
{
    return {{QStringLiteral("to"), QJsonArray{principal}}, {QStringLiteral("text"), text}};
}

} // namespace liaison::test
