// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/ConversationTable.h"

#include "hub/routing/DeskQuery.h"

namespace liaison::hub {

namespace {

const QString selectConversations = QStringLiteral(
    "SELECT c.id, c.customer, cu.name, cu.vip, c.channel, c.state, c.queue, q.name, c.agent, a.display, c.ver, c.cseq, c.nth, "
    "c.source_url, c.source_title, c.created_at, c.queued_at, c.assigned_at, c.closed_at, c.wrapup_ends_at, c.need_since, "
    "c.code, "
    "c.agent_delivered, c.agent_read, c.customer_delivered, c.customer_read, c.last_kind, c.last_side, c.last_text, c.last_at, "
    "o.id, o.agent, o.expires_at, o.sender, o.parked, c.prefer, c.last_mid, c.virtual_at, c.ended_at, c.first_reply_at, "
    "c.customer_at, "
    "c.customer_left, c.waits_for FROM conversation c JOIN customer cu ON cu.id = c.customer LEFT JOIN queue q ON q.id = c.queue "
    "LEFT JOIN agent a ON a.id = c.agent LEFT JOIN offer o ON o.id = c.offer AND o.state = 'open' ");

ConversationRow read(const Query &query)
{
    ConversationRow row;
    Conversation &c = row.head;
    int i = 0;
    c.id = query.text(i++);
    c.customer = query.text(i++);
    c.customerName = query.text(i++);
    c.vip = int(query.number(i++));
    c.channel = query.text(i++);
    c.state = conversationStateFromString(query.text(i++));
    c.queue = query.text(i++);
    c.queueName = query.text(i++);
    c.agent = query.text(i++);
    c.agentName = query.text(i++);
    c.version = query.number(i++);
    c.cseq = query.number(i++);
    c.nth = int(query.number(i++));
    c.sourceUrl = query.text(i++);
    c.sourceTitle = query.text(i++);
    c.createdAt = query.number(i++);
    c.queuedAt = query.number(i++);
    c.assignedAt = query.number(i++);
    c.closedAt = query.number(i++);
    c.wrapupEndsAt = query.number(i++);
    c.needSince = query.number(i++);
    c.code = query.text(i++);
    c.agentMarks.delivered = query.number(i++);
    c.agentMarks.read = query.number(i++);
    c.customerMarks.delivered = query.number(i++);
    c.customerMarks.read = query.number(i++);
    c.last.kind = messageKindFromString(query.text(i++));
    c.last.side = sideFromString(query.text(i++));
    c.last.text = query.text(i++);
    c.last.at = query.number(i++);
    const QString offer = query.text(i++);
    const QString offerAgent = query.text(i++);
    const qint64 expiresAt = query.number(i++);
    row.sender = query.text(i++);
    row.senderParked = query.number(i++) != 0;
    if (!offer.isEmpty())
        c.offer = Offer{offer, offerAgent, expiresAt};
    row.prefer = query.text(i++);
    row.lastMid = query.text(i++);
    row.virtualAt = query.number(i++);
    row.endedAt = query.number(i++);
    row.firstReplyAt = query.number(i++);
    row.customerAt = query.number(i++);
    row.customerLeft = query.number(i++) != 0;
    row.waitsFor = query.text(i++);
    return row;
}

QString places(qsizetype n)
{
    QString text = QStringLiteral("?");
    for (qsizetype i = 1; i < n; ++i)
        text += QStringLiteral(",?");
    return text;
}

QVariantList asValues(const QStringList &texts)
{
    QVariantList values;
    for (const QString &text : texts)
        values.append(text);
    return values;
}

} // namespace

bool ConversationRow::isOwnedBy(const QString &agent) const
{
    return !agent.isEmpty() && head.agent == agent &&
           (head.state == ConversationState::Active || head.state == ConversationState::Parked ||
            head.state == ConversationState::Wrapup);
}

QList<ConversationRow> ConversationTable::rows(const QString &where, const QVariantList &values) const
{
    QList<ConversationRow> found;
    DeskQuery query(m_db, selectConversations + where, values);
    while (query.next())
        found.append(read(query));
    return found;
}

std::optional<ConversationRow> ConversationTable::load(const QString &id) const
{
    DeskQuery query(m_db, selectConversations + QStringLiteral("WHERE c.id = ?"), {id});
    return query.next() ? std::optional(read(query)) : std::nullopt;
}

std::optional<ConversationRow> ConversationTable::openOf(const QString &customer) const
{
    DeskQuery query(m_db, selectConversations + QStringLiteral("WHERE c.customer = ? AND c.state <> 'closed'"), {customer});
    return query.next() ? std::optional(read(query)) : std::nullopt;
}

std::optional<ConversationRow> ConversationTable::newestOf(const QString &customer) const
{
    const auto found = allOf(customer, 1);
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

QList<ConversationRow> ConversationTable::allOf(const QString &customer, int most) const
{
    return rows(QStringLiteral("WHERE c.customer = ? ORDER BY c.nth DESC LIMIT ?"), {customer, most});
}

QList<ConversationRow> ConversationTable::inHandsOf(const QString &agent) const
{
    return rows(
        QStringLiteral("WHERE (c.agent = ? AND c.state IN ('active','parked','wrapup')) "
                       "OR c.id IN (SELECT conv FROM offer WHERE agent = ? AND state = 'open') ORDER BY c.created_at, c.id"),
        {agent, agent});
}

QList<ConversationRow> ConversationTable::closedBy(const QString &agent, qint64 since, int most) const
{
    return rows(QStringLiteral("WHERE c.agent = ? AND c.state = 'closed' AND c.closed_at >= ? ORDER BY c.closed_at DESC LIMIT ?"),
                {agent, since, most});
}

QList<ConversationRow> ConversationTable::waiting(const QStringList &queues, int most) const
{
    if (queues.isEmpty())
        return rows(QStringLiteral("WHERE c.state = 'waiting' ORDER BY c.virtual_at, c.id LIMIT ?"), {most});
    return rows(QStringLiteral("WHERE c.state = 'waiting' AND c.queue IN (") + places(queues.size()) +
                    QStringLiteral(") ORDER BY c.virtual_at, c.id LIMIT ?"),
                asValues(queues) << most);
}

QList<ConversationTable::Place> ConversationTable::waitingBehind(const QStringList &queues, const Place *place, int most) const
{
    QVariantList values = asValues(queues);
    QString sql = QStringLiteral("SELECT virtual_at, id, queue FROM conversation WHERE state = 'waiting' AND queue IN (") +
                  places(queues.size()) + QLatin1Char(')');
    if (place) {
        sql += QStringLiteral(" AND (virtual_at > ? OR (virtual_at = ? AND id > ?))");
        values << place->virtualAt << place->virtualAt << place->id;
    }
    QList<Place> found;
    DeskQuery query(m_db, sql + QStringLiteral(" ORDER BY virtual_at, id LIMIT ?"), values << most);
    while (query.next())
        found.append({query.number(0), query.text(1), query.text(2)});
    return found;
}

QStringList ConversationTable::queuesWithWaiting() const
{
    QStringList queues;
    DeskQuery query(m_db, QStringLiteral("SELECT DISTINCT queue FROM conversation WHERE state = 'waiting' ORDER BY queue"));
    while (query.next())
        queues.append(query.text(0));
    return queues;
}

bool ConversationTable::setWaitsFor(const QString &id, const QString &why)
{
    return DeskQuery(m_db, QStringLiteral("UPDATE conversation SET waits_for = ? WHERE id = ? AND waits_for <> ?"),
                     {why, id, why})
               .rowsAffected() > 0;
}

bool ConversationTable::setAllWaitFor(const QString &queue, const QString &why)
{
    return DeskQuery(
               m_db,
               QStringLiteral("UPDATE conversation SET waits_for = ? WHERE state = 'waiting' AND queue = ? AND waits_for <> ?"),
               {why, queue, why})
               .rowsAffected() > 0;
}

bool ConversationTable::serves(const QString &agent, const QString &customer) const
{
    const auto open = openOf(customer);
    return open && (open->isOwnedBy(agent) || open->isOfferedTo(agent));
}

void ConversationTable::insert(const ConversationRow &row)
{
    const Conversation &c = row.head;
    DeskQuery(m_db,
              QStringLiteral("INSERT INTO conversation (id, customer, channel, state, queue, ver, nth, source_url, source_title, "
                             "created_at, prefer) VALUES (?,?,?,?,?,?,?,?,?,?,?)"),
              {c.id, c.customer, c.channel, toString(c.state), c.queue, c.version, c.nth, c.sourceUrl, c.sourceTitle, c.createdAt,
               row.prefer});
}

int ConversationTable::write(const ConversationRow &row, qint64 version)
{
    const Conversation &c = row.head;
    return DeskQuery(
               m_db,
               QStringLiteral(
                   "UPDATE conversation SET state = ?, queue = ?, agent = ?, prefer = ?, offer = ?, ver = ?, queued_at = ?, "
                   "virtual_at = ?, assigned_at = ?, ended_at = ?, closed_at = ?, wrapup_ends_at = ?, need_since = ?, "
                   "first_reply_at = ?, customer_at = ?, customer_left = ?, code = ?, agent_delivered = ?, agent_read = ?, "
                   "customer_delivered = ?, customer_read = ?, last_mid = ?, last_kind = ?, last_side = ?, last_text = ?, "
                   "last_at = ? WHERE id = ? AND ver = ?"),
               {toString(c.state),
                c.queue,
                c.agent,
                row.prefer,
                c.offer ? c.offer->id : QString(),
                version,
                c.queuedAt,
                row.virtualAt,
                c.assignedAt,
                row.endedAt,
                c.closedAt,
                c.wrapupEndsAt,
                c.needSince,
                row.firstReplyAt,
                row.customerAt,
                row.customerLeft ? 1 : 0,
                c.code,
                c.agentMarks.delivered,
                c.agentMarks.read,
                c.customerMarks.delivered,
                c.customerMarks.read,
                row.lastMid,
                toString(c.last.kind),
                toString(c.last.side),
                c.last.text,
                c.last.at,
                c.id,
                c.version})
        .rowsAffected();
}

bool ConversationTable::move(ConversationRow &row)
{
    if (write(row, row.head.version + 1) != 1)
        return false;
    ++row.head.version;
    return true;
}

void ConversationTable::note(const ConversationRow &row) { write(row, row.head.version); }

} // namespace liaison::hub
