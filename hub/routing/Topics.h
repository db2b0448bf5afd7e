// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Rules.h"
#include "hub/routing/DeskConfig.h"
#include "hub/routing/WaitingBoard.h"
#include "models/domain/Principal.h"

#include <QJsonObject>
#include <QSqlDatabase>
#include <optional>

namespace liaison::hub {

/// The states of topics; docs/protocol.md, 7. Reads only; throws SqlError.
class Topics
{
public:
    /// `board` is shared by all that ask.
    Topics(const QSqlDatabase &db, const DeskConfig &config, WaitingBoard &board, const Principal &who, qint64 now)
        : m_db(db), m_config(config), m_board(board), m_who(who), m_now(now)
    {}
    /// Nothing if there is no such topic or it is not for him.
    std::optional<TopicState> state(const QString &topic) const;

    /// UTC ms at which the hub's local day began.
    static qint64 dayStart(qint64 now);

private:
    QJsonObject queues() const;
    TopicState place() const;
    QJsonObject figures() const;
    std::optional<QJsonObject> presence(const QString &customer) const;

    QSqlDatabase m_db;
    const DeskConfig &m_config;
    WaitingBoard &m_board;
    Principal m_who;
    qint64 m_now;
};

} // namespace liaison::hub
