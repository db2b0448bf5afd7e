// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/SearchModel.h"

#include "models/domain/SafeText.h"
#include "models/session/Session.h"

#include <algorithm>

namespace liaison {

namespace {
constexpr int firstHits = 20; ///< as you type; more than the list has room for, and what a search is held to
constexpr int mostHits = 100; ///< what may be scrolled to; beyond, another word finds it sooner
} // namespace

SearchModel::SearchModel(Session *session, QObject *parent) : QAbstractListModel(parent), m_session(session) {}

void SearchModel::setTyped(const QString &typed)
{
    const QString wanted = typed.trimmed();
    if (wanted == m_typed)
        return;
    m_typed = wanted;
    m_asked = 0;
    if (wanted.isEmpty()) {
        replaceBy({});
        m_searching = false;
        emit finished();
        return;
    }
    m_searching = true;
    ask(firstHits);
}

void SearchModel::ask(int most)
{
    m_asked = most;
    m_session->store()->search(m_typed, most, this, [this, typed = m_typed, most](const SearchResult &result) {
        if (typed != m_typed || most != m_asked)
            return;
        if (most == firstHits)
            replaceBy(result);
        else
            widenTo(result);
        m_searching = false;
        emit finished();
    });
}

bool SearchModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_searching && m_asked == firstHits &&
           (m_result.more || m_result.conversations.size() >= firstHits);
}

void SearchModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(mostHits);
}

void SearchModel::replaceBy(const SearchResult &result)
{
    beginResetModel();
    m_result = result;
    endResetModel();
}

void SearchModel::widenTo(const SearchResult &result)
{
    const qsizetype heads = m_result.conversations.size();
    const qsizetype hits = m_result.hits.size();
    const bool begins = result.conversations.size() >= heads && result.hits.size() >= hits &&
                        std::equal(m_result.conversations.cbegin(), m_result.conversations.cend(), result.conversations.cbegin(),
                                   [](const Conversation &a, const Conversation &b) { return a.id == b.id; }) &&
                        std::equal(m_result.hits.cbegin(), m_result.hits.cend(), result.hits.cbegin(),
                                   [](const SearchHit &a, const SearchHit &b) { return a.message.mid == b.message.mid; });
    if (!begins) {
        replaceBy(result);
        return;
    }
    const int allHeads = int(result.conversations.size());
    if (allHeads > heads) {
        beginInsertRows({}, int(heads), allHeads - 1);
        m_result.conversations = result.conversations;
        endInsertRows();
    }
    if (result.hits.size() > hits) {
        beginInsertRows({}, allHeads + int(hits), allHeads + int(result.hits.size()) - 1);
        m_result.hits = result.hits;
        endInsertRows();
    }
    m_result.more = result.more;
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
