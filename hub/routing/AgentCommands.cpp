// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/AgentCommands.h"

#include "hub/routing/DeskQuery.h"
#include "hub/routing/Routing.h"
#include "hub/routing/TextRules.h"
#include "hub/routing/TokenLife.h"

namespace liaison::hub {

namespace {
std::optional<AgentStatus> statusFrom(const QString &text)
{
    const AgentStatus status = agentStatusFromString(text);
    return toString(status) == text ? std::optional(status) : std::nullopt;
}

QString graceTimer(const QString &agent) { return QStringLiteral("grace:") + agent; }

/// Tells the link that the token behind it lives on.
CommandResult livesUntil(qint64 tokenUntil)
{
    CommandResult result;
    result.body = {{"token_until", tokenUntil}};
    return result;
}
} // namespace

CommandResult AgentCommands::state()
{
    const auto status = statusFrom(m.text("status"));
    const QString next = m.text("next");
    if (!status || (!next.isEmpty() && !statusFrom(next)))
        return CommandResult::refused(ErrorCode::Invalid, QStringLiteral("unknown status"));
    const QString reason = TextRules::line(m.text("reason"));
    if (reason.size() > TextRules::reason)
        return CommandResult::refused(ErrorCode::Invalid, QStringLiteral("the reason is too long"));
    Routing(m.tx, m.config).setStatus(*m.agent, *status, reason, next);
    return {};
}

CommandResult AgentCommands::linkUp()
{
    const QString who = m.actor().toString();
    const QString device = m.text("device");
    const qint64 gen = m.body()["gen"].toInteger();
    const qint64 now = m.tx.now();
    DeskQuery(
        m.tx.db(),
        QStringLiteral("INSERT INTO link_up (principal, device, gen, since) VALUES (?,?,?,?) ON CONFLICT (principal, device) "
                       "DO UPDATE SET gen = excluded.gen, since = excluded.since"),
        {who, device, gen, now});
    if (m.actor().isCustomer()) {
        const QString id = m.actor().id();
        CustomerTable table(m.tx.db());
        table.setSeen(id, now);
        const QJsonObject site = m.body()["site"].toObject();
        const QString url = TextRules::line(site["url"].toString()).left(TextRules::url);
        if (!url.isEmpty())
            table.setPage(id, {url, TextRules::line(site["title"].toString()).left(TextRules::fieldValue)});
        DeskQuery(m.tx.db(),
                  QStringLiteral("UPDATE visitor_token SET expires_at = ? WHERE customer = ? AND revoked = 0 AND "
                                 "expires_at > ?"),
                  {now + visitorTokenLife, id, now});
        m.tx.touchTopic(QStringLiteral("presence:") + id);
        return livesUntil(now + visitorTokenLife);
    }
    DeskQuery(
        m.tx.db(),
        QStringLiteral("UPDATE agent_token SET expires_at = ? WHERE agent = ? AND device = ? AND revoked = 0 AND expires_at > ?"),
        {now + agentTokenLife, m.actor().id(), device, now});
    m.tx.clearTimer(graceTimer(m.actor().id()));
    m.agent->linkLostAt = 0;
    AgentTable(m.tx.db()).saveState(*m.agent);
    m.tx.touchTopic(QStringLiteral("place"));
    if (m.agent->agent.status == AgentStatus::Available)
        Routing(m.tx, m.config).routeFor(m.actor().id());
    return livesUntil(now + agentTokenLife);
}

CommandResult AgentCommands::linkDown()
{
    const QString who = m.actor().toString();
    // The end of a link that was replaced by a newer one of the same device says nothing.
    const qint64 gen = m.body()["gen"].toInteger();
    DeskQuery(m.tx.db(), QStringLiteral("DELETE FROM link_up WHERE principal = ? AND device = ? AND (gen <= ? OR ? = 0)"),
              {who, m.text("device"), gen, gen});
    {
        DeskQuery query(m.tx.db(), QStringLiteral("SELECT 1 FROM link_up WHERE principal = ?"), {who});
        if (query.next())
            return {};
    }
    if (m.actor().isCustomer()) {
        CustomerTable(m.tx.db()).setSeen(m.actor().id(), m.tx.now());
        m.tx.touchTopic(QStringLiteral("presence:") + m.actor().id());
        return {};
    }
    m.agent->linkLostAt = m.tx.now();
    AgentTable(m.tx.db()).saveState(*m.agent);
    m.tx.setTimer({graceTimer(m.actor().id()), QStringLiteral("link.grace"), m.actor().id(), m.tx.now() + m.config.graceMs});
    return {};
}

CommandResult AgentCommands::hubStart()
{
    const qint64 now = m.tx.now();
    // Said again after a full disk, it may come behind links of this run.
    const qint64 since = m.command.command.at > 0 ? m.command.command.at : std::numeric_limits<qint64>::max();
    DeskQuery(m.tx.db(), QStringLiteral("DELETE FROM link_up WHERE since < ?"), {since});
    QStringList wereUp;
    {
        DeskQuery query(m.tx.db(),
                        QStringLiteral("SELECT agent FROM agent_state WHERE link_lost_at = 0 AND NOT EXISTS (SELECT 1 FROM "
                                       "link_up WHERE principal = 'a:' || agent) ORDER BY agent"));
        while (query.next())
            wereUp.append(query.text(0));
    }
    for (const QString &agent : wereUp) {
        DeskQuery(m.tx.db(), QStringLiteral("UPDATE agent_state SET link_lost_at = ? WHERE agent = ?"), {now, agent});
        m.tx.setTimer({graceTimer(agent), QStringLiteral("link.grace"), agent, now + m.config.graceMs});
    }
    return {};
}

CommandResult AgentCommands::tokenCreate()
{
    const QString hash = m.text("token_hash");
    const QString device = m.text("device");
    if (hash.isEmpty() || device.isEmpty())
        return CommandResult::refused(ErrorCode::Invalid, QStringLiteral("a token belongs to a device"));
    const qint64 now = m.tx.now();
    // One token a device: signing in again ends the one before.
    DeskQuery(m.tx.db(), QStringLiteral("UPDATE agent_token SET revoked = 1 WHERE agent = ? AND device = ?"),
              {m.actor().id(), device});
    DeskQuery(
        m.tx.db(),
        QStringLiteral("INSERT INTO agent_token (hash, agent, device, device_name, created_at, expires_at) VALUES (?,?,?,?,?,?)"),
        {hash, m.actor().id(), device, TextRules::line(m.text("device_name")).left(TextRules::name), now, now + agentTokenLife});
    return {};
}

CommandResult AgentCommands::tokenRevoke()
{
    for (const char *table : {"agent_token", "visitor_token"})
        DeskQuery(m.tx.db(), QStringLiteral("UPDATE %1 SET revoked = 1 WHERE hash = ?").arg(QLatin1String(table)),
                  {m.text("token_hash")});
    return {};
}

} // namespace liaison::hub
