// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/ComposerEdit.h"

#include "widgets/theme/Theme.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QMimeData>
#include <QUrl>

namespace liaison {
namespace {

constexpr int fewestLines = 2;
constexpr int mostLines = 8;

QStringList localFiles(const QMimeData *data)
{
    QStringList paths;
    const QList<QUrl> urls = data->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::instance().font(FontRole::Body));
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false); // the composer's ground shows through
    document()->setDocumentMargin(2);
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::fitHeight);
}

QSize ComposerEdit::sizeHint() const
{
    const int line = fontMetrics().lineSpacing();
    return {400, m_lines * line + 8};
}

void ComposerEdit::fitHeight()
{
    // A plain text document's height is counted in lines.
    const int lines = qBound(fewestLines, int(document()->size().height()), mostLines);
    setVerticalScrollBarPolicy(document()->size().height() > mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (lines == m_lines)
        return;
    m_lines = lines;
    updateGeometry();
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    const bool composing = !event->preeditString().isEmpty();
    m_composing = m_composing || composing; // until the text is in: who hears of it still finds it composed
    QPlainTextEdit::inputMethodEvent(event);
    setComposing(composing);
}

void ComposerEdit::setComposing(bool composing)
{
    if (std::exchange(m_composing, composing) && !composing)
        emit composingEnded();
}

bool ComposerEdit::event(QEvent *event)
{
    // Tab would move the focus before keyPressEvent hears of it.
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Tab && !m_composing && keyFilter && keyFilter(key))
            return true;
    }
    return QPlainTextEdit::event(event);
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_composing && enter)
        return; // it belongs to the input method
    if (keyFilter && keyFilter(event))
        return;
    if (enter) {
        if (event->modifiers() & Qt::ShiftModifier)
            insertPlainText(QStringLiteral("\n"));
        else
            emit sendKey(event->modifiers() & Qt::ControlModifier);
        ensureCursorVisible();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        emit escapeKey();
        return;
    }
    if (event->modifiers() == Qt::AltModifier && event->key() >= Qt::Key_1 && event->key() <= Qt::Key_3) {
        emit suggestionKey(event->key() - Qt::Key_0);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasImage() || !localFiles(source).isEmpty() || QPlainTextEdit::canInsertFromMimeData(source);
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (const QStringList paths = localFiles(source); !paths.isEmpty()) {
        emit filesGiven(paths);
    } else if (source->hasImage() && source->text().trimmed().isEmpty()) { // text copied from a page may bring a picture too
        emit pictureGiven(source->imageData().value<QImage>());
    } else {
        QPlainTextEdit::insertFromMimeData(source);
    }
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    emit focusChanged();
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    // Some input methods drop what is half typed without a word; Enter must not be theirs for ever.
    setComposing(false);
    emit focusChanged();
}

} // namespace liaison
