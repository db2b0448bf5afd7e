// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationRowPictures.h"

#include <QPainter>

namespace liaison {

namespace {
bool isWhole(qreal pixels) { return qAbs(pixels - qRound(pixels)) < 0.01; }

/// Device pixels a logical one if `rect` lies on whole ones of them, else 0: between them a picture would be blurred.
qreal wholePixels(const QPainter &painter, const QRect &rect)
{
    const QTransform device = painter.deviceTransform();
    if (device.type() > QTransform::TxScale || !qFuzzyCompare(device.m11(), device.m22()) || device.m11() <= 0)
        return 0;
    const QRectF there = device.mapRect(QRectF(rect));
    return isWhole(there.x()) && isWhole(there.y()) && isWhole(there.width()) && isWhole(there.height()) ? device.m11() : 0;
}

qsizetype bytesOf(const QSizeF &pixels) { return qsizetype(pixels.width() * pixels.height() * 4); }
} // namespace

void ConversationRowPictures::paint(QPainter *painter, const QRect &rect, const ConversationRow &row)
{
    const qreal pixels = wholePixels(*painter, rect);
    const Key key{row, rect.size(), pixels, Theme::instance().scheme(), Theme::instance().density()};
    if (const QPixmap *known = pixels > 0 ? m_pictures.object(key) : nullptr) {
        painter->drawPixmap(rect.topLeft(), *known);
        return;
    }
    ++m_painted;
    QPixmap picture((QSizeF(rect.size()) * pixels).toSize());
    // A screen whose letters are larger than the first one's has none here: a picture's are as large as on the first.
    if (picture.isNull() || picture.logicalDpiY() != painter->device()->logicalDpiY()) {
        row.paint(painter, rect);
        return;
    }
    picture.setDevicePixelRatio(pixels);
    picture.fill(Theme::instance().color(Token::Surface2)); // opaque, as letters are drawn for what lies behind them
    QPainter inside(&picture);
    row.paint(&inside, QRect(QPoint(0, 0), rect.size()));
    inside.end();
    painter->drawPixmap(rect.topLeft(), picture);
    const QSizeF screen = QSizeF(painter->device()->width(), painter->device()->height()) * pixels;
    m_pictures.setMaxCost(qMax(LeastBytes, 2 * bytesOf(screen)));
    m_pictures.insert(key, new QPixmap(picture), bytesOf(picture.size()) + (row.preview.size() + row.name.size()) * 2);
}

} // namespace liaison
