// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationRowPictures.h"

#include <QPainter>
#include <QtMath>

namespace liaison {

namespace {
/// Device pixels a logical one, 0 where that is not all that the painter does.
qreal scaleOf(const QTransform &device)
{
    return device.type() <= QTransform::TxScale && qFuzzyCompare(device.m11(), device.m22()) && device.m11() > 0 ? device.m11()
                                                                                                                 : 0;
}

/// The whole pixels in `there`. What a row shows besides its ground keeps a pixel from its edges, so none of it is left out.
QRect wholePixels(const QRectF &there)
{
    constexpr qreal exact = 0.001;
    return {QPoint(qCeil(there.left() - exact), qCeil(there.top() - exact)),
            QPoint(qFloor(there.right() + exact) - 1, qFloor(there.bottom() + exact) - 1)};
}

qsizetype bytesOf(const QSizeF &pixels) { return qsizetype(pixels.width() * pixels.height() * 4); }
} // namespace

void ConversationRowPictures::paint(QPainter *painter, const QRect &rect, const ConversationRow &row)
{
    const QTransform device = painter->deviceTransform();
    const qreal pixels = scaleOf(device);
    const QRectF there = device.mapRect(QRectF(rect));
    const QRect inside = wholePixels(there);
    const QPointF phase = inside.topLeft() - there.topLeft();
    const QPaintDevice *on = painter->device();
    const Key key{row,
                  rect.size(),
                  (phase * 96).toPoint(),
                  pixels,
                  on->logicalDpiY(),
                  Theme::instance().scheme(),
                  Theme::instance().density()};
    const auto show = [&](const QPixmap &picture) {
        row.paintGround(painter, rect);
        painter->drawPixmap(rect.topLeft() + phase / pixels, picture);
    };
    if (const QPixmap *known = pixels > 0 ? m_pictures.object(key) : nullptr) {
        show(*known);
        return;
    }
    ++m_painted;
    QPixmap picture(pixels > 0 ? inside.size() : QSize());
    // A screen whose letters are larger than the first one's has none here: a picture's are as large as on the first.
    if (picture.isNull() || picture.logicalDpiY() != on->logicalDpiY()) {
        row.paint(painter, rect);
        return;
    }
    picture.setDevicePixelRatio(pixels);
    picture.fill(Theme::instance().color(Token::Surface2)); // opaque, as letters are drawn for what lies behind them
    QPainter within(&picture);
    within.setLayoutDirection(painter->layoutDirection()); // a pixmap's own is the words'
    within.translate(-phase / pixels);
    row.paint(&within, QRect(QPoint(0, 0), rect.size()));
    within.end();
    show(picture);
    const qreal unit = on->devType() == QInternal::Widget ? pixels : 1; // a widget's size is logical, a picture's is not
    const QSizeF screen = QSizeF(on->width(), on->height()) * unit;
    m_pictures.setMaxCost(qMax(LeastBytes, 2 * bytesOf(screen)));
    m_pictures.insert(key, new QPixmap(picture), bytesOf(picture.size()) + (row.preview.size() + row.name.size()) * 2);
}

} // namespace liaison
