// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Transaction.h"
#include "hub/routing/AgentTable.h"
#include "hub/routing/ConversationFlow.h"
#include "hub/routing/ConversationTable.h"
#include "hub/routing/DeskConfig.h"

namespace liaison::hub {

/// One command on its way through the desk: rights are checked, and what they were checked against is loaded.
struct DeskCall
{
    Transaction &tx;
    const DeskConfig &config;
    const HubCommand &command;
    std::optional<AgentRow> agent;               ///< who acts, if an agent does
    std::optional<ConversationRow> conversation; ///< the one the command names, if its kind needs one

    const QString &cid() const { return command.command.cid; }
    const Principal &actor() const { return command.actor; }
    const QJsonObject &body() const { return command.command.body; }
    QString text(const char *key) const { return command.command.body[QLatin1String(key)].toString(); }
    ConversationFlow flow() const { return ConversationFlow(tx, config, actor(), cid()); }

    /// The answer that says where the conversation now stands.
    static CommandResult done(const ConversationRow &row)
    {
        CommandResult result;
        result.version = row.head.version;
        return result;
    }
    /// The refusal that says where it stands instead.
    static CommandResult conflict(const ConversationRow &row, const QString &text)
    {
        CommandResult result = CommandResult::refused(ErrorCode::Conflict, text, Retry::Never);
        result.version = row.head.version;
        return result;
    }
};

} // namespace liaison::hub
