// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/CannedReply.h"

#include <QAbstractListModel>

namespace liaison {

class Session;

/// The canned replies that match what is typed, best first (findCannedReplies). GUI thread.
class CannedReplyModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { Id = Qt::UserRole + 1, Shortcut, Title, Text, Scope };

    explicit CannedReplyModel(Session *session, QObject *parent = nullptr);
    void setTyped(const QString &typed);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    CannedReply reply(int row) const;
    /// A reply's text filled for a conversation: {customer.name}, {customer.phone}, {customer.<field>}, {agent.name}, {queue.name},
    /// {conversation.number}, {today.date}, {today.time}.
    QString filled(const CannedReply &reply, const QString &conversation) const;

private:
    void rebuild();
    Session *m_session;
    QString m_typed;
    QList<CannedReply> m_rows;
};

} // namespace liaison
