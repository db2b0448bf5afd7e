// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/CannedPopup.h"

#include "widgets/conversation/CannedReplyDelegate.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QAbstractItemModel>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace liaison {

CannedPopup::CannedPopup(QWidget *parent) : QFrame(parent), m_list(new QListView(this))
{
    setAccessibleName(tr("Canned replies"));
    m_list->setAccessibleName(tr("Canned replies"));
    m_list->setItemDelegate(new CannedReplyDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 5, 1, 5);
    layout->addWidget(m_list);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { emit chosen(index.row()); });
    hide();
}

void CannedPopup::setModel(QAbstractItemModel *model) { m_list->setModel(model); }

void CannedPopup::showAbove(const QWidget *anchor)
{
    const QAbstractItemModel *model = m_list->model();
    const int rows = model ? model->rowCount() : 0;
    if (rows == 0) {
        hide();
        return;
    }
    const int height = qMin(rows, 7) * m_list->sizeHintForRow(0) + 12;
    const QPoint at = anchor->mapTo(parentWidget(), QPoint(0, 0));
    const int tall = qMin(height, qMax(60, at.y() - 8));
    setGeometry(at.x(), at.y() - tall - 4, qMin(anchor->width(), 520), tall);
    m_list->setCurrentIndex(model->index(0, 0));
    show();
    raise();
}

int CannedPopup::currentRow() const { return m_list->currentIndex().isValid() ? m_list->currentIndex().row() : 0; }

bool CannedPopup::takeKey(QKeyEvent *event)
{
    if (!isVisible())
        return false;
    const QAbstractItemModel *model = m_list->model();
    const int rows = model->rowCount();
    if (rows == 0)
        return false; // the last of them was deleted while it was open
    switch (event->key()) {
    case Qt::Key_Up: m_list->setCurrentIndex(model->index((currentRow() + rows - 1) % rows, 0)); return true;
    case Qt::Key_Down: m_list->setCurrentIndex(model->index((currentRow() + 1) % rows, 0)); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab: emit chosen(currentRow()); return true;
    case Qt::Key_Escape: emit dismissed(); return true;
    default: return false;
    }
}

void CannedPopup::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    paintRoundedBox(&painter, rect(), theme.color(Token::Surface), theme.color(Token::LineStrong), 8);
}

} // namespace liaison
