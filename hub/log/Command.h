// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/CommandOrder.h"
#include "models/domain/Principal.h"
#include "models/wire/Frames.h"

#include <QByteArray>
#include <memory>

namespace liaison::hub {

/// A command as the writer gets it: what the client sent plus who sent it, as the link knows it.
struct HubCommand
{
    Principal actor;
    QString device;
    qint64 gen = 0; ///< checked against device_session inside the transaction (R11); -1 for the hub's own commands
    wire::Command command;
    std::shared_ptr<CommandOrder> order; ///< of the link it came on; none for the hub's own
    quint64 number = 0;                  ///< within `order`
};

/// What became of a command. Stored under (device, cid) and sent as `ok` or `err` after the commit (R2).
struct CommandResult
{
    ErrorCode error = ErrorCode::None;
    Retry retry = Retry::Never;
    QString text;   ///< for the client's log; never shown raw
    qint64 pos = 0; ///< filled in by the writer: position of the command's last event
    qint64 cseq = 0;
    qint64 version = 0;
    bool dup = false;
    QJsonObject body;

    bool ok() const { return error == ErrorCode::None; }
    /// As it is kept in cmd_result.
    QByteArray toJson() const;
    static CommandResult fromJson(const QByteArray &json);
    static CommandResult refused(ErrorCode code, const QString &text, Retry retry = Retry::Never)
    {
        CommandResult result;
        result.error = code;
        result.retry = retry;
        result.text = text;
        return result;
    }
    static CommandResult invalid(const QString &text) { return refused(ErrorCode::Invalid, text); }
};

/// A row of the timer table that is due.
struct TimerRow
{
    QString id;
    QString kind; ///< "offer.expire", "wrapup.end", "link.grace", "route" …
    QString ref;
    qint64 dueAt = 0;
};

} // namespace liaison::hub
