// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageListView.h"

#include "widgets/conversation/JumpButton.h"
#include "widgets/conversation/MessageListAccessible.h"
#include "widgets/conversation/MessagePainter.h"
#include "widgets/conversation/ThumbnailSource.h"
#include "widgets/theme/Theme.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace liaison {
namespace {

constexpr int askAgainMs = 1000; ///< how long an unanswered wish for more rows stands
constexpr int highlightMs = 2000;

} // namespace

MessageListView::MessageListView(QWidget *parent) : QAbstractScrollArea(parent)
{
    MessageListAccessible::install();
    setFrameShape(QFrame::NoFrame);
    setAutoFillBackground(true); // under the scroll bar
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // a bar that comes and goes would change every bubble's width
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The style paints no ground under its thin bar; without this Qt would leave old pixels there.
    verticalScrollBar()->setAttribute(Qt::WA_OpaquePaintEvent, false);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Messages"));
    setEmptyWords(tr("No messages yet"), tr("What the two of you write appears here."));

    m_jump = new JumpButton(viewport());
    m_jump->hide();
    connect(m_jump, &QAbstractButton::clicked, this, [this] {
        if (m_modelAtEnd)
            scrollToBottom();
        else
            emit newestWanted();
        setFocus(Qt::OtherFocusReason);
    });
    m_highlightEnd.setSingleShot(true);
    m_highlightEnd.setInterval(highlightMs);
    connect(&m_highlightEnd, &QTimer::timeout, this, [this] {
        m_highlightMid.clear();
        viewport()->update();
    });
    m_motion.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_motion, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        const int done = value.toInt();
        m_geometry.scrollBy(done - std::exchange(m_motionDone, done));
        settle();
    });
    m_dragScroll.setInterval(30);
    connect(&m_dragScroll, &QTimer::timeout, this, [this] {
        const QPoint point = viewport()->mapFromGlobal(QCursor::pos());
        const int over = point.y() < 0 ? point.y() : qMax(0, point.y() - viewport()->height());
        if (over == 0)
            return;
        m_geometry.scrollBy(qBound(-60, over, 60));
        settle();
        const Spot spot = nearestSpot(point);
        if (spot.row >= 0)
            m_selection.extendTo(m_model->index(spot.row, 0), spot.position);
    });
    const auto colour = [this] { // the scroll bar stands on the same ground as the messages
        QPalette own = palette();
        own.setColor(QPalette::Window, Theme::instance().color(Token::Window));
        setPalette(own);
        viewport()->update();
    };
    colour();
    connect(&Theme::instance(), &Theme::changed, this, colour);
}

MessageListView::~MessageListView() = default;

void MessageListView::setModel(QAbstractItemModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_selection.clear();
    m_current = QPersistentModelIndex();
    m_unseen = 0;
    m_geometry.setModel(model);
    if (model)
        connectModel();
    MessageListAccessible::rowsReset(this);
    settle();
}

void MessageListView::connectModel()
{
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int a, int b) { onInserted(a, b); });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &, int a, int b) { onRemoved(a, b); });
    connect(m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &a, const QModelIndex &b) { onChanged(a.row(), b.row()); });
    connect(m_model, &QAbstractItemModel::modelReset, this, &MessageListView::onReset);
    connect(m_model, &QAbstractItemModel::layoutChanged, this, &MessageListView::onReset);
    connect(m_model, &QAbstractItemModel::rowsMoved, this, &MessageListView::onReset);
    connect(m_model, &QObject::destroyed, this, [this] {
        m_model = nullptr;
        setModel(nullptr);
    });
}

void MessageListView::onInserted(int first, int last)
{
    const int before = m_geometry.count();
    const bool appended = first == before && before > 0;
    if (!appended)
        m_olderAsked.invalidate();
    m_newerAsked.invalidate();
    m_geometry.inserted(first, last - first + 1);
    MessageListAccessible::rowsInserted(this, first, last);
    if (appended && m_modelAtEnd && !m_geometry.isAtBottom()) {
        // Only what the customer wrote counts as not seen; reading that costs the new rows only.
        for (int row = first; row <= last; ++row) {
            const QModelIndex index = m_model->index(row, 0);
            m_unseen += index.data(MessageRole::Side).toInt() == int(Side::Customer) ? 1 : 0;
        }
    }
    settle();
    if (appended && m_modelAtEnd && last - first < 3) {
        for (int row = first; row <= last; ++row) {
            const MessageItem item = MessageItem::fromIndex(m_model->index(row, 0));
            if (item.isMine())
                continue;
            MessageListAccessible::announce(this, row);
            emit announced(item.spoken());
        }
    }
}

void MessageListView::onRemoved(int first, int last)
{
    m_geometry.removed(first, last - first + 1);
    MessageListAccessible::rowsRemoved(this, first, last);
    settle();
}

void MessageListView::onChanged(int first, int last)
{
    m_geometry.changed(first, last);
    settle();
}

void MessageListView::onReset()
{
    m_olderAsked.invalidate();
    m_newerAsked.invalidate();
    m_geometry.reset();
    MessageListAccessible::rowsReset(this);
    settle();
}

void MessageListView::setThumbnails(ThumbnailSource *source)
{
    m_thumbnails = source;
    if (source)
        connect(source, &ThumbnailSource::arrived, viewport(), qOverload<>(&QWidget::update));
}

void MessageListView::setOwnName(const QString &name)
{
    m_geometry.setOwnName(name);
    settle();
}

void MessageListView::setLoading(bool loading)
{
    m_loading = loading;
    viewport()->update();
}

void MessageListView::setEmptyWords(const QString &title, const QString &hint)
{
    m_emptyTitle = title;
    m_emptyHint = hint;
    viewport()->update();
}

void MessageListView::setHasOlder(bool more)
{
    m_hasOlder = more;
    m_olderAsked.invalidate();
    wantMore();
}

void MessageListView::setAtEnd(bool atEnd)
{
    m_modelAtEnd = atEnd;
    m_newerAsked.invalidate();
    m_geometry.setAtEnd(atEnd);
    settle();
}

void MessageListView::setUnreadRow(int row)
{
    m_geometry.setUnreadRow(row);
    settle();
}

void MessageListView::setNow(qint64 utcMs)
{
    m_now = utcMs;
    m_geometry.setNow(utcMs);
    m_geometry.relayAll();
    settle();
}

void MessageListView::showEvent(QShowEvent *event)
{
    m_wasShown = true;
    settle(); // what happened while it was hidden
    QAbstractScrollArea::showEvent(event);
}

void MessageListView::settle()
{
    // Behind another tab nothing is laid out: fifty open conversations cost what the one on top costs.
    if (m_wasShown && !isVisible())
        return;
    const bool wasAtBottom = m_geometry.isAtBottom();
    m_geometry.setSize(viewport()->size());
    m_geometry.settle();
    if (m_geometry.isAtBottom()) {
        m_unseen = 0;
        if (!wasAtBottom)
            emit bottomReached();
    }
    updateBar();
    placeJumpButton();
    wantMore();
    viewport()->update();
}

void MessageListView::updateBar()
{
    m_settingBar = true;
    QScrollBar *bar = verticalScrollBar();
    bar->setRange(0, int(qMin<qint64>(m_geometry.maxScroll(), INT_MAX)));
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(MessageLayout::Gap * 4);
    bar->setValue(int(qBound(qint64(0), m_geometry.scrollY(), qint64(bar->maximum()))));
    m_settingBar = false;
}

void MessageListView::wantMore()
{
    const int soon = viewport()->height() * 3 / 2;
    const auto due = [](const QElapsedTimer &asked) { return !asked.isValid() || asked.elapsed() > askAgainMs; };
    // Not from within the model's own change: the answer may be another change.
    if (m_hasOlder && m_geometry.count() > 0 && m_geometry.scrollY() < soon && due(m_olderAsked)) {
        m_olderAsked.start();
        QMetaObject::invokeMethod(this, &MessageListView::olderWanted, Qt::QueuedConnection);
    }
    if (!m_modelAtEnd && m_geometry.count() > 0 && m_geometry.maxScroll() - m_geometry.scrollY() < soon && due(m_newerAsked)) {
        m_newerAsked.start();
        QMetaObject::invokeMethod(this, &MessageListView::newerWanted, Qt::QueuedConnection);
    }
}

void MessageListView::placeJumpButton()
{
    const bool away = m_geometry.count() > 0 &&
                      (!m_modelAtEnd || (!m_geometry.isAtBottom() && m_geometry.maxScroll() - m_geometry.scrollY() > 120));
    m_jump->setVisible(away || (m_unseen > 0 && !m_geometry.isAtBottom()));
    if (m_jump->unseen() != m_unseen)
        m_jump->setUnseen(m_unseen);
    m_jump->move(viewport()->width() - m_jump->width() - 16, viewport()->height() - m_jump->height() - 12);
}

void MessageListView::scrollToBottom()
{
    m_motion.stop();
    m_geometry.toBottom();
    settle();
}

bool MessageListView::scrollToMid(const QString &mid, bool highlight)
{
    if (!m_model)
        return false;
    const QModelIndexList found = m_model->match(m_model->index(0, 0), MessageRole::Mid, mid, 1, Qt::MatchExactly);
    if (found.isEmpty())
        return false;
    m_motion.stop();
    m_geometry.setSize(viewport()->size());
    m_geometry.showRow(found.first().row(), true);
    m_current = found.first();
    if (highlight) {
        m_highlightMid = mid;
        m_highlightEnd.start();
    }
    settle();
    return true;
}

void MessageListView::scrollSmoothly(int dy)
{
    const int motion = Theme::instance().motion();
    if (motion <= 0 || !isVisible()) {
        m_geometry.scrollBy(dy);
        settle();
        return;
    }
    const int left = m_motion.state() == QAbstractAnimation::Running ? m_motion.endValue().toInt() - m_motionDone : 0;
    m_motion.stop();
    m_motionDone = 0;
    m_motion.setDuration(qMin(motion, 120));
    m_motion.setStartValue(0);
    m_motion.setEndValue(left + dy);
    m_motion.start();
}

void MessageListView::scrollContentsBy(int, int)
{
    if (m_settingBar)
        return;
    m_motion.stop();
    m_geometry.scrollTo(verticalScrollBar()->value());
    settle();
}

void MessageListView::resizeEvent(QResizeEvent *) { settle(); }

void MessageListView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        m_geometry.relayAll();
        settle();
    }
    QAbstractScrollArea::changeEvent(event);
}

void MessageListView::paintEvent(QPaintEvent *event)
{
    const Theme &theme = Theme::instance();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme.color(Token::Window));
    if (m_geometry.count() == 0) {
        if (m_loading)
            paintSkeleton(painter, viewport()->size());
        else
            paintEmpty(painter);
        return;
    }
    const bool spans = m_selection.spansRows();
    for (int row = m_geometry.firstVisible(); row >= 0 && row <= m_geometry.lastVisible(); ++row) {
        const QRect rect = m_geometry.rowRect(row);
        if (!rect.adjusted(0, -4, 0, 4).intersects(event->rect()))
            continue;
        const MessageLayout &layout = m_geometry.layout(row);
        MessageLook look;
        const MessageSelection::Range range = m_selection.rangeIn(row);
        look.selectionStart = range.start;
        look.selectionEnd = qMin(range.end, int(layout.shown.size()));
        look.selectedWhole = !range.isEmpty() && (spans || range.isWhole()) && (range.isWhole() || !layout.hasText());
        if (look.selectedWhole)
            look.selectionStart = look.selectionEnd = 0;
        look.current = m_showCurrent && hasFocus() && m_current.isValid() && m_current.row() == row;
        look.highlighted = !m_highlightMid.isEmpty() && layout.item.mid == m_highlightMid;
        look.hoveredLink = row == m_hoverRow ? m_hoverLink : -1;
        if (layout.picture.isValid() && m_thumbnails) {
            look.thumbnail = m_thumbnails->request(*layout.item.file, layout.item.localFile);
            look.brokenFile = look.thumbnail.isNull() && m_thumbnails->isBroken(layout.item.file->id);
        }
        paintMessage(painter, layout, rect.topLeft(), look);
    }
}

void MessageListView::paintEmpty(QPainter &painter)
{
    const Theme &theme = Theme::instance();
    const QRect middle = viewport()->rect().adjusted(24, 0, -24, 0);
    painter.setFont(theme.font(FontRole::Heading));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(middle.translated(0, -14), Qt::AlignCenter | Qt::TextWordWrap, m_emptyTitle);
    painter.setFont(theme.font(FontRole::Body));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(middle.translated(0, 14), Qt::AlignCenter | Qt::TextWordWrap, m_emptyHint);
}

bool MessageListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString words = toolTipAt(help->pos());
        if (words.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), words, viewport());
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hoverRow = m_hoverLink = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace liaison
