// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/PictureCanvas.h"

#include "widgets/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <cmath>

namespace liaison {

PictureCanvas::PictureCanvas(QWidget *parent) : QWidget(parent)
{
    setMinimumSize(240, 180);
    setFocusPolicy(Qt::StrongFocus);
}

void PictureCanvas::setPicture(const QPixmap &picture)
{
    m_picture = picture;
    m_words.clear();
    fit();
}

void PictureCanvas::setWords(const QString &words)
{
    m_words = words;
    m_picture = {};
    update();
}

qreal PictureCanvas::fittingScale() const
{
    if (m_picture.isNull())
        return 1;
    const QSizeF room = size() - QSize(16, 16);
    const qreal pixels = devicePixelRatioF();
    return qMin(1.0, pixels * qMin(room.width() / m_picture.width(), room.height() / m_picture.height()));
}

qreal PictureCanvas::scale() const { return m_fitted ? fittingScale() : m_scale; }

void PictureCanvas::fit()
{
    m_fitted = true;
    m_offset = {};
    update();
    emit scaleChanged();
}

void PictureCanvas::setScale(qreal wanted, const QPointF &around)
{
    const qreal before = scale();
    m_scale = qBound(0.05, wanted, 16.0);
    m_fitted = false;
    const QPointF middle = QRectF(rect()).center();
    m_offset = (around - middle) - (around - middle - m_offset) * (m_scale / before);
    moveBy({});
    emit scaleChanged();
}

void PictureCanvas::moveBy(const QPointF &by)
{
    // Never so far that the picture leaves the window.
    const qreal factor = scale() / devicePixelRatioF();
    const qreal spanX = qMax(0.0, m_picture.width() * factor - width()) / 2;
    const qreal spanY = qMax(0.0, m_picture.height() * factor - height()) / 2;
    m_offset = {qBound(-spanX, m_offset.x() + by.x(), spanX), qBound(-spanY, m_offset.y() + by.y(), spanY)};
    update();
}

void PictureCanvas::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Window));
    if (m_picture.isNull()) {
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_words);
        return;
    }
    const qreal factor = scale() / devicePixelRatioF();
    QRectF target(QPointF(), QSizeF(m_picture.size()) * factor);
    target.moveCenter(QRectF(rect()).center() + m_offset);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale() < 4);
    painter.drawPixmap(target, m_picture, QRectF(m_picture.rect()));
}

void PictureCanvas::wheelEvent(QWheelEvent *event)
{
    setScale(scale() * std::pow(1.25, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void PictureCanvas::mousePressEvent(QMouseEvent *event) { m_grip = event->position(); }

void PictureCanvas::mouseMoveEvent(QMouseEvent *event) { moveBy(event->position() - std::exchange(m_grip, event->position())); }

void PictureCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_fitted)
        setScale(1, event->position());
    else
        fit();
}

} // namespace liaison
