// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/Chip.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

Chip::Chip(const QString &text, QWidget *parent) : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setSmall(bool small)
{
    m_small = small;
    updateGeometry();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(Theme::instance().font(m_small ? FontRole::Small : FontRole::Secondary));
    return {qMax(m_small ? 22 : 26, metrics.horizontalAdvance(text()) + (m_small ? 16 : 22)),
            qMax(m_small ? 22 : 26, metrics.height() + 6)};
}

void Chip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool on = isChecked();
    const Token ground = on                            ? Token::Accent
                         : isDown()                    ? Token::Line
                         : underMouse() && isEnabled() ? Token::Window
                                                       : Token::Surface;
    paintRoundedBox(&painter, rect(), theme.color(ground), on ? QColor() : theme.color(Token::LineStrong), height());
    if (hasFocus()) {
        const QRect ring = on ? rect().adjusted(2, 2, -2, -2) : rect();
        paintRoundedBox(&painter, ring, {}, theme.color(on ? Token::OnAccent : Token::Accent), height(), 1.6);
    }
    painter.setFont(theme.font(m_small ? FontRole::Small : on ? FontRole::SecondaryStrong : FontRole::Secondary));
    painter.setPen(theme.color(on ? Token::OnAccent : m_small ? Token::Text2 : Token::Text));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
}

} // namespace liaison
