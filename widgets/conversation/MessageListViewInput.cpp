// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent does in a message list with mouse and keyboard; MessageListView.cpp has the rest of the class.
#include "widgets/controls/PlainToolTip.h"
#include "widgets/conversation/MessageListAccessible.h"
#include "widgets/conversation/MessageListView.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QTextBoundaryFinder>

namespace liaison {

using Part = MessageLayout::Part;

MessageListView::Spot MessageListView::spotAt(const QPoint &point)
{
    Spot spot;
    spot.row = m_geometry.rowAt(point.y());
    if (spot.row < 0)
        return spot;
    const MessageLayout &layout = m_geometry.layout(spot.row);
    const QPoint inside = point - m_geometry.rowRect(spot.row).topLeft();
    spot.part = layout.partAt(inside);
    spot.link = layout.linkAt(inside);
    spot.position = layout.positionAt(inside);
    return spot;
}

MessageListView::Spot MessageListView::nearestSpot(const QPoint &point)
{
    if (m_geometry.firstVisible() < 0)
        return {};
    const int y = qBound(0, point.y(), viewport()->height() - 1);
    Spot spot = spotAt({point.x(), y});
    if (spot.row < 0) {
        const bool above = y < m_geometry.rowRect(m_geometry.firstVisible()).top();
        spot.row = above ? m_geometry.firstVisible() : m_geometry.lastVisible();
        spot.position = above ? 0 : MessageSelection::End;
    }
    return spot;
}

void MessageListView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_motion.stop();
    m_pressPoint = event->position().toPoint();
    m_pressed = spotAt(m_pressPoint);
    m_dragging = false;
    m_showCurrent = false;
    if (m_pressed.row < 0) {
        clearSelection();
        return;
    }
    const QModelIndex index = m_model->index(m_pressed.row, 0);
    if (event->modifiers() & Qt::ShiftModifier && (m_current.isValid() || !m_selection.isEmpty())) {
        if (m_selection.isEmpty())
            m_selection.start(m_current, 0);
        m_selection.extendTo(index, m_pressed.position);
    } else {
        m_selection.start(index, m_pressed.position);
    }
    m_current = index;
    viewport()->update();
}

void MessageListView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!(event->buttons() & Qt::LeftButton) || m_pressed.row < 0) {
        hover(point);
        return;
    }
    if (!m_dragging && (point - m_pressPoint).manhattanLength() < QApplication::startDragDistance())
        return;
    if (!m_dragging) {
        m_dragging = true;
        m_dragScroll.start();
    }
    const Spot spot = nearestSpot(point);
    if (spot.row >= 0)
        m_selection.extendTo(m_model->index(spot.row, 0), spot.position);
    viewport()->update();
}

void MessageListView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragScroll.stop();
    if (event->button() != Qt::LeftButton)
        return;
    if (!m_dragging && m_pressed.row >= 0) {
        const Spot spot = spotAt(event->position().toPoint());
        if (spot.row == m_pressed.row && spot.part == m_pressed.part && spot.link == m_pressed.link)
            click(spot);
    } else if (m_dragging) {
        MessageListAccessible::selectionChanged(this);
    }
    m_pressed = {};
    m_dragging = false;
}

void MessageListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    if (spot.row < 0 || spot.part != Part::Text)
        return;
    const QString &shown = m_geometry.layout(spot.row).shown;
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, shown);
    words.setPosition(spot.position);
    if (!words.isAtBoundary() || spot.position == shown.size())
        words.toPreviousBoundary();
    const auto from = words.position();
    words.toNextBoundary();
    m_selection.start(m_model->index(spot.row, 0), int(qMax<qsizetype>(0, from)));
    m_selection.extendTo(m_model->index(spot.row, 0), int(words.position() < 0 ? shown.size() : words.position()));
    viewport()->update();
}

void MessageListView::click(const Spot &spot)
{
    const MessageLayout &layout = m_geometry.layout(spot.row);
    const QString mid = layout.item.mid;
    switch (spot.part) {
    case Part::Link:
        if (spot.link >= 0)
            emit linkActivated(layout.links[spot.link].url);
        break;
    case Part::Picture:
    case Part::File: emit openRequested(mid); break;
    case Part::Save: emit saveRequested(mid); break;
    case Part::Retry: emit retryRequested(mid); break;
    case Part::Discard: emit discardRequested(mid); break;
    case Part::More: toggleExpanded(spot.row); break;
    case Part::None:
    case Part::Bubble:
    case Part::Text: break;
    }
}

void MessageListView::toggleExpanded(int row)
{
    const bool expand = !m_geometry.isExpanded(m_geometry.layout(row).item.mid);
    m_geometry.setExpanded(row, expand);
    settle();
    if (!expand) {
        m_geometry.showRow(row, false);
        settle();
    }
}

void MessageListView::hover(const QPoint &point)
{
    const Spot spot = spotAt(point);
    const bool hand = spot.part != Part::None && spot.part != Part::Text && spot.part != Part::Bubble;
    viewport()->setCursor(hand ? Qt::PointingHandCursor : spot.part == Part::Text ? Qt::IBeamCursor : Qt::ArrowCursor);
    const int row = spot.part == Part::Link ? spot.row : -1;
    const int link = spot.part == Part::Link ? spot.link : -1;
    if (row != m_hoverRow || link != m_hoverLink) {
        m_hoverRow = row;
        m_hoverLink = link;
        viewport()->update();
    }
}

QString MessageListView::toolTipAt(const QPoint &point)
{
    const Spot spot = spotAt(point);
    if (spot.row < 0)
        return {};
    const MessageLayout &layout = m_geometry.layout(spot.row);
    const QPoint inside = point - m_geometry.rowRect(spot.row).topLeft();
    if (spot.link >= 0)
        return plainToolTip(tr("Opens %1").arg(trueHost(layout.links[spot.link].url)));
    if (spot.part == Part::Save)
        return tr("Save as…");
    if (spot.part == Part::Picture || spot.part == Part::File)
        return plainToolTip(layout.item.file->name);
    if (layout.meta.contains(inside))
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(layout.item.at), QLocale::LongFormat);
    return {};
}

void MessageListView::wheelEvent(QWheelEvent *event)
{
    if (!event->pixelDelta().isNull()) {
        m_motion.stop();
        m_geometry.scrollBy(-event->pixelDelta().y());
        settle();
    } else {
        scrollSmoothly(-event->angleDelta().y() * QApplication::wheelScrollLines() * MessageLayout::Margin / 120);
    }
    hover(event->position().toPoint());
    event->accept();
}

void MessageListView::setCurrentRow(int row) { moveCurrent(row, false); }

void MessageListView::moveCurrent(int row, bool select)
{
    if (!m_model || m_geometry.count() == 0)
        return;
    row = qBound(0, row, m_geometry.count() - 1);
    const QModelIndex target = m_model->index(row, 0);
    if (select) {
        const int from = m_selection.isEmpty() ? currentRow() : m_selection.startRow();
        m_selection.selectRows(m_model->index(from >= 0 ? from : row, 0), target);
    } else {
        m_selection.clear();
    }
    m_current = target;
    m_showCurrent = true;
    m_geometry.showRow(row, false);
    settle();
    MessageListAccessible::focusRow(this, row);
    if (select)
        MessageListAccessible::selectionChanged(this);
}

void MessageListView::keyPressEvent(QKeyEvent *event)
{
    const bool select = event->modifiers() & Qt::ShiftModifier;
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    // The first arrow lands on the newest message in sight.
    const int current = currentRow();
    const int last = m_geometry.lastVisible();
    const int page = qMax(40, viewport()->height() - 60);
    switch (event->key()) {
    case Qt::Key_Up: moveCurrent(current < 0 || !m_showCurrent ? (current < 0 ? last : current) : current - 1, select); return;
    case Qt::Key_Down: moveCurrent(current < 0 ? last : current + 1, select); return;
    case Qt::Key_PageUp: scrollSmoothly(-page); return;
    case Qt::Key_PageDown: scrollSmoothly(page); return;
    case Qt::Key_Home:
        m_motion.stop();
        m_geometry.toTop();
        settle();
        moveCurrent(0, select);
        return;
    case Qt::Key_End:
        if (!m_modelAtEnd) {
            emit newestWanted();
            return;
        }
        scrollToBottom();
        moveCurrent(m_geometry.count() - 1, select);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current >= 0)
            activateRow(current);
        return;
    case Qt::Key_Escape:
        if (!m_selection.isEmpty()) {
            clearSelection();
            return;
        }
        break;
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void MessageListView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_showCurrent = true;
        if (!m_current.isValid() && m_model && m_geometry.lastVisible() >= 0)
            m_current = m_model->index(m_geometry.lastVisible(), 0);
        if (m_current.isValid())
            MessageListAccessible::focusRow(this, m_current.row());
    }
    viewport()->update();
    QAbstractScrollArea::focusInEvent(event);
}

void MessageListView::focusOutEvent(QFocusEvent *event)
{
    viewport()->update();
    QAbstractScrollArea::focusOutEvent(event);
}

void MessageListView::activateRow(int row)
{
    if (row < 0 || row >= m_geometry.count())
        return;
    const MessageLayout &layout = m_geometry.layout(row);
    const MessageItem &item = layout.item;
    if (item.needsAgent())
        emit retryRequested(item.mid);
    else if (item.file && !item.recalled)
        emit openRequested(item.mid);
    else if (layout.more.isValid())
        toggleExpanded(row);
    else if (!layout.links.isEmpty())
        emit linkActivated(layout.links.first().url);
}

void MessageListView::selectAll()
{
    if (!m_model || m_geometry.count() == 0)
        return;
    m_selection.selectRows(m_model->index(0, 0), m_model->index(m_geometry.count() - 1, 0));
    MessageListAccessible::selectionChanged(this);
    viewport()->update();
}

void MessageListView::clearSelection()
{
    m_selection.clear();
    MessageListAccessible::selectionChanged(this);
    viewport()->update();
}

void MessageListView::copy() const
{
    // Without a selection the current message is what one means.
    QString words = selectedText();
    if (words.isEmpty() && m_current.isValid())
        words = MessageItem::fromIndex(m_current).words();
    if (!words.isEmpty())
        QApplication::clipboard()->setText(words);
}

QMenu *MessageListView::makeMenu(int row, const QUrl &link)
{
    auto *menu = new QMenu(this);
    const MessageItem item = m_geometry.layout(row).item;
    const QString mid = item.mid;
    const qint64 now = m_now > 0 ? m_now : QDateTime::currentMSecsSinceEpoch();
    const QModelIndex index = m_model->index(row, 0);
    const bool inHub = index.data(MessageRole::Cseq).toLongLong() > 0;
    menu->addAction(tr("Copy"), this,
                    [words = isRowSelected(row) ? selectedText() : item.words()] { QApplication::clipboard()->setText(words); });
    if (link.isValid())
        menu->addAction(tr("Copy link"), this, [link] { QApplication::clipboard()->setText(link.toString(QUrl::FullyEncoded)); });
    if (item.kind == MessageKind::System)
        return menu;
    if (item.file && !item.recalled) {
        menu->addAction(tr("Open"), this, [this, mid] { emit openRequested(mid); });
        menu->addAction(tr("Save as…"), this, [this, mid] { emit saveRequested(mid); });
    }
    if (!item.recalled && item.kind != MessageKind::Note && !item.text.isEmpty())
        menu->addAction(tr("Reply with quote"), this, [this, item] { emit quoteRequested(item.author, item.written); });
    if (index.data(MessageRole::Masked).toBool())
        menu->addAction(tr("Show what is masked"), this, [this, mid] { emit revealRequested(mid); });
    if (item.needsAgent()) {
        menu->addSeparator();
        menu->addAction(item.state == BubbleState::Failed ? tr("Retry") : tr("Send now"), this,
                        [this, mid] { emit retryRequested(mid); });
        menu->addAction(tr("Discard"), this, [this, mid] { emit discardRequested(mid); });
    } else if (item.isMine() && inHub && !item.recalled && now - item.at < m_recallWithin) {
        menu->addSeparator();
        menu->addAction(tr("Recall"), this, [this, mid] { emit recallRequested(mid); });
    }
    return menu;
}

void MessageListView::contextMenuEvent(QContextMenuEvent *event)
{
    int row = currentRow();
    QUrl link;
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const Spot spot = spotAt(event->pos());
        row = spot.row;
        if (spot.link >= 0)
            link = m_geometry.layout(row).links[spot.link].url;
    } else if (row >= 0) {
        at = viewport()->mapToGlobal(m_geometry.layout(row).bubble.translated(m_geometry.rowRect(row).topLeft()).center());
    }
    if (row < 0)
        return;
    m_current = m_model->index(row, 0);
    QMenu *menu = makeMenu(row, link);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(at);
}

} // namespace liaison
