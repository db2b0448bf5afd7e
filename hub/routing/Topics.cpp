// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/Topics.h"

#include "hub/routing/AgentTable.h"
#include "hub/routing/ConversationFlow.h"
#include "hub/routing/ConversationTable.h"
#include "hub/routing/CustomerTable.h"
#include "hub/routing/DeskQuery.h"

#include <QDateTime>
#include <QJsonArray>
#include <cmath>

namespace liaison::hub {

namespace {
constexpr qint64 quickReplyMs = 180'000;

/// Seconds rounded to what one can promise.
int roundedUp(double seconds) { return int(std::ceil(seconds / 30.0)) * 30; }
} // namespace

std::optional<TopicState> Topics::state(const QString &topic) const
{
    if (m_who.isAgent()) {
        if (topic == QLatin1String("queues"))
            return TopicState(queues());
        if (topic == QLatin1String("figures"))
            return TopicState(figures());
        if (topic.startsWith(QLatin1String("presence:")))
            return presence(topic.mid(9));
    } else if (m_who.isCustomer() && topic == QLatin1String("place")) {
        return place();
    }
    return std::nullopt;
}

QJsonObject Topics::queues() const { return m_board.queues(m_db, AgentTable(m_db).queueIdsOf(m_who.id()), m_now); }

TopicState Topics::place() const
{
    // Others move him on only while he waits; everything else is touched for himself.
    const auto own = [](QJsonObject body) {
        TopicState state(std::move(body));
        state.isShared = false;
        return state;
    };
    QString conversation;
    QString queue;
    QString state;
    {
        DeskQuery query(m_db,
                        QStringLiteral("SELECT id, queue, state FROM conversation WHERE customer = ? AND state <> 'closed'"),
                        {m_who.id()});
        if (!query.next())
            return own({{"state", ""}});
        conversation = query.text(0);
        queue = query.text(1);
        state = toString(ConversationFlow::customerState(conversationStateFromString(query.text(2))));
    }
    QJsonObject body{{"state", state}, {"conv", conversation}};
    const int place = m_board.placeOf(m_db, conversation);
    if (place == 0)
        return own(body);
    const int agents = m_board.agentsOf(m_db, queue, m_now);
    body["place"] = place;
    body["agents"] = agents;
    if (agents == 0)
        return body; // nothing is promised
    const int completed = m_board.completedOf(m_db, queue, m_now);
    if (completed == 0)
        return body; // nothing is known
    const double expected = double(place) * double(WaitingBoard::rateWindowMs) / 1000.0 / double(completed);
    body["wait_min_s"] = roundedUp(expected * 0.7) - 30 > 0 ? roundedUp(expected * 0.7) - 30 : 0;
    body["wait_max_s"] = roundedUp(expected * 1.5);
    return body;
}

std::optional<QJsonObject> Topics::presence(const QString &customer) const
{
    if (!ConversationTable(m_db).serves(m_who.id(), customer))
        return std::nullopt;
    CustomerTable table(m_db);
    const auto profile = table.load(customer);
    if (!profile)
        return std::nullopt;
    const CustomerTable::Page page = table.page(customer);
    return QJsonObject{{"online", profile->online},
                       {"seen_at", profile->seenAt},
                       {"page", QJsonObject{{"url", page.url}, {"title", page.title}}}};
}

qint64 Topics::dayStart(qint64 now) { return QDateTime::fromMSecsSinceEpoch(now).date().startOfDay().toMSecsSinceEpoch(); }

QJsonObject Topics::figures() const
{
    const qint64 since = dayStart(m_now);
    const QString &me = m_who.id();
    AgentTable agents(m_db);
    const auto row = agents.load(me);
    QJsonObject body{{"active", agents.loadOf(me, m_now, m_config.silentAfterMs).count},
                     {"capacity", row ? row->agent.capacity : 0}};
    {
        DeskQuery query(m_db,
                        QStringLiteral("SELECT COUNT(*) FROM conversation WHERE agent = ? AND state IN ('wrapup','closed') "
                                       "AND ended_at >= ?"),
                        {me, since});
        query.next();
        body["handled"] = query.number(0);
    }
    // First response: first public reply − entry into the queue. Next responses: reply − oldest unanswered message.
    DeskQuery query(
        m_db,
        QStringLiteral("SELECT COUNT(*), COALESCE(SUM(replied_at - asked_at), 0), "
                       "COALESCE(SUM(CASE WHEN replied_at - asked_at <= ? THEN 1 ELSE 0 END), 0), "
                       "COALESCE(SUM(CASE WHEN is_first = 1 AND queued_at > 0 THEN 1 ELSE 0 END), 0), "
                       "COALESCE(SUM(CASE WHEN is_first = 1 AND queued_at > 0 THEN replied_at - queued_at ELSE 0 END), 0) "
                       "FROM fact_reply WHERE agent = ? AND replied_at >= ?"),
        {quickReplyMs, me, since});
    query.next();
    const double replies = double(query.number(0));
    const double firsts = double(query.number(3));
    if (firsts > 0)
        body["first_response_avg_s"] = std::round(double(query.number(4)) / firsts / 100.0) / 10.0;
    if (replies > 0) {
        body["response_avg_s"] = std::round(double(query.number(1)) / replies / 100.0) / 10.0;
        body["reply_3min_pct"] = std::round(double(query.number(2)) / replies * 1000.0) / 10.0;
    }
    return body;
}

} // namespace liaison::hub
