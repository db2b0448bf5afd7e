// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/PictureViewer.h"

#include "widgets/controls/IconButton.h"
#include "widgets/conversation/PictureCanvas.h"
#include "widgets/conversation/UntrustedPicture.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QImageReader>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QThreadPool>
#include <QVBoxLayout>

namespace liaison {
namespace {

constexpr qreal step = 1.25;

QImage decoded(QByteArray data)
{
    QBuffer buffer(&data);
    QImageReader reader(&buffer);
    return sizeIfDecodable(reader).isValid() ? reader.read() : QImage();
}

} // namespace

PictureViewer::PictureViewer(const QString &name, QWidget *parent)
    : QDialog(parent), m_canvas(new PictureCanvas(this)), m_scale(new QLabel(this))
{
    setWindowTitle(name);
    setAttribute(Qt::WA_DeleteOnClose);
    m_canvas->setAccessibleName(tr("Picture %1").arg(name));
    m_canvas->setWords(tr("Loading the picture…"));
    auto *smaller = new IconButton(Icon::ZoomOut, tr("Zoom out"), QKeySequence(Qt::Key_Minus), this);
    auto *larger = new IconButton(Icon::ZoomIn, tr("Zoom in"), QKeySequence(Qt::Key_Plus), this);
    auto *fit = new QPushButton(tr("Fit"), this);
    auto *full = new QPushButton(tr("100 %"), this);
    auto *save = new QPushButton(tr("Save as…"), this);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {fit, full, save, close})
        button->setAutoDefault(false);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 8);
    for (QWidget *widget : {static_cast<QWidget *>(smaller), static_cast<QWidget *>(larger), static_cast<QWidget *>(fit),
                            static_cast<QWidget *>(full), static_cast<QWidget *>(m_scale)})
        bar->addWidget(widget);
    bar->addStretch(1);
    bar->addWidget(save);
    bar->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_canvas, 1);
    layout->addLayout(bar);
    connect(smaller, &QAbstractButton::clicked, this, [this] { m_canvas->setScale(m_canvas->scale() / step); });
    connect(larger, &QAbstractButton::clicked, this, [this] { m_canvas->setScale(m_canvas->scale() * step); });
    connect(fit, &QPushButton::clicked, m_canvas, &PictureCanvas::fit);
    connect(full, &QPushButton::clicked, this, [this] { m_canvas->setScale(1); });
    connect(save, &QPushButton::clicked, this, &PictureViewer::saveRequested);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_canvas, &PictureCanvas::scaleChanged, this,
            [this] { m_scale->setText(tr("%1 %").arg(QLocale().toString(qRound(m_canvas->scale() * 100)))); });
    const QSize room = screen() ? screen()->availableSize() : QSize(1280, 800);
    resize(qMin(960, room.width() - 80), qMin(720, room.height() - 80));
    m_canvas->setFocus();
}

void PictureViewer::showData(const QByteArray &bytes)
{
    QThreadPool::globalInstance()->start([guard = QPointer<PictureViewer>(this), bytes] {
        QImage image = decoded(bytes);
        QMetaObject::invokeMethod(
            qApp,
            [guard, image = std::move(image)] {
                if (!guard)
                    return;
                if (image.isNull())
                    guard->m_canvas->setWords(tr("This picture cannot be shown. It can still be saved."));
                else
                    guard->m_canvas->setPicture(QPixmap::fromImage(image));
                emit guard->shown(!image.isNull());
            },
            Qt::QueuedConnection);
    });
}

void PictureViewer::showTrouble(const QString &words)
{
    m_canvas->setWords(words);
    emit shown(false);
}

void PictureViewer::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Save)) {
        emit saveRequested();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: m_canvas->setScale(m_canvas->scale() * step); break;
    case Qt::Key_Minus: m_canvas->setScale(m_canvas->scale() / step); break;
    case Qt::Key_0: m_canvas->fit(); break;
    case Qt::Key_1: m_canvas->setScale(1); break;
    case Qt::Key_Left: m_canvas->moveBy({60, 0}); break;
    case Qt::Key_Right: m_canvas->moveBy({-60, 0}); break;
    case Qt::Key_Up: m_canvas->moveBy({0, 60}); break;
    case Qt::Key_Down: m_canvas->moveBy({0, -60}); break;
    default: QDialog::keyPressEvent(event);
    }
}

} // namespace liaison
