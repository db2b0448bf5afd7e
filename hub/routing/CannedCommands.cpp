// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/CannedCommands.h"

#include "hub/routing/CannedTable.h"
#include "hub/routing/TextRules.h"
#include "models/domain/Ids.h"

namespace liaison::hub {

bool CannedCommands::mayChange(const QString &scope, const QString &owner) const
{
    return scope == QLatin1String("mine") ? owner == m.actor().id() : m.agent->agent.role != QLatin1String("agent");
}

void CannedCommands::tell(const QString &kind, const QJsonObject &body, bool everybody)
{
    NewEvent event;
    event.kind = kind;
    event.body = body;
    event.by = m.actor();
    event.cid = m.cid();
    if (everybody) {
        for (const AgentRow &row : AgentTable(m.tx.db()).all())
            event.audience.append(Principal::agent(row.agent.id));
    } else {
        event.audience = {m.actor()};
    }
    m.tx.append(event);
}

CommandResult CannedCommands::save()
{
    CannedReply reply;
    reply.id = m.text("id");
    reply.shortcut = TextRules::line(m.text("shortcut"));
    reply.title = TextRules::line(m.text("title"));
    reply.text = TextRules::cleaned(m.text("text"));
    reply.scope = m.text("scope");
    reply.language = m.text("lang");
    if (reply.id.isEmpty())
        reply.id = isId(m.cid()) ? m.cid() : newId();
    const bool good = isId(reply.id) && !reply.shortcut.isEmpty() && reply.shortcut.size() <= TextRules::shortcut &&
                      !reply.shortcut.contains(QLatin1Char(' ')) && reply.title.size() <= TextRules::name &&
                      !TextRules::isBlank(reply.text) && reply.text.size() <= TextRules::cannedText &&
                      (reply.scope == QLatin1String("all") || reply.scope == QLatin1String("mine")) &&
                      reply.language.size() <= 16 && TextRules::line(reply.language) == reply.language;
    if (!good)
        return CommandResult::refused(ErrorCode::Invalid, QStringLiteral("shortcut, title, text, scope or lang will not do"));
    if (reply.title.isEmpty())
        reply.title = reply.shortcut;

    CannedTable table(m.tx.db());
    const QString owner = reply.scope == QLatin1String("mine") ? m.actor().id() : QString();
    QString ownerBefore;
    const auto before = table.load(reply.id, &ownerBefore);
    if (!mayChange(reply.scope, owner) || (before && !mayChange(before->scope, ownerBefore)))
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("not yours to change"));
    if (!before && table.count(owner) >= most)
        return CommandResult::refused(ErrorCode::Full, QStringLiteral("too many canned replies"));
    table.save(reply, owner, m.tx.now());
    if (before && before->scope == QLatin1String("all") && reply.scope == QLatin1String("mine"))
        tell(QStringLiteral("canned.removed"), {{"id", reply.id}}, true);
    tell(QStringLiteral("canned"), {{"canned", reply.toJson()}}, reply.scope == QLatin1String("all"));
    CommandResult result;
    result.body = {{"id", reply.id}};
    return result;
}

CommandResult CannedCommands::remove()
{
    CannedTable table(m.tx.db());
    QString owner;
    const auto reply = table.load(m.text("id"), &owner);
    if (!reply)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such canned reply"));
    if (!mayChange(reply->scope, owner))
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("not yours to remove"));
    table.remove(reply->id);
    tell(QStringLiteral("canned.removed"), {{"id", reply->id}}, reply->scope == QLatin1String("all"));
    return {};
}

CommandResult CannedCommands::used()
{
    CannedTable table(m.tx.db());
    QString owner;
    const auto reply = table.load(m.text("id"), &owner);
    if (!reply || (reply->scope == QLatin1String("mine") && owner != m.actor().id()))
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such canned reply"));
    table.countUse(reply->id, m.actor().id(), m.tx.now());
    return {};
}

} // namespace liaison::hub
