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
    if (typed == m_typed)
        return;
    m_typed = typed;
    rebuild();
}

void CannedReplyModel::rebuild()
{
    beginResetModel();
    m_rows = findCannedReplies(m_session->cannedReplies(), m_typed, mostShown);
    endResetModel();
}

int CannedReplyModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant CannedReplyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CannedReply &reply = m_rows[index.row()];
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

CannedReply CannedReplyModel::reply(int row) const { return row >= 0 && row < m_rows.size() ? m_rows[row] : CannedReply{}; }

QString CannedReplyModel::filled(const CannedReply &reply, const QString &conversation) const
{
    const Conversation *head = m_session->conversation(conversation);
    const Customer *customer = head ? m_session->customer(head->customer) : nullptr;
    const QLocale locale;
    return fillVariables(reply.text, [&](const QString &name) -> QString {
        if (name == QLatin1String("customer.name"))
            return customer ? customer->name : head ? head->customerName : QString();
        if (name.startsWith(QLatin1String("customer.")))
            return customer ? customer->fields.value(name.mid(9)) : QString();
        if (name == QLatin1String("agent.name"))
            return m_session->me().display;
        if (name == QLatin1String("queue.name"))
            return head ? head->queueName : QString();
        if (name == QLatin1String("conversation.number"))
            return head ? QString::number(head->nth) : QString();
        if (name == QLatin1String("today.date"))
            return locale.toString(QDate::currentDate(), QLocale::ShortFormat);
        if (name == QLatin1String("today.time"))
            return locale.toString(QTime::currentTime(), QLocale::ShortFormat);
        return {};
    });
}

} // namespace liaison
