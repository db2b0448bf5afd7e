// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/MessageCommands.h"

#include "hub/routing/DeskQuery.h"
#include "hub/routing/MessageTable.h"
#include "hub/routing/Routing.h"
#include "hub/routing/TextRules.h"
#include "models/domain/FaultPoint.h"
#include "models/domain/Ids.h"

namespace liaison::hub {

namespace {

CommandResult sent(const Message &message, const ConversationRow &row)
{
    CommandResult result;
    result.cseq = message.cseq;
    result.version = row.head.version;
    result.body = {{"conv", row.head.id}};
    return result;
}
} // namespace

std::optional<CommandResult> MessageCommands::known(const QString &mid) const
{
    const auto row = MessageTable(m.tx.db()).find(mid);
    if (!row || LIAISON_BREAKS(R1))
        return std::nullopt;
    if (row->message.by != m.actor().toString())
        return CommandResult::invalid(QStringLiteral("this id is taken"));
    // An agent names the conversation; a customer's repeat may come after that conversation was closed.
    if (m.actor().isAgent() && m.conversation && row->message.conversation != m.conversation->head.id)
        return CommandResult::invalid(QStringLiteral("this id is taken in another conversation"));
    CommandResult result;
    result.dup = true;
    result.cseq = row->message.cseq;
    result.body = {{"conv", row->message.conversation}};
    return result;
}

std::optional<CommandResult> MessageCommands::read(Message &message) const
{
    message.mid = m.cid();
    if (!isId(message.mid))
        return CommandResult::invalid(QStringLiteral("a message needs an id"));
    if (LIAISON_BREAKS(R1) && MessageTable(m.tx.db()).find(message.mid))
        message.mid = newId();
    message.by = m.actor().toString();
    message.text = TextRules::cleaned(m.text("text"));
    if (message.text.size() > TextRules::message)
        return CommandResult::refused(ErrorCode::TooBig, QStringLiteral("at most %1 characters").arg(TextRules::message));

    const QString kind = m.text("kind");
    if (kind == QLatin1String("text")) {
        message.kind = MessageKind::Text;
        if (TextRules::isBlank(message.text))
            return CommandResult::invalid(QStringLiteral("an empty text"));
        return std::nullopt;
    }
    if (kind != QLatin1String("picture") && kind != QLatin1String("file"))
        return CommandResult::invalid(QStringLiteral("unknown kind of message"));
    message.kind = messageKindFromString(kind);
    const QJsonValue value = m.body()["file"];
    const QString id = value.isObject() ? value["id"].toString() : value.toString();
    QString owner;
    message.file = MessageTable(m.tx.db()).file(id, &owner);
    if (!message.file || owner != m.actor().toString())
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such file of yours"));
    if (message.kind == MessageKind::Picture && !message.file->mime.startsWith(QLatin1String("image/")))
        message.kind = MessageKind::File;
    return std::nullopt;
}

CommandResult MessageCommands::send()
{
    if (const auto before = known(m.cid()))
        return *before;
    Message message;
    if (const auto refusal = read(message))
        return *refusal;
    return m.actor().isCustomer() ? sendAsCustomer(message) : sendAsAgent(message);
}

CommandResult MessageCommands::sendAsCustomer(Message message)
{
    const auto customer = CustomerTable(m.tx.db()).load(m.actor().id());
    if (!customer)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such customer"));
    message.side = Side::Customer;
    message.byName = customer->name;

    ConversationFlow flow = m.flow();
    ConversationTable table(m.tx.db());
    const qint64 now = m.tx.now();
    auto open = table.openOf(customer->id);
    if (!open) {
        const auto before = table.newestOf(customer->id);
        AgentTable agents(m.tx.db());
        QString queue = before ? before->head.queue : QString();
        if (!agents.hasMembers(queue)) // nobody works there any more, or it is his first time
            queue = agents.standardQueue();
        ConversationRow row = flow.begin(*customer, CustomerTable(m.tx.db()).page(customer->id), queue);
        row.head.needSince = now;
        row.customerAt = now;
        message = flow.say(row, message, false);
        flow.remark(row, QStringLiteral("queued"), {{"queue", row.head.queueName}});
        flow.enqueue(row, now, now - flow.headStart(customer->vip));
        Routing(m.tx, m.config).route(row.head.id);
        return sent(message, row);
    }

    ConversationRow &row = *open;
    if (row.head.needSince == 0)
        row.head.needSince = now;
    row.customerAt = now;
    if (row.head.state == ConversationState::Wrapup) {
        flow.reopen(row);
        message = flow.say(row, message, false);
        table.note(row);
    } else {
        message = flow.say(row, message, false);
        table.note(row);
        const bool away = row.head.state == ConversationState::Parked;
        const auto owner = away ? AgentTable(m.tx.db()).load(row.head.agent) : std::nullopt;
        if (owner && (owner->disabled || !owner->isReachable(now, m.config.graceMs))) {
            // Parked with an agent who is gone: nobody would see it.
            flow.requeue(row);
            Routing(m.tx, m.config).route(row.head.id);
        }
    }
    return sent(message, row);
}

CommandResult MessageCommands::sendAsAgent(Message message)
{
    ConversationRow &row = *m.conversation;
    message.side = Side::Agent;
    message.byName = m.agent->agent.display;
    const qint64 asked = row.head.needSince;
    const bool first = row.firstReplyAt == 0;
    row.head.needSince = 0;
    if (first)
        row.firstReplyAt = m.tx.now();
    message = m.flow().say(row, message, false);
    ConversationTable(m.tx.db()).note(row);
    if (asked > 0) {
        DeskQuery(m.tx.db(),
                  QStringLiteral("INSERT INTO fact_reply (mid, conv, agent, asked_at, replied_at, queued_at, is_first) "
                                 "VALUES (?,?,?,?,?,?,?)"),
                  {message.mid, row.head.id, m.actor().id(), asked, m.tx.now(), row.head.queuedAt, first ? 1 : 0});
        m.tx.touchTopic(QStringLiteral("figures@") + m.actor().toString());
    }
    if (row.head.channel != QLatin1String("web"))
        DeskQuery(m.tx.db(), QStringLiteral("INSERT INTO channel_out (id, conv, mid, due_at) VALUES (?,?,?,?)"),
                  {newId(), row.head.id, message.mid, m.tx.now()});
    return sent(message, row);
}

CommandResult MessageCommands::note()
{
    if (const auto before = known(m.cid()))
        return *before;
    Message message;
    message.mid = m.cid();
    if (!isId(message.mid))
        return CommandResult::invalid(QStringLiteral("a note needs an id"));
    message.kind = MessageKind::Note;
    message.side = Side::Agent;
    message.by = m.actor().toString();
    message.byName = m.agent->agent.display;
    message.text = TextRules::cleaned(m.text("text"));
    if (TextRules::isBlank(message.text) || message.text.size() > TextRules::message)
        return CommandResult::invalid(QStringLiteral("an empty or too long note"));
    message = m.flow().say(*m.conversation, message, true);
    return sent(message, *m.conversation);
}

CommandResult MessageCommands::mark()
{
    ConversationRow &row = *m.conversation;
    const bool byCustomer = m.actor().isCustomer();
    Marks &marks = byCustomer ? row.head.customerMarks : row.head.agentMarks;
    const Marks before = marks;
    // Nobody has read what is not yet written, and who has read it has got it.
    const qint64 read = qMin(m.body()["read"].toInteger(), row.head.cseq);
    const qint64 delivered = qMax(read, qMin(m.body()["delivered"].toInteger(), row.head.cseq));
    marks.read = qMax(before.read, read);
    marks.delivered = qMax(before.delivered, delivered);
    if (marks == before)
        return DeskCall::done(row);
    ConversationTable(m.tx.db()).note(row);
    NewEvent event;
    event.conversation = row.head.id;
    event.kind = QStringLiteral("mark");
    event.by = m.actor();
    event.cid = m.cid();
    event.body = {{"side", byCustomer ? "customer" : "agent"}, {"delivered", marks.delivered}, {"read", marks.read}};
    if (!row.head.agent.isEmpty())
        event.audience.append(Principal::agent(row.head.agent));
    event.audience.append(Principal::customer(row.head.customer));
    m.tx.append(event);
    return DeskCall::done(row);
}

CommandResult MessageCommands::recall()
{
    ConversationRow &row = *m.conversation;
    MessageTable messages(m.tx.db());
    const auto found = messages.find(m.text("mid"));
    if (!found || found->message.conversation != row.head.id || (found->internal && m.actor().isCustomer()))
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such message"));
    const Message &message = found->message;
    if (message.by != m.actor().toString())
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("not your message"));
    if (message.recalled)
        return DeskCall::done(row);
    if (m.tx.now() - message.at > m.config.recallMs)
        return CommandResult::refused(ErrorCode::TooOld, QStringLiteral("too late to take it back"));
    messages.recall(message);
    QJsonObject body{{"mid", message.mid}};
    if (row.lastMid == message.mid) {
        if (const auto last = messages.newestShown(row.head.id)) {
            row.lastMid = last->mid;
            QString text = TextRules::shortened(last->text);
            if (text.isEmpty() && last->file)
                text = TextRules::shortened(last->file->name);
            row.head.last = {last->kind, last->side, text, last->at};
        } else {
            row.lastMid.clear();
            row.head.last.text.clear();
        }
        ConversationTable(m.tx.db()).note(row);
        body["last"] = row.head.toJson(m.tx.now())["last"]; // or the words stay in the list's preview
    }
    NewEvent event;
    event.conversation = row.head.id;
    event.kind = QStringLiteral("recall");
    event.by = m.actor();
    event.mid = message.mid;
    event.cid = m.cid();
    event.body = body;
    if (!row.head.agent.isEmpty())
        event.audience.append(Principal::agent(row.head.agent));
    else if (row.head.offer)
        event.audience.append(Principal::agent(row.head.offer->agent));
    if (!found->internal)
        event.audience.append(Principal::customer(row.head.customer));
    m.tx.append(event);
    return DeskCall::done(row);
}

CommandResult MessageCommands::addFile()
{
    FileRef file = FileRef::fromJson(m.body());
    file.name = TextRules::line(file.name).left(200);
    if (!isId(file.id) || file.name.isEmpty() || file.mime.isEmpty() || file.size < 0)
        return CommandResult::invalid(QStringLiteral("a file needs id, name, type and size"));
    MessageTable messages(m.tx.db());
    QString owner;
    if (messages.file(file.id, &owner))
        return owner == m.actor().toString() ? CommandResult{} : CommandResult::invalid(QStringLiteral("this id is taken"));
    messages.addFile(file, m.actor().toString(), m.tx.now());
    return {};
}

} // namespace liaison::hub
