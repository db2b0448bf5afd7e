// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/conversation/HeightIndex.h"
#include "widgets/conversation/MessageLayout.h"

#include <QPersistentModelIndex>
#include <QPointer>
#include <QSet>
#include <QSize>
#include <map>

class QAbstractItemModel;

namespace liaison {

/// Where the rows of a message list are. Holds the heights of all rows (measured, or estimated until somebody looks), the layouts of
/// about three screens, and the position: at the bottom, or one message whose bubble stays where it is on the screen whatever
/// happens around it. Only rows that are visible are ever laid out, so every change costs a screen at most. No painting, no events:
/// MessageListView feeds it. GUI thread.
class MessageGeometry
{
public:
    /// Not owned; all rows are new. The model must outlive this or be replaced.
    void setModel(const QAbstractItemModel *model);

    // --- what happened; each leaves the visible text where it was, once settle() has run ---
    void reset(); ///< all rows may be others; the anchor is found again by its mid
    void inserted(int first, int count);
    void removed(int first, int count);
    void changed(int first, int last);
    void setSize(const QSize &view);
    void relayAll(); ///< fonts or language changed
    void setUnreadRow(int row);
    void setOwnName(const QString &name);
    void setNow(qint64 utcMs) { m_now = utcMs; }
    void setAtEnd(bool atEnd) { m_modelAtEnd = atEnd; }
    void setExpanded(int row, bool expanded);
    bool isExpanded(const QString &mid) const { return m_expanded.contains(mid); }

    // --- where the view is ---
    void scrollBy(qint64 dy);
    void scrollTo(qint64 y);
    void toBottom();
    void toTop();
    /// Scrolls no more than needed to show the row's bubble; in the middle of the view if `centred`.
    void showRow(int row, bool centred);
    /// Lays out what is visible, corrects estimates, limits the position. Must run after any of the calls above.
    void settle();

    bool isAtBottom() const { return m_atBottom; }
    qint64 scrollY() const { return m_scrollY; }
    qint64 maxScroll() const;                    ///< 0 if everything fits
    int firstVisible() const { return m_first; } ///< -1 if none
    int lastVisible() const { return m_last; }
    int count() const { return m_heights.count(); }
    int unreadRow() const { return m_unread.isValid() ? m_unread.row() : -1; }
    /// Of the whole row in the view's coordinates; an estimate while it is far outside. Costs no layout.
    QRect rowRect(int row) const;
    int rowAt(int viewY) const;
    /// Its layout, made now if it is not there. Valid until the next settle() or change.
    const MessageLayout &layout(int row);
    /// Size calculations ever made; tests assert how few.
    qint64 layoutCount() const { return m_layoutCount; }
    int cachedLayouts() const { return int(m_layouts.size()); }

    static constexpr int BottomSpace = 16; ///< below the last bubble

private:
    int measure(int row);
    MessageSurroundings surroundings(int row) const;
    qint64 contentHeight() const { return m_heights.total() + BottomSpace; }
    void settleAtBottom();
    bool settleAtAnchor();
    void chooseAnchor();
    void trim();
    void forget(int row);
    int rowOfMid(const QString &mid) const;

    QPointer<const QAbstractItemModel> m_model;
    HeightIndex m_heights;
    std::map<int, std::unique_ptr<MessageLayout>> m_layouts;
    QSize m_view;
    QString m_ownName;
    QPersistentModelIndex m_unread;
    QSet<QString> m_expanded;
    qint64 m_now = 0;
    bool m_modelAtEnd = true;

    bool m_atBottom = true;
    int m_anchor = -1;    ///< row
    QString m_anchorMid;  ///< the same, through resets
    qint64 m_anchorY = 0; ///< its bubble's top in the view
    qint64 m_scrollY = 0; ///< top of the view in the content; negative while the content is shorter than the view
    int m_first = -1;
    int m_last = -1;
    qint64 m_layoutCount = 0;
};

} // namespace liaison
