// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/SnapshotReader.h"

#include "hub/routing/AgentTable.h"
#include "hub/routing/CannedTable.h"
#include "hub/routing/ConversationFlow.h"
#include "hub/routing/MessageTable.h"

#include <QJsonArray>
#include <QSet>

namespace liaison::hub {

namespace {
constexpr int closedShown = 30;                        ///< newest closed conversations of an agent
constexpr qint64 closedSince = 7LL * 24 * 3600 * 1000; ///< not older than this
constexpr int customerShown = 3;                       ///< newest conversations of a customer
} // namespace

QJsonObject SnapshotReader::read(const Principal &who) const
{
    if (who.isAgent())
        return forAgent(who.id());
    if (who.isCustomer())
        return forCustomer(who.id());
    return {};
}

QJsonObject SnapshotReader::forAgent(const QString &agent) const
{
    AgentTable agents(m_db);
    auto me = agents.load(agent);
    if (!me)
        return {};
    me->agent.load = agents.loadOf(agent, m_now, m_silentMs).count;

    ConversationTable conversations(m_db);
    QList<ConversationRow> rows = conversations.inHandsOf(agent);
    rows += conversations.closedBy(agent, m_now - closedSince, closedShown);
    MessageTable messages(m_db);
    CustomerTable customers(m_db);
    QJsonArray convs;
    QJsonArray profiles;
    QSet<QString> seen;
    for (const ConversationRow &row : rows) {
        QJsonObject conv = row.head.toJson(m_now);
        conv["tail"] = messages.tail(row.head.id, Viewer::Agent);
        convs.append(conv);
        if (seen.contains(row.head.customer))
            continue;
        seen.insert(row.head.customer);
        if (const auto customer = customers.load(row.head.customer))
            profiles.append(customer->toJson());
    }
    QJsonArray queues;
    for (const Queue &queue : agents.queues()) {
        QJsonObject json = queue.toJson();
        json["members"] = QJsonArray::fromStringList(agents.members(queue.id));
        queues.append(json);
    }
    QJsonArray colleagues;
    const QHash<QString, int> loads = agents.counts();
    for (AgentRow row : agents.all()) {
        row.agent.load = loads.value(row.agent.id);
        colleagues.append(row.agent.toJson());
    }
    QJsonArray canned;
    for (const CannedReply &reply : CannedTable(m_db).visibleTo(agent))
        canned.append(reply.toJson());
    QJsonArray codes;
    for (const WrapupCode &code : agents.codes())
        codes.append(code.toJson());
    return {{"agent", me->agent.toJson()}, {"convs", convs},   {"customers", profiles}, {"queues", queues},
            {"agents", colleagues},        {"canned", canned}, {"codes", codes}};
}

QJsonObject SnapshotReader::forCustomer(const QString &customer) const
{
    const auto profile = CustomerTable(m_db).load(customer);
    if (!profile)
        return {};
    MessageTable messages(m_db);
    QJsonArray convs;
    for (const ConversationRow &row : ConversationTable(m_db).allOf(customer, customerShown)) {
        QJsonObject conv = ConversationFlow::customerHead(row, m_now);
        conv["tail"] = messages.tail(row.head.id, Viewer::Customer);
        convs.append(conv);
    }
    return {{"customer", shortForm(*profile)}, {"convs", convs}};
}

} // namespace liaison::hub
