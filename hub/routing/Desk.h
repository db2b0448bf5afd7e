// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Rules.h"
#include "hub/routing/DeskConfig.h"
#include "hub/routing/WaitingBoard.h"

#include <functional>

namespace liaison::hub {

/// The business rules of the desk (docs/protocol.md, 4–7): conversations, customers, agents, canned replies and the routing between
/// them. Holds no state of its own but its configuration; everything else is in the tables of hub/store/migrations/0002_desk.sql.
/// Threads as Rules says. Besides the internal kinds named there it knows "hub.start" (all links are down; once, before the first link),
/// "token.create" {token_hash, device, device_name} of an agent and "token.revoke" {token_hash}.
class Desk : public Rules
{
public:
    using DeviceSignedOut = std::function<void(const QString &agent, const QString &device)>;

    explicit Desk(DeskConfig config = {});

    CommandResult apply(Transaction &transaction, const HubCommand &command) override;
    void timerDue(Transaction &transaction, const TimerRow &timer) override;
    int removeOld(Transaction &transaction, const RetentionSettings &settings) override;
    QJsonObject snapshot(QSqlDatabase &db, const Principal &who, qint64 now) const override;
    std::variant<QJsonObject, wire::Err> answer(QSqlDatabase &db, const Principal &who, const wire::Ask &ask,
                                                qint64 now) const override;
    std::optional<TopicState> topicState(QSqlDatabase &db, const Principal &who, const QString &topic, qint64 now) const override;
    void topicsTouched(const QStringList &topics) override;
    QList<Principal> signalAudience(QSqlDatabase &db, const Principal &from, const QString &conversation) const override;
    bool mayFetchFile(QSqlDatabase &db, const Principal &who, const QString &file) const override;

    /// Called on the writer thread after the commit in which an agent was found disabled or signed out by a changed password (by
    /// another process): close its links.
    void onAgentDisabled(std::function<void(const QString &agent)> then) { m_agentDisabled = std::move(then); }
    /// Likewise of one device: its token was revoked while the agent is signed in on another one.
    void onDeviceSignedOut(DeviceSignedOut then) { m_deviceSignedOut = std::move(then); }

    /// Likewise of a file that was put long ago and never sent: its row is gone, its bytes may go.
    void onFileForgotten(std::function<void(const QString &file)> then) { m_fileForgotten = std::move(then); }

    const DeskConfig &config() const { return m_config; }
    /// All kinds of commands a client may send, for tests of the rights.
    static QStringList commandKinds();

private:
    DeskConfig m_config;
    mutable WaitingBoard m_board{m_config}; ///< the main thread's
    std::function<void(const QString &)> m_agentDisabled;
    DeviceSignedOut m_deviceSignedOut;
    std::function<void(const QString &)> m_fileForgotten;
};

} // namespace liaison::hub
