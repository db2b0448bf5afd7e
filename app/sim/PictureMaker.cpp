// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/PictureMaker.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <array>

namespace liaison::sim {

namespace {

QSize sizeOf(QRandomGenerator &random)
{
    static const std::array<QSize, 6> sizes{QSize(480, 640),  QSize(800, 600),   QSize(1080, 1440),
                                            QSize(1280, 960), QSize(1600, 1200), QSize(2400, 1800)};
    return sizes.at(std::size_t(random.bounded(int(sizes.size()))));
}

void paintScene(QPainter &painter, const QSize &size, QRandomGenerator &random)
{
    const int hue = random.bounded(360);
    QLinearGradient sky(0, 0, size.width() * random.generateDouble(), size.height());
    sky.setColorAt(0, QColor::fromHsv(hue, 60 + random.bounded(80), 235));
    sky.setColorAt(1, QColor::fromHsv((hue + 40) % 360, 90 + random.bounded(90), 110 + random.bounded(60)));
    painter.fillRect(QRect(QPoint(0, 0), size), sky);
    for (int i = 0; i < 9; ++i) {
        const QPointF centre(random.bounded(size.width()), random.bounded(size.height()));
        const double radius = size.width() * (0.08 + random.generateDouble() * 0.25);
        QRadialGradient spot(centre, radius);
        QColor colour = QColor::fromHsv((hue + random.bounded(120)) % 360, random.bounded(160), 120 + random.bounded(130));
        colour.setAlpha(150);
        spot.setColorAt(0, colour);
        colour.setAlpha(0);
        spot.setColorAt(1, colour);
        painter.fillRect(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), spot);
    }
}

void paintCaption(QPainter &painter, const QSize &size, const QString &caption)
{
    QFont font(QStringLiteral("Noto Sans"));
    font.setPixelSize(qMax(18, size.width() / 22));
    painter.setFont(font);
    const QRect band(0, size.height() - font.pixelSize() * 3, size.width(), font.pixelSize() * 3);
    painter.fillRect(band, QColor(0, 0, 0, 110));
    painter.setPen(Qt::white);
    painter.drawText(band.adjusted(font.pixelSize() / 2, 0, -font.pixelSize() / 2, 0),
                     int(Qt::AlignVCenter | Qt::AlignLeft) | int(Qt::TextWordWrap), caption);
}

} // namespace

MadePicture makePicture(QRandomGenerator &random, const QString &caption)
{
    MadePicture picture;
    picture.size = sizeOf(random);
    QImage image(picture.size, QImage::Format_RGB32);
    {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paintScene(painter, picture.size, random);
        paintCaption(painter, picture.size, caption);
    }
    // Phones send large photos as JPEG; a screenshot is a smaller PNG.
    const bool photo = picture.size.width() > 1000 || random.bounded(100) < 60;
    QBuffer buffer(&picture.bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, photo ? "JPEG" : "PNG", photo ? 82 : -1);
    picture.mime = photo ? QStringLiteral("image/jpeg") : QStringLiteral("image/png");
    picture.name = photo ? QStringLiteral("IMG_%1.jpg").arg(1000 + random.bounded(9000))
                         : QStringLiteral("Screenshot_%1.png").arg(100000 + random.bounded(900000));
    return picture;
}

} // namespace liaison::sim
