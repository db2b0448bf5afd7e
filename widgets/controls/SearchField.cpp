// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/SearchField.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace liaison {

SearchField::SearchField(const QString &name, const QKeySequence &keys, QWidget *parent)
    : QLineEdit(parent), m_keys(keys.toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QLatin1Char(' ')))
{
    setAccessibleName(name);
    setPlaceholderText(name);
    setTextMargins(24, 0, 0, 0);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    Icons::paint(&painter, QRect(8, 0, 20, height()), Icon::Search, 16, Token::Text2);
    if (m_keys.isEmpty() || !text().isEmpty())
        return;
    const QFont font = theme.font(FontRole::Small);
    const int width_ = QFontMetrics(font).horizontalAdvance(m_keys) + 12;
    if (32 + fontMetrics().horizontalAdvance(placeholderText()) + width_ + 14 > width())
        return; // the words say more than the key
    const QRect box(width() - width_ - 7, (height() - 18) / 2, width_, 18);
    paintRoundedBox(&painter, box, {}, theme.color(Token::LineStrong), 4);
    painter.setFont(font);
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(box, Qt::AlignCenter, m_keys);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
    case Qt::Key_Return:
    case Qt::Key_Enter: emit keyForResults(event); return;
    case Qt::Key_Escape:
        emit keyForResults(event);
        if (!text().isEmpty())
            clear();
        else
            emit left();
        return;
    default: QLineEdit::keyPressEvent(event);
    }
}

void SearchField::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        emit left();
}

} // namespace liaison
