// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/SearchModel.h"

#include "models/domain/SafeText.h"
#include "models/session/Session.h"

namespace liaison {

namespace {
constexpr int mostHits = 100;
}

SearchModel::SearchModel(Session *session, QObject *parent) : QAbstractListModel(parent), m_session(session) {}

void SearchModel::setTyped(const QString &typed)
{
    const QString wanted = typed.trimmed();
    if (wanted == m_typed)
        return;
    m_typed = wanted;
    if (wanted.isEmpty()) {
        beginResetModel();
        m_result = {};
        endResetModel();
        m_searching = false;
        emit finished();
        return;
    }
    m_searching = true;
    m_session->store()->search(wanted, mostHits, this, [this, wanted](const SearchResult &result) {
        if (wanted != m_typed)
            return;
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
    if (index.row() < m_result.conversations.size()) {
        const Conversation &c = m_result.conversations.at(index.row());
        switch (role) {
        case IsMessage: return false;
        case ConversationId: return c.id;
        case Qt::DisplayRole:
        case CustomerName: return c.customerName;
        case Text: return m_session->mask().masked(c.last.text);
        case At: return c.last.at;
        case Cseq: return c.cseq;
        case Mid: return QString();
        default: return {};
        }
    }
    const SearchHit &hit = m_result.hits.at(index.row() - m_result.conversations.size());
    switch (role) {
    case IsMessage: return true;
    case ConversationId: return hit.message.conversation;
    case CustomerName: return neutralisedLine(hit.customerName);
    case Qt::DisplayRole:
    case Text:
        return m_session->mask().masked(
            neutralised(hit.message.text.isEmpty() && hit.message.file ? hit.message.file->name : hit.message.text));
    case At: return hit.message.at;
    case Cseq: return hit.message.cseq;
    case Mid: return hit.message.mid;
    default: return {};
    }
}

} // namespace liaison
