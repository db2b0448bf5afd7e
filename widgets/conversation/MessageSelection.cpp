// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageSelection.h"

#include "widgets/conversation/MessageItem.h"

#include <QAbstractItemModel>
#include <QDateTime>

namespace liaison {

void MessageSelection::clear()
{
    m_from = m_to = QPersistentModelIndex();
    m_fromPosition = m_toPosition = 0;
}

void MessageSelection::start(const QModelIndex &row, int position)
{
    m_from = m_to = row;
    m_fromPosition = m_toPosition = position;
}

void MessageSelection::extendTo(const QModelIndex &row, int position)
{
    m_to = row;
    m_toPosition = position;
}

void MessageSelection::selectRows(const QModelIndex &from, const QModelIndex &to)
{
    const bool down = from.row() <= to.row();
    start(from, down ? 0 : End);
    extendTo(to, down ? End : 0);
}

bool MessageSelection::isEmpty() const
{
    return !m_from.isValid() || !m_to.isValid() || (m_from == m_to && m_fromPosition == m_toPosition);
}

bool MessageSelection::spansRows() const { return !isEmpty() && m_from.row() != m_to.row(); }

int MessageSelection::firstRow() const { return isEmpty() ? -1 : qMin(m_from.row(), m_to.row()); }

int MessageSelection::lastRow() const { return isEmpty() ? -1 : qMax(m_from.row(), m_to.row()); }

MessageSelection::Range MessageSelection::rangeIn(int row) const
{
    if (isEmpty() || row < firstRow() || row > lastRow())
        return {};
    if (!spansRows())
        return {qMin(m_fromPosition, m_toPosition), qMax(m_fromPosition, m_toPosition)};
    const bool down = m_from.row() < m_to.row();
    const int first = down ? m_fromPosition : m_toPosition;
    const int last = down ? m_toPosition : m_fromPosition;
    if (row == firstRow())
        return {first, End};
    if (row == lastRow())
        return {0, last};
    return {0, End};
}

QString MessageSelection::text(const QAbstractItemModel *model) const
{
    if (isEmpty() || !model)
        return {};
    const bool several = spansRows();
    QStringList parts;
    for (int row = firstRow(); row <= lastRow(); ++row) {
        const MessageItem item = MessageItem::fromIndex(model->index(row, 0));
        const Range range = rangeIn(row);
        const bool partly = !range.isWhole() && item.kind != MessageKind::System && !item.recalled && !item.text.isEmpty();
        const QString words = partly ? item.text.mid(range.start, range.end - range.start) : item.words();
        if (words.isEmpty())
            continue;
        if (!several) {
            parts.append(words);
            continue;
        }
        const QString time = QDateTime::fromMSecsSinceEpoch(item.at).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
        parts.append((item.author.isEmpty() ? time : item.author + QStringLiteral(", ") + time) + u'\n' + words);
    }
    return parts.join(several ? QStringLiteral("\n\n") : QString());
}

} // namespace liaison
