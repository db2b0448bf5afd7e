// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/SearchModel.h"

#include "models/session/Session.h"

namespace liaison {

namespace {
constexpr int mostHits = 50;
}

SearchModel::SearchModel(Session *session, QObject *parent) : QAbstractListModel(parent), m_session(session) {}

void SearchModel::setTyped(const QString &typed)
{
    const QString wanted = typed.trimmed();
    if (wanted == m_typed)
        return;
    m_typed = wanted;
    if (m_typed.isEmpty()) {
        beginResetModel();
        m_result = {};
        endResetModel();
        m_searching = false;
        emit finished();
        return;
    }
    m_searching = true;
    m_session->store()->search(m_typed, mostHits, this, [this, wanted](const SearchResult &result) {
        if (wanted != m_typed)
            return; // a newer search is under way
        beginResetModel();
        m_result = result;
        endResetModel();
        m_searching = false;
        emit finished();
    });
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_result.conversations.size() + m_result.hits.size());
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isMessage = index.row() >= m_result.conversations.size();
    if (role == IsMessage)
        return isMessage;
    if (!isMessage) {
        const Conversation &head = m_result.conversations[index.row()];
        switch (role) {
        case ConversationId: return head.id;
        case Qt::DisplayRole:
        case CustomerName: return head.customerName;
        case Text: return head.last.text;
        case At: return head.last.at;
        case Cseq: return head.cseq;
        default: return {};
        }
    }
    const SearchHit &hit = m_result.hits[index.row() - m_result.conversations.size()];
    switch (role) {
    case ConversationId: return hit.message.conversation;
    case CustomerName: return hit.customerName;
    case Qt::DisplayRole:
    case Text: return hit.message.text;
    case At: return hit.message.at;
    case Cseq: return hit.message.cseq;
    case Mid: return hit.message.mid;
    default: return {};
    }
}

} // namespace liaison
