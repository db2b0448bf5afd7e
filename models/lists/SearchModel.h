// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"

#include <QAbstractListModel>

namespace liaison {

class Session;

/// Results of a search over everything stored, as you type: conversations by customer first, then messages, newest first. The first few
/// come at once, more (fetchMore) when a view gets to their end. GUI thread; the search runs on the store's reader.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IsMessage = Qt::UserRole + 1, ConversationId, CustomerName, Text, At, Cseq, Mid };

    explicit SearchModel(Session *session, QObject *parent = nullptr);
    void setTyped(const QString &typed);
    QString typed() const { return m_typed; }
    bool isSearching() const { return m_searching; }
    /// There is more than a view can get at.
    bool hasMore() const;
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

signals:
    void finished();

private:
    void ask(int most);
    void replaceBy(const SearchResult &result);
    /// Adds what a wider search found behind what is shown; what came since then stays out until something else is typed.
    void widenBy(const SearchResult &result);

    Session *m_session;
    QString m_typed;
    bool m_searching = false;
    int m_asked = 0; ///< how many hits were asked for last
    int m_shown = 0; ///< how many were asked for when what is shown came
    SearchResult m_result;
};

} // namespace liaison
