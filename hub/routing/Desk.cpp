// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/Desk.h"

#include "hub/routing/AgentCommands.h"
#include "hub/routing/CannedCommands.h"
#include "hub/routing/ConversationCommands.h"
#include "hub/routing/CustomerCommands.h"
#include "hub/routing/MessageCommands.h"
#include "hub/routing/OldRows.h"
#include "hub/routing/Questions.h"
#include "hub/routing/SnapshotReader.h"
#include "hub/routing/Timers.h"
#include "hub/routing/Topics.h"

namespace liaison::hub {

namespace {

enum Who : unsigned { Agent_ = 1, Customer_ = 2, Hub_ = 4 };

/// What else must be true of an agent (customers act in conversations of their own only, whatever stands here).
enum class Need {
    Nothing,
    Conversation, ///< the command names one; the handler looks at the rest (offers, waiting)
    Owner,        ///< he has it: active, parked or wrap-up
    Author,       ///< the conversation may be closed; the handler compares the author
    Serving       ///< he has an open conversation with b.customer
};

struct Right
{
    const char *kind;
    unsigned who;
    Need need;
    CommandResult (*run)(DeskCall &);
};

// The one place that says who may do what.
const Right rights[] = {
    {"agent.state", Agent_, Need::Nothing, [](DeskCall &c) { return AgentCommands(c).state(); }},
    {"conv.accept", Agent_, Need::Conversation, [](DeskCall &c) { return ConversationCommands(c).accept(); }},
    {"conv.decline", Agent_, Need::Conversation, [](DeskCall &c) { return ConversationCommands(c).decline(); }},
    {"conv.take", Agent_, Need::Conversation, [](DeskCall &c) { return ConversationCommands(c).take(); }},
    {"conv.transfer", Agent_, Need::Owner, [](DeskCall &c) { return ConversationCommands(c).transfer(); }},
    {"conv.park", Agent_, Need::Owner, [](DeskCall &c) { return ConversationCommands(c).park(); }},
    {"conv.resume", Agent_, Need::Owner, [](DeskCall &c) { return ConversationCommands(c).resume(); }},
    {"conv.wrapup", Agent_, Need::Owner, [](DeskCall &c) { return ConversationCommands(c).wrapup(); }},
    {"conv.close", Agent_, Need::Owner, [](DeskCall &c) { return ConversationCommands(c).close(); }},
    {"conv.open", Agent_, Need::Nothing, [](DeskCall &c) { return ConversationCommands(c).open(); }},
    {"conv.note", Agent_, Need::Owner, [](DeskCall &c) { return MessageCommands(c).note(); }},
    {"conv.mark", Agent_ | Customer_, Need::Owner, [](DeskCall &c) { return MessageCommands(c).mark(); }},
    {"conv.leave", Customer_, Need::Conversation, [](DeskCall &c) { return ConversationCommands(c).leave(); }},
    {"msg.send", Agent_ | Customer_, Need::Owner, [](DeskCall &c) { return MessageCommands(c).send(); }},
    {"msg.recall", Agent_ | Customer_, Need::Author, [](DeskCall &c) { return MessageCommands(c).recall(); }},
    {"customer.update", Agent_, Need::Serving, [](DeskCall &c) { return CustomerCommands(c).update(); }},
    {"customer.tag", Agent_, Need::Serving, [](DeskCall &c) { return CustomerCommands(c).tag(); }},
    {"customer.note", Agent_, Need::Serving, [](DeskCall &c) { return CustomerCommands(c).note(); }},
    {"customer.describe", Customer_, Need::Nothing, [](DeskCall &c) { return CustomerCommands(c).describe(); }},
    {"canned.save", Agent_, Need::Nothing, [](DeskCall &c) { return CannedCommands(c).save(); }},
    {"canned.remove", Agent_, Need::Nothing, [](DeskCall &c) { return CannedCommands(c).remove(); }},
    {"canned.used", Agent_, Need::Nothing, [](DeskCall &c) { return CannedCommands(c).used(); }},
    // The hub's own: never from a client's link.
    {"link.up", Hub_, Need::Nothing, [](DeskCall &c) { return AgentCommands(c).linkUp(); }},
    {"link.down", Hub_, Need::Nothing, [](DeskCall &c) { return AgentCommands(c).linkDown(); }},
    {"hub.start", Hub_, Need::Nothing, [](DeskCall &c) { return AgentCommands(c).hubStart(); }},
    {"token.create", Hub_, Need::Nothing, [](DeskCall &c) { return AgentCommands(c).tokenCreate(); }},
    {"token.revoke", Hub_, Need::Nothing, [](DeskCall &c) { return AgentCommands(c).tokenRevoke(); }},
    {"customer.create", Hub_, Need::Nothing, [](DeskCall &c) { return CustomerCommands(c).create(); }},
    {"customer.identify", Hub_, Need::Nothing, [](DeskCall &c) { return CustomerCommands(c).identify(); }},
    {"file.add", Hub_, Need::Nothing, [](DeskCall &c) { return MessageCommands(c).addFile(); }},
};

const Right *rightOf(const QString &kind)
{
    for (const Right &right : rights) {
        if (kind == QLatin1String(right.kind))
            return &right;
    }
    return nullptr;
}

CommandResult notFound() { return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such conversation")); }

/// Loads the conversation and compares it with what the command needs; a refusal, or nothing.
std::optional<CommandResult> checkNeed(DeskCall &call, Need need)
{
    const bool byCustomer = call.actor().isCustomer();
    if (need == Need::Nothing)
        return std::nullopt;
    if (need == Need::Serving) {
        if (ConversationTable(call.tx.db()).serves(call.actor().id(), call.text("customer")))
            return std::nullopt;
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("no open conversation with this customer"));
    }
    ConversationTable table(call.tx.db());
    const QString &id = call.command.command.conversation;
    // A customer's message finds its conversation by itself; his other commands mean the one they name, or the open one.
    if (byCustomer) {
        if (call.command.command.kind == QLatin1String("msg.send"))
            return std::nullopt;
        call.conversation = id.isEmpty() ? table.openOf(call.actor().id()) : table.load(id);
        return call.conversation && call.conversation->head.customer == call.actor().id() ? std::nullopt
                                                                                          : std::optional(notFound());
    }
    call.conversation = table.load(id);
    if (!call.conversation)
        return notFound();
    if (need == Need::Owner && !call.conversation->isOwnedBy(call.actor().id())) {
        // What was written for it returns to its author, who may have to tell somebody else.
        const bool text = call.command.command.kind == QLatin1String("msg.send");
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("not your conversation"),
                                      text ? Retry::Confirm : Retry::Never);
    }
    return std::nullopt;
}

} // namespace

Desk::Desk(DeskConfig config) : m_config(std::move(config)) {}

QStringList Desk::commandKinds()
{
    QStringList kinds;
    for (const Right &right : rights) {
        if (right.who != Hub_)
            kinds.append(QLatin1String(right.kind));
    }
    return kinds;
}

CommandResult Desk::apply(Transaction &transaction, const HubCommand &command)
{
    const Right *right = rightOf(command.command.kind);
    if (!right)
        return CommandResult::refused(ErrorCode::Invalid, QStringLiteral("unknown command"));
    const unsigned who = command.gen == -1            ? Hub_
                         : command.actor.isAgent()    ? Agent_
                         : command.actor.isCustomer() ? Customer_
                                                      : 0u;
    if (!(right->who & who))
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("not for you"));

    DeskCall call{transaction, m_config, command, {}, {}};
    if (command.actor.isAgent()) {
        call.agent = AgentTable(transaction.db()).load(command.actor.id());
        if (!call.agent || (call.agent->disabled && who != Hub_))
            return CommandResult::refused(ErrorCode::Unauthorized, QStringLiteral("no such agent"), Retry::Auth);
    }
    if (const auto refusal = checkNeed(call, right->need))
        return *refusal;
    return right->run(call);
}

void Desk::timerDue(Transaction &transaction, const TimerRow &timer)
{
    Timers(transaction, m_config, m_agentDisabled, m_deviceSignedOut).due(timer);
}

int Desk::removeOld(Transaction &transaction, const RetentionSettings &settings)
{
    return OldRows(transaction, settings, m_fileForgotten).remove();
}

QJsonObject Desk::snapshot(QSqlDatabase &db, const Principal &who, qint64 now) const
{
    return SnapshotReader(db, now, m_config.silentAfterMs).read(who);
}

std::variant<QJsonObject, wire::Err> Desk::answer(QSqlDatabase &db, const Principal &who, const wire::Ask &ask, qint64 now) const
{
    return Questions(db, who, now, m_config.silentAfterMs).answer(ask);
}

std::optional<TopicState> Desk::topicState(QSqlDatabase &db, const Principal &who, const QString &topic, qint64 now) const
{
    return Topics(db, m_config, m_board, who, now).state(topic);
}

void Desk::topicsTouched(const QStringList &topics)
{
    if (topics.contains(QStringLiteral("place")) || topics.contains(QStringLiteral("queues")))
        m_board.forget();
}

QList<Principal> Desk::signalAudience(QSqlDatabase &db, const Principal &from, const QString &conversation) const
{
    return Questions(db, from, 0, m_config.silentAfterMs).signalAudience(conversation);
}

bool Desk::mayFetchFile(QSqlDatabase &db, const Principal &who, const QString &file) const
{
    return Questions(db, who, 0, m_config.silentAfterMs).mayFetchFile(file);
}

} // namespace liaison::hub
