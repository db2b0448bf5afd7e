// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/SearchModel.h"

#include "models/domain/SafeText.h"
#include "models/session/Session.h"

#include <algorithm>
#include <optional>

namespace liaison {

namespace {
constexpr int firstHits = 20; ///< as you type; more than the list has room for, and what a search is held to
constexpr int mostHits = 100; ///< what may be scrolled to; beyond, another word finds it sooner

/// What `wider` has behind the last of `shown`; none if that is not in it.
template <typename T, typename IdOf>
std::optional<QList<T>> behindLast(const QList<T> &shown, const QList<T> &wider, IdOf idOf)
{
    const auto isLast = [&](const T &one) { return !shown.isEmpty() && idOf(one) == idOf(shown.constLast()); };
    const auto last = std::find_if(wider.cbegin(), wider.cend(), isLast);
    if (last == wider.cend())
        return std::nullopt;
    return wider.last(wider.cend() - last - 1);
}
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
            widenBy(result);
        m_shown = most;
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

void SearchModel::widenBy(const SearchResult &result)
{
    const auto add = [this](auto &shown, const auto &more, qsizetype at) {
        if (!more || more->isEmpty())
            return;
        beginInsertRows({}, int(at), int(at + more->size()) - 1);
        shown += *more;
        endInsertRows();
    };
    // Names come first: more of them only where the first ones were cut short.
    if (m_result.conversations.size() >= firstHits)
        add(m_result.conversations,
            behindLast(m_result.conversations, result.conversations, [](const Conversation &head) { return head.id; }),
            m_result.conversations.size());
    const auto hits = behindLast(m_result.hits, result.hits, [](const SearchHit &hit) { return hit.message.mid; });
    add(m_result.hits, hits, rowCount());
    if (hits) // else it could not be read, or all has changed: what is shown is still true
        m_result.more = result.more;
}

bool SearchModel::hasMore() const { return m_result.more && m_shown == mostHits; }

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
