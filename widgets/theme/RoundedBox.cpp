// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/RoundedBox.h"

#include <QPainter>
#include <QPainterPath>

namespace liaison {

namespace {
void addBox(QPainterPath *path, const QRectF &box, qreal inset, qreal radius)
{
    const QRectF smaller = box.adjusted(inset, inset, -inset, -inset);
    if (smaller.width() <= 0 || smaller.height() <= 0)
        return; // nothing is left inside the line
    const qreal round = qBound(qreal(0), radius, qMin(smaller.width(), smaller.height()) / 2);
    path->addRoundedRect(smaller, round, round);
}
} // namespace

void paintRoundedBox(QPainter *painter, const QRectF &box, const QColor &fill, const QColor &line, qreal radius, qreal width)
{
    const bool smooth = painter->testRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::Antialiasing);
    if (fill.isValid()) {
        QPainterPath ground;
        addBox(&ground, box, line.isValid() ? width / 2 : 0, radius);
        painter->fillPath(ground, fill);
    }
    if (line.isValid()) {
        QPainterPath ring; // odd-even: what lies between both
        addBox(&ring, box, 0, radius + width / 2);
        addBox(&ring, box, width, radius - width / 2);
        painter->fillPath(ring, line);
    }
    painter->setRenderHint(QPainter::Antialiasing, smooth);
}

} // namespace liaison
