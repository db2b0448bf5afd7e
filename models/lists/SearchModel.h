// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"

#include <QAbstractListModel>

namespace liaison {

class Session;

/// Results of a search over everything stored, as you type: conversations by customer first, then messages, newest first.
/// GUI thread; the search runs on the store's reader.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IsMessage = Qt::UserRole + 1, ConversationId, CustomerName, Text, At, Cseq, Mid };

    explicit SearchModel(Session *session, QObject *parent = nullptr);
    void setTyped(const QString &typed);
    QString typed() const { return m_typed; }
    bool isSearching() const { return m_searching; }
    bool hasMore() const { return m_result.more; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

signals:
    void finished();

private:
    Session *m_session;
    QString m_typed;
    bool m_searching = false;
    SearchResult m_result;
};

} // namespace liaison
