// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/AttachmentBar.h"

#include "widgets/conversation/MessageText.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QImageReader>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace liaison {
namespace {

constexpr int previewSize = 40;

/// A small picture of a file that is a picture and not absurdly large; null otherwise.
QImage previewOf(const QString &path)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > 40'000'000)
        return {};
    reader.setScaledSize(size.scaled(previewSize * 2, previewSize * 2, Qt::KeepAspectRatio).expandedTo({1, 1}));
    return reader.read();
}

} // namespace

AttachmentBar::AttachmentBar(QWidget *parent)
    : QWidget(parent), m_preview(new QLabel(this)), m_words(new QLabel(this)), m_send(new QPushButton(tr("Send"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_preview->setFixedSize(previewSize, previewSize);
    m_preview->setAlignment(Qt::AlignCenter);
    m_send->setProperty("look", "primary");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_preview);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_send);
    connect(m_send, &QPushButton::clicked, this, &AttachmentBar::confirm);
    connect(m_cancel, &QPushButton::clicked, this, &AttachmentBar::cancel);
    hide();
}

void AttachmentBar::show(const QString &words, const QImage &preview)
{
    m_words->setText(words);
    const QPixmap picture =
        preview.isNull()
            ? Icons::pixmap(Icon::Document, 20, Theme::instance().color(Token::Text2), devicePixelRatioF())
            : QPixmap::fromImage(preview).scaled(previewSize, previewSize, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    m_preview->setPixmap(picture);
    setAccessibleName(words);
    setVisible(true);
    m_send->setFocus(Qt::OtherFocusReason); // Enter sends, Esc does not
}

void AttachmentBar::ask(const QStringList &paths, const QString &customer)
{
    m_paths = paths;
    m_picture = {};
    if (paths.isEmpty()) {
        cancel();
        return;
    }
    const QFileInfo first(paths.first());
    const QString name = neutralised(first.fileName());
    const QString words = paths.size() == 1 ? tr("Send %1 (%2) to %3?").arg(name, sizeInWords(first.size()), customer)
                                            : tr("Send %n file(s) to %1?", nullptr, int(paths.size())).arg(customer);
    show(words, previewOf(paths.first()));
}

void AttachmentBar::ask(const QImage &picture, const QString &customer)
{
    m_paths.clear();
    m_picture = picture;
    if (picture.isNull()) {
        cancel();
        return;
    }
    show(tr("Send this picture (%1 × %2) to %3?")
             .arg(QString::number(picture.width()), QString::number(picture.height()), customer),
         picture);
}

void AttachmentBar::cancel()
{
    m_paths.clear();
    m_picture = {};
    hide();
    emit ended();
}

void AttachmentBar::confirm()
{
    const QStringList paths = std::exchange(m_paths, {});
    const QImage picture = std::exchange(m_picture, {});
    hide();
    if (!paths.isEmpty())
        emit filesConfirmed(paths);
    else if (!picture.isNull())
        emit pictureConfirmed(picture);
    emit ended();
}

void AttachmentBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        cancel();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        m_cancel->hasFocus() ? cancel() : confirm();
    else
        QWidget::keyPressEvent(event);
}

void AttachmentBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    paintRoundedBox(&painter, rect(), theme.color(Token::AccentSoft), theme.color(Token::Accent), 8);
}

} // namespace liaison
