// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/conversation/MessageGeometry.h"
#include "widgets/conversation/MessageSelection.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QTimer>
#include <QVariantAnimation>

class QMenu;

namespace liaison {

class JumpButton;
class ThumbnailSource;

/// The messages of one conversation over any QAbstractItemModel with MessageRole's roles. It asks the model for rows only where
/// they are seen: an append, a prepend, a resize or a late picture costs a screen at most, whatever the number of messages, and
/// what is being read stays where it is (see MessageGeometry). What others wrote is plain text; nothing is fetched or opened by
/// being shown. GUI thread; the model is not owned.
class MessageListView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit MessageListView(QWidget *parent = nullptr);
    ~MessageListView() override;

    void setModel(QAbstractItemModel *model);
    QAbstractItemModel *model() const { return m_model; }
    void setThumbnails(ThumbnailSource *source); ///< not owned
    void setOwnName(const QString &name);        ///< other agents' bubbles say who wrote them
    void setLoading(bool loading);               ///< shows shapes instead of nothing
    void setEmptyWords(const QString &title, const QString &hint);
    void setHasOlder(bool more); ///< olderWanted() will be emitted near the top
    void setAtEnd(bool atEnd);   ///< the last row is the newest message; else newerWanted() near the bottom
    void setUnreadRow(int row);  ///< the line "New messages" stands above it; -1 for none
    void setNow(qint64 utcMs);   ///< what "Today" is; by default the machine's clock
    void setRecallWithin(qint64 ms) { m_recallWithin = ms; }

    // --- position ---
    void scrollToBottom();
    bool isAtBottom() const { return m_geometry.isAtBottom(); }
    /// Shows a message, for two seconds on a tint of its own if `highlight`. False if the model has no such row (yet).
    bool scrollToMid(const QString &mid, bool highlight);
    int unseenBelow() const { return m_unseen; }

    // --- current row, selection ---
    int currentRow() const { return m_current.isValid() ? m_current.row() : -1; }
    void setCurrentRow(int row);
    bool isRowSelected(int row) const { return !m_selection.rangeIn(row).isEmpty(); }
    void selectAll();
    void clearSelection();
    QString selectedText() const { return m_selection.text(m_model); }
    void copy() const;
    /// The menu of a row as it would be shown; the caller owns it.
    QMenu *makeMenu(int row, const QUrl &link = {});
    /// Opens, retries or unfolds, as Enter does.
    void activateRow(int row);

    /// The geometry of rows, in the viewport's coordinates; for tests, accessibility and tooltips.
    QRect rowRect(int row) const { return m_geometry.rowRect(row); }
    int rowAt(const QPoint &point) const { return m_geometry.rowAt(point.y()); }
    const MessageLayout &layoutOf(int row) { return m_geometry.layout(row); }
    qint64 layoutCount() const { return m_geometry.layoutCount(); }
    const MessageGeometry &geometryOfRows() const { return m_geometry; }

signals:
    void olderWanted();
    void newerWanted();
    void newestWanted(); ///< "jump to newest" while the model is not at its end
    void bottomReached();
    void linkActivated(const QUrl &url); ///< clicked; the window asks before it opens
    void openRequested(const QString &mid);
    void saveRequested(const QString &mid);
    void retryRequested(const QString &mid);
    void discardRequested(const QString &mid);
    void recallRequested(const QString &mid);
    /// What is masked in it is to be shown.
    void revealRequested(const QString &mid);
    void announced(const QString &words); ///< a new message, said to screen readers
    void quoteRequested(const QString &author, const QString &text);

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Spot
    {
        int row = -1;
        MessageLayout::Part part = MessageLayout::Part::None;
        int position = 0;
        int link = -1;
    };

    void connectModel();
    void onInserted(int first, int last);
    void onRemoved(int first, int last);
    void onChanged(int first, int last);
    void onReset();
    void settle();
    void wantMore();
    void updateBar();
    void placeJumpButton();
    void scrollSmoothly(int dy);
    Spot spotAt(const QPoint &point);
    /// The nearest place in a text, for dragging a selection beyond the bubbles.
    Spot nearestSpot(const QPoint &point);
    void click(const Spot &spot);
    void hover(const QPoint &point);
    void moveCurrent(int row, bool select);
    void toggleExpanded(int row);
    QString toolTipAt(const QPoint &point);
    void paintEmpty(QPainter &painter);

    QAbstractItemModel *m_model = nullptr;
    MessageGeometry m_geometry;
    MessageSelection m_selection;
    ThumbnailSource *m_thumbnails = nullptr;
    JumpButton *m_jump = nullptr;
    QPersistentModelIndex m_current;
    bool m_showCurrent = false; ///< the ring is for the keyboard only
    bool m_loading = false;
    bool m_hasOlder = false;
    bool m_modelAtEnd = true;
    bool m_settingBar = false;
    bool m_wasShown = false;
    int m_unseen = 0;
    qint64 m_recallWithin = 2 * 60 * 1000;
    qint64 m_now = 0;
    QString m_emptyTitle;
    QString m_emptyHint;
    QString m_highlightMid;
    QTimer m_highlightEnd;
    QVariantAnimation m_motion;
    int m_motionDone = 0;
    QElapsedTimer m_olderAsked;
    QElapsedTimer m_newerAsked;
    QPoint m_pressPoint;
    Spot m_pressed;
    bool m_dragging = false;
    QTimer m_dragScroll;
    int m_hoverRow = -1;
    int m_hoverLink = -1;
};

} // namespace liaison
