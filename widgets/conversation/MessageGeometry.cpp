// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageGeometry.h"

#include <QAbstractItemModel>
#include <QDateTime>

namespace liaison {
namespace {

constexpr int estimatedHeight = 72;
constexpr qint64 joinWithinMs = 5 * 60 * 1000;

/// What grouping asks of a neighbour.
struct Neighbour
{
    MessageKind kind;
    Side side;
    QString author;
    qint64 at;
    BubbleState state;
};

Neighbour neighbour(const QModelIndex &index)
{
    return {static_cast<MessageKind>(index.data(MessageRole::Kind).toInt()),
            static_cast<Side>(index.data(MessageRole::Side).toInt()), index.data(MessageRole::AuthorName).toString(),
            index.data(MessageRole::At).toLongLong(), static_cast<BubbleState>(index.data(MessageRole::State).toInt())};
}

bool isSpoken(MessageKind kind) { return kind != MessageKind::System && kind != MessageKind::Note; }

bool sameTurn(const Neighbour &a, const Neighbour &b)
{
    return isSpoken(a.kind) && isSpoken(b.kind) && a.side == b.side && a.author == b.author && qAbs(b.at - a.at) < joinWithinMs;
}

QDate dayOf(qint64 at) { return QDateTime::fromMSecsSinceEpoch(at).date(); }

} // namespace

void MessageGeometry::setModel(const QAbstractItemModel *model)
{
    m_model = model;
    m_unread = QPersistentModelIndex();
    m_expanded.clear();
    m_anchorMid.clear();
    m_atBottom = true;
    reset();
}

void MessageGeometry::reset()
{
    m_layouts.clear();
    m_heights.reset(m_model ? m_model->rowCount() : 0, estimatedHeight);
    if (!m_atBottom) {
        m_anchor = rowOfMid(m_anchorMid);
        if (m_anchor < 0)
            m_atBottom = true;
    }
    m_first = m_last = -1;
}

int MessageGeometry::rowOfMid(const QString &mid) const
{
    if (!m_model || mid.isEmpty())
        return -1;
    for (int row = m_model->rowCount() - 1; row >= 0; --row) {
        if (m_model->index(row, 0).data(MessageRole::Mid).toString() == mid)
            return row;
    }
    return -1;
}

void MessageGeometry::forget(int row) { m_layouts.erase(row); }

void MessageGeometry::inserted(int first, int count)
{
    m_heights.insert(first, count, estimatedHeight);
    std::map<int, std::unique_ptr<MessageLayout>> moved;
    for (auto &[row, layout] : m_layouts)
        moved.emplace(row >= first ? row + count : row, std::move(layout));
    m_layouts.swap(moved);
    // Neighbours may lose or gain a separator, a gap or their time.
    forget(first - 1);
    forget(first + count);
    if (m_anchor >= first)
        m_anchor += count;
    m_first = m_last = -1;
}

void MessageGeometry::removed(int first, int count)
{
    m_heights.remove(first, count);
    std::map<int, std::unique_ptr<MessageLayout>> moved;
    for (auto &[row, layout] : m_layouts) {
        if (row < first)
            moved.emplace(row, std::move(layout));
        else if (row >= first + count)
            moved.emplace(row - count, std::move(layout));
    }
    m_layouts.swap(moved);
    forget(first - 1);
    forget(first);
    if (m_anchor >= first + count)
        m_anchor -= count;
    else if (m_anchor >= first)
        m_anchor = qMin(first, m_heights.count() - 1);
    m_first = m_last = -1;
}

void MessageGeometry::changed(int first, int last)
{
    const auto from = m_layouts.lower_bound(first - 1);
    const auto to = m_layouts.upper_bound(last + 1);
    m_layouts.erase(from, to);
}

void MessageGeometry::setSize(const QSize &view)
{
    if (view.width() == m_view.width()) {
        m_view = view;
        return;
    }
    // Inside a message longer than the view, the line at the top stays, not the bubble's head far above.
    int position = -1;
    qint64 lineY = 0;
    if (!m_atBottom && m_anchor >= 0 && m_anchorY < 0 && m_layouts.count(m_anchor)) {
        const MessageLayout &old = *m_layouts[m_anchor];
        const QPoint top(old.textRect.left(), int(old.bubble.top() - m_anchorY));
        position = old.positionAt(top);
        lineY = old.rangeRect(position, 1).top() - top.y();
    }
    m_view = view;
    relayAll();
    if (position > 0) {
        const MessageLayout &fresh = layout(m_anchor);
        m_anchorY = fresh.bubble.top() - fresh.rangeRect(position, 1).top() + lineY;
    }
}

void MessageGeometry::relayAll()
{
    m_layouts.clear(); // heights stay as estimates until a row is seen again
}

void MessageGeometry::setUnreadRow(int row)
{
    const int before = unreadRow();
    m_unread = m_model && row >= 0 ? QPersistentModelIndex(m_model->index(row, 0)) : QPersistentModelIndex();
    if (before >= 0)
        changed(before, before);
    if (row >= 0)
        changed(row, row);
}

void MessageGeometry::setOwnName(const QString &name)
{
    if (m_ownName == name)
        return;
    m_ownName = name;
    relayAll();
}

void MessageGeometry::setExpanded(int row, bool expanded)
{
    const QString mid = m_model->index(row, 0).data(MessageRole::Mid).toString();
    if (expanded) {
        // What was asked to grow grows downwards: its head stays where it is.
        if (m_layouts.count(row)) {
            m_anchorY = rowRect(row).top() + m_layouts[row]->bubble.top();
            m_anchor = row;
            m_anchorMid = mid;
            m_atBottom = false;
        }
        m_expanded.insert(mid);
    } else {
        m_expanded.remove(mid);
    }
    changed(row, row);
}

MessageSurroundings MessageGeometry::surroundings(int row) const
{
    MessageSurroundings around;
    around.width = m_view.width();
    around.ownName = m_ownName;
    around.now = m_now > 0 ? m_now : QDateTime::currentMSecsSinceEpoch();
    around.unreadLine = m_unread.isValid() && m_unread.row() == row;
    const QModelIndex index = m_model->index(row, 0);
    around.expanded = !m_expanded.isEmpty() && m_expanded.contains(index.data(MessageRole::Mid).toString());
    const Neighbour own = neighbour(index);
    around.newDay = own.at > 0;
    if (row > 0) {
        const Neighbour previous = neighbour(m_model->index(row - 1, 0));
        around.newDay = own.at > 0 && dayOf(previous.at) != dayOf(own.at);
        around.joinsPrevious = sameTurn(previous, own);
    }
    // Only the customer's times are said once for a run of messages: ours carry a state each, and a state that changes must not
    // change heights.
    if (row + 1 < m_model->rowCount() && own.side == Side::Customer && !(m_unread.isValid() && m_unread.row() == row + 1)) {
        const Neighbour next = neighbour(m_model->index(row + 1, 0));
        around.joinsNext = sameTurn(own, next) && own.at / 60000 == next.at / 60000;
    }
    return around;
}

const MessageLayout &MessageGeometry::layout(int row)
{
    auto &slot = m_layouts[row];
    if (!slot) {
        slot = std::make_unique<MessageLayout>(MessageItem::fromIndex(m_model->index(row, 0)), surroundings(row));
        ++m_layoutCount;
        m_heights.set(row, slot->height);
    }
    return *slot;
}

int MessageGeometry::measure(int row) { return layout(row).height; }

qint64 MessageGeometry::maxScroll() const { return qMax<qint64>(0, contentHeight() - m_view.height()); }

void MessageGeometry::scrollBy(qint64 dy)
{
    if (dy == 0 || m_anchor < 0 || (m_atBottom && dy > 0))
        return;
    m_atBottom = false;
    m_anchorY -= dy;
}

void MessageGeometry::scrollTo(qint64 y)
{
    if (count() == 0 || m_view.isEmpty())
        return;
    if (y >= maxScroll() && m_modelAtEnd) {
        toBottom();
        return;
    }
    if (qAbs(y - m_scrollY) <= m_view.height()) { // near: by what is really between
        scrollBy(y - m_scrollY);
        return;
    }
    m_atBottom = false;
    m_anchor = m_heights.rowAt(y);
    const qint64 top = m_heights.top(m_anchor) - y;
    m_anchorY = top + layout(m_anchor).bubble.top();
}

void MessageGeometry::toBottom() { m_atBottom = true; }

void MessageGeometry::toTop()
{
    if (count() == 0 || m_view.isEmpty())
        return;
    m_atBottom = false;
    m_anchor = 0;
    m_anchorY = layout(0).bubble.top();
}

void MessageGeometry::showRow(int row, bool centred)
{
    if (row < 0 || row >= count() || m_view.isEmpty())
        return;
    const MessageLayout &shown = layout(row);
    const QRect bubble = shown.bubble;
    if (!centred && row >= m_first && row <= m_last && m_first >= 0) {
        const QRect now = bubble.translated(0, rowRect(row).top());
        const int over = now.bottom() + 8 - m_view.height();
        if (now.top() < 8)
            scrollBy(now.top() - 8);
        else if (over > 0)
            scrollBy(qMin(over, now.top() - 8));
        return;
    }
    const bool below = m_last >= 0 && row > m_last;
    m_atBottom = false;
    m_anchor = row;
    if (centred)
        m_anchorY = qMax(24, (m_view.height() - bubble.height()) / 2);
    else
        m_anchorY = below ? qMax(8, m_view.height() - bubble.height() - 8) : 8;
}

void MessageGeometry::settle()
{
    if (count() == 0 || m_view.isEmpty()) {
        m_first = m_last = -1;
        m_scrollY = 0;
        return;
    }
    if (!m_atBottom && (m_anchor < 0 || m_anchor >= count()))
        m_atBottom = true;
    // An anchor position that had to be limited is settled once more; that can happen at each end.
    for (int tries = 0; tries < 4 && !m_atBottom; ++tries) {
        if (settleAtAnchor())
            break;
    }
    if (m_atBottom)
        settleAtBottom();
    chooseAnchor();
    trim();
}

void MessageGeometry::settleAtBottom()
{
    int room = m_view.height() - BottomSpace;
    int row = count() - 1;
    for (; row >= 0 && room > 0; --row)
        room -= measure(row);
    m_first = row + 1;
    m_last = count() - 1;
    m_scrollY = contentHeight() - m_view.height();
}

/// False if the position ran over an end of the content and was corrected.
bool MessageGeometry::settleAtAnchor()
{
    qint64 y = m_anchorY - layout(m_anchor).bubble.top();
    qint64 bottom = y;
    int row = m_anchor;
    for (; row < count() && bottom < m_view.height(); ++row)
        bottom += measure(row);
    m_last = row - 1;
    qint64 top = y;
    row = m_anchor - 1;
    for (; row >= 0 && top > 0; --row)
        top -= measure(row);
    m_first = row + 1;
    if (m_last == count() - 1 && bottom + BottomSpace <= m_view.height() + 1) {
        if (m_modelAtEnd) {
            m_atBottom = true;
            return true;
        }
        const qint64 gap = m_view.height() - (bottom + BottomSpace);
        if (gap > 0) {
            m_anchorY += gap;
            return false;
        }
    } else if (m_first == 0 && top > 0) {
        m_anchorY -= qMin(top, bottom + BottomSpace - m_view.height() > 0 || m_last < count() - 1 ? top : qint64(0));
        return false;
    }
    // The anchor may lie outside the view; only what is inside counts as visible.
    while (m_first < m_last && top + m_heights.height(m_first) <= 0)
        top += m_heights.height(m_first++);
    while (m_last > m_first && bottom - m_heights.height(m_last) >= m_view.height())
        bottom -= m_heights.height(m_last--);
    m_scrollY = m_heights.top(m_anchor) - y;
    return true;
}

/// The first message whose head is inside the view; so what is read stays, even if a picture above it grows.
void MessageGeometry::chooseAnchor()
{
    m_anchor = m_first;
    for (int row = m_first; row <= m_last; ++row) {
        const qint64 y = rowRect(row).top() + layout(row).bubble.top();
        if (y >= 0 && y < m_view.height()) {
            m_anchor = row;
            break;
        }
    }
    m_anchorY = rowRect(m_anchor).top() + layout(m_anchor).bubble.top();
    m_anchorMid = m_model->index(m_anchor, 0).data(MessageRole::Mid).toString();
}

void MessageGeometry::trim()
{
    const int screen = m_last - m_first + 1;
    m_layouts.erase(m_layouts.begin(), m_layouts.lower_bound(m_first - screen));
    m_layouts.erase(m_layouts.upper_bound(m_last + screen), m_layouts.end());
}

QRect MessageGeometry::rowRect(int row) const
{
    if (row < 0 || row >= count())
        return {};
    const qint64 y = qBound(qint64(-10'000'000), m_heights.top(row) - m_scrollY, qint64(10'000'000));
    return QRect(0, int(y), m_view.width(), m_heights.height(row));
}

int MessageGeometry::rowAt(int viewY) const
{
    const qint64 y = viewY + m_scrollY;
    return y < 0 || y >= m_heights.total() ? -1 : m_heights.rowAt(y);
}

} // namespace liaison
