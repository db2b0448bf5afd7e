// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/Questions.h"

#include "hub/routing/AgentTable.h"
#include "hub/routing/ConversationFlow.h"
#include "hub/routing/DeskQuery.h"
#include "hub/routing/MessageTable.h"
#include "hub/routing/TextRules.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <limits>

namespace liaison::hub {

namespace {
constexpr int historyMost = 200;
constexpr int historyBytes = 48 * 1024; ///< an answer has to fit into a frame
constexpr int conversationsMost = 100;
constexpr int customersMost = 20;

wire::Err refused(ErrorCode code, const QString &text)
{
    wire::Err err;
    err.code = code;
    err.text = text;
    return err;
}
} // namespace

Questions::Result Questions::answer(const wire::Ask &ask) const
{
    if (ask.kind == QLatin1String("history"))
        return history(ask);
    if (ask.kind == QLatin1String("customer.convs"))
        return customerConversations(ask.body["customer"].toString());
    if (ask.kind == QLatin1String("customer.find"))
        return findCustomers(ask.body["q"].toString());
    if (ask.kind == QLatin1String("agents"))
        return agents();
    return refused(ErrorCode::Invalid, QStringLiteral("unknown question"));
}

bool Questions::maySee(const ConversationRow &row) const
{
    if (m_who.isCustomer())
        return row.head.customer == m_who.id();
    if (!m_who.isAgent())
        return false;
    const QString &me = m_who.id();
    return row.head.agent == me || row.isOfferedTo(me) || ConversationTable(m_db).serves(me, row.head.customer);
}

Questions::Result Questions::history(const wire::Ask &ask) const
{
    const auto row = ConversationTable(m_db).load(ask.conversation);
    if (!row || !maySee(*row))
        return refused(ErrorCode::NotFound, QStringLiteral("no such conversation"));
    const qint64 asked = ask.body["before_cseq"].toInteger(0);
    const qint64 before = asked > 0 ? asked : std::numeric_limits<qint64>::max();
    const int n = int(qBound(qint64(1), ask.body["n"].toInteger(50), qint64(historyMost)));
    bool more = false;
    QJsonArray msgs;
    for (const Message &m : MessageTable(m_db).before(ask.conversation, m_who.isCustomer() ? Viewer::Customer : Viewer::Agent,
                                                      before, n, historyBytes, &more))
        msgs.append(m.toJson());
    return QJsonObject{{"msgs", msgs}, {"more", more}};
}

Questions::Result Questions::customerConversations(const QString &customer) const
{
    ConversationTable table(m_db);
    const auto rows = table.allOf(customer, conversationsMost);
    if (rows.isEmpty())
        return QJsonObject{{"convs", QJsonArray()}};
    QJsonArray convs;
    for (const ConversationRow &row : rows) {
        if (!maySee(row))
            continue;
        convs.append(m_who.isCustomer() ? ConversationFlow::customerHead(row, m_now) : row.head.toJson(m_now));
    }
    return QJsonObject{{"convs", convs}};
}

Questions::Result Questions::findCustomers(const QString &typed) const
{
    if (!m_who.isAgent())
        return refused(ErrorCode::Forbidden, QStringLiteral("for agents"));
    const QString q = TextRules::line(typed);
    if (q.size() < 2 || q.size() > TextRules::name)
        return refused(ErrorCode::Invalid, QStringLiteral("2 to %1 characters").arg(TextRules::name));
    QJsonArray customers;
    qsizetype size = 0;
    for (Customer customer : CustomerTable(m_db).find(q, customersMost)) {
        customer.notes.clear(); // for choosing one; the notes come with the conversation
        const QJsonObject json = customer.toJson();
        size += QJsonDocument(json).toJson(QJsonDocument::Compact).size();
        if (size > historyBytes)
            break;
        customers.append(json);
    }
    return QJsonObject{{"customers", customers}};
}

Questions::Result Questions::agents() const
{
    if (!m_who.isAgent())
        return refused(ErrorCode::Forbidden, QStringLiteral("for agents"));
    AgentTable table(m_db);
    QJsonArray agents;
    const QHash<QString, int> loads = table.counts();
    for (AgentRow row : table.all()) {
        if (row.agent.id == m_who.id())
            continue;
        row.agent.load = loads.value(row.agent.id);
        if (!row.isReachable(m_now, 30'000)) {
            row.agent.status = AgentStatus::Offline;
            row.agent.reason.clear();
        }
        QJsonObject json = row.agent.toJson();
        json["queues"] = QJsonArray::fromStringList(table.queueIdsOf(row.agent.id));
        agents.append(json);
    }
    return QJsonObject{{"agents", agents}};
}

QList<Principal> Questions::signalAudience(const QString &conversation) const
{
    const auto row = ConversationTable(m_db).load(conversation);
    if (!row || row->head.agent.isEmpty() || row->head.state == ConversationState::Closed)
        return {};
    if (m_who == Principal::agent(row->head.agent))
        return {Principal::customer(row->head.customer)};
    if (m_who == Principal::customer(row->head.customer))
        return {Principal::agent(row->head.agent)};
    return {};
}

bool Questions::mayFetchFile(const QString &file) const
{
    QString owner;
    if (!MessageTable(m_db).file(file, &owner))
        return false;
    if (owner == m_who.toString())
        return true;
    QStringList conversations;
    {
        DeskQuery query(m_db, QStringLiteral("SELECT conv FROM file_use WHERE file = ?"), {file});
        while (query.next())
            conversations.append(query.text(0));
    }
    for (const QString &id : conversations) {
        const auto row = ConversationTable(m_db).load(id);
        if (row && maySee(*row))
            return true;
    }
    return false;
}

} // namespace liaison::hub
