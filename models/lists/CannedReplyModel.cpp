// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/CannedReplyModel.h"

#include "models/session/Session.h"

#include <QLocale>

namespace liaison {

namespace {
constexpr int mostShown = 50;
}

CannedReplyModel::CannedReplyModel(Session *session, QObject *parent) : QAbstractListModel(parent), m_session(session)
{
    connect(session, &Session::cannedChanged, this, &CannedReplyModel::rebuild);
    connect(session, &Session::ready, this, &CannedReplyModel::rebuild);
    connect(session, &Session::reset, this, &CannedReplyModel::rebuild);
    rebuild();
}

void CannedReplyModel::setTyped(const QString &typed)
{
    if (m_typed == typed)
        return;
    m_typed = typed;
    rebuild();
}

void CannedReplyModel::rebuild()
{
    QList<CannedReply> replies = m_session->cannedReplies();
    // The session's order is that of a hash; ties are to look the same each time.
    std::sort(replies.begin(), replies.end(), [](const CannedReply &a, const CannedReply &b) { return a.shortcut < b.shortcut; });
    beginResetModel();
    m_rows = findCannedReplies(replies, m_typed, mostShown);
    endResetModel();
}

int CannedReplyModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant CannedReplyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CannedReply &reply = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Title: return reply.title;
    case Id: return reply.id;
    case Shortcut: return reply.shortcut;
    case Text: return reply.text;
    case Scope: return reply.scope;
    default: return {};
    }
}

CannedReply CannedReplyModel::reply(int row) const { return m_rows.value(row); }

QString CannedReplyModel::filled(const CannedReply &reply, const QString &conversation) const
{
    const Conversation *head = m_session->conversation(conversation);
    const Customer *customer = head ? m_session->customer(head->customer) : nullptr;
    return fillVariables(reply.text, [&](const QString &name) -> QString {
        const QLocale locale;
        if (name == QLatin1String("date"))
            return locale.toString(QDate::currentDate(), QLocale::LongFormat);
        if (name == QLatin1String("time"))
            return locale.toString(QTime::currentTime(), QLocale::ShortFormat);
        if (name == QLatin1String("agent.name"))
            return m_session->me().display;
        if (!head)
            return {};
        if (name == QLatin1String("customer.name"))
            return head->customerName;
        if (name == QLatin1String("queue.name"))
            return head->queueName;
        if (name == QLatin1String("conversation.number"))
            return head->id;
        if (name.startsWith(QLatin1String("customer.")) && customer)
            return customer->fields.value(name.mid(9));
        return {};
    });
}

} // namespace liaison
