// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/RoundedBox.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace liaison;

namespace {
const QColor ground(0xe6, 0xf0, 0xfa);
const QColor line(0x15, 0x65, 0xc0);

template <typename Paint>
QImage painted(qreal pixels, Paint paint)
{
    QImage image((QSizeF(120, 60) * pixels).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(pixels);
    image.fill(Qt::white);
    QPainter painter(&image);
    paint(&painter);
    return image;
}

int farthest(const QImage &a, const QImage &b)
{
    int most = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb other = b.pixel(x, y);
            most = qMax(most, qMax(qAbs(qRed(one) - qRed(other)), qAbs(qBlue(one) - qBlue(other))));
        }
    }
    return most;
}
} // namespace

class RoundedBoxTest : public QObject
{
    Q_OBJECT

private slots:
    void itLooksAsAPenDoes_data()
    {
        QTest::addColumn<qreal>("pixels");
        QTest::addColumn<qreal>("radius");
        QTest::addColumn<qreal>("width");
        QTest::addColumn<bool>("filled");
        for (const qreal pixels : {1.0, 1.25, 1.5, 2.0}) {
            for (const qreal radius : {4.0, 10.0, 100.0}) {
                for (const qreal width : {1.0, 1.6, 2.0}) {
                    for (const bool filled : {false, true})
                        QTest::addRow("%g %g %g %d", pixels, radius, width, int(filled)) << pixels << radius << width << filled;
                }
            }
        }
    }

    void itLooksAsAPenDoes()
    {
        QFETCH(const qreal, pixels);
        QFETCH(const qreal, radius);
        QFETCH(const qreal, width);
        QFETCH(const bool, filled);
        const QRectF box(4, 4, 100, 40);
        const QImage pen = painted(pixels, [&](QPainter *painter) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(line, width));
            painter->setBrush(filled ? QBrush(ground) : QBrush(Qt::NoBrush));
            const qreal inset = width / 2;
            const qreal round = qMin(radius, (box.height() - width) / 2);
            painter->drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), round, round);
        });
        const QImage ours = painted(
            pixels, [&](QPainter *painter) { paintRoundedBox(painter, box, filled ? ground : QColor(), line, radius, width); });
        QVERIFY2(farthest(pen, ours) < 100, qPrintable(QString::number(farthest(pen, ours)))); // corners are smoothed otherwise
    }

    void whatIsThinnerThanItsLineIsLineOnly()
    {
        for (const QRectF &box : {QRectF(4, 4, 3, 3), QRectF(4, 4, 40, 4), QRectF(4, 4, 1, 40), QRectF(4, 4, 0, 0)}) {
            const QImage image = painted(1, [&](QPainter *painter) { paintRoundedBox(painter, box, ground, line, 6, 2); });
            QCOMPARE(image.pixel(2, 2), QColor(Qt::white).rgb());
            QCOMPARE(image.pixel(50, 50), QColor(Qt::white).rgb());
            if (box.width() > 2)
                QCOMPARE(image.pixel(int(box.center().x()), int(box.center().y())), line.rgb());
        }
    }

    void thePainterIsAsItWas()
    {
        painted(1, [](QPainter *painter) {
            painter->setPen(Qt::red);
            painter->setBrush(Qt::green);
            paintRoundedBox(painter, {4, 4, 40, 40}, ground, line, 6);
            QCOMPARE(painter->pen().color(), QColor(Qt::red));
            QCOMPARE(painter->brush().color(), QColor(Qt::green));
            QVERIFY(!painter->testRenderHint(QPainter::Antialiasing));
        });
    }
};

QTEST_MAIN(RoundedBoxTest)
#include "tst_rounded_box.moc"
