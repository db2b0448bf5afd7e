// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/JumpButton.h"

#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

JumpButton::JumpButton(QWidget *parent) : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    resize(sizeHint());
    setUnseen(0);
}

void JumpButton::setUnseen(int count)
{
    m_unseen = count;
    setAccessibleName(count > 0 ? tr("Jump to newest, %n new message(s)", nullptr, count) : tr("Jump to newest"));
    setToolTip(accessibleName());
    update();
}

void JumpButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle(4.5, 8.5, 35, 35);
    painter.setPen(QPen(theme.color(hasFocus() ? Token::Accent : Token::LineStrong), hasFocus() ? 2 : 1));
    painter.setBrush(theme.color(isDown() || underMouse() ? Token::Surface2 : Token::Surface));
    painter.drawEllipse(circle);
    Icons::paint(&painter, circle.toRect(), Icon::ChevronDown, 20, Token::Text);
    if (m_unseen <= 0)
        return;
    const QString words = m_unseen > 99 ? QStringLiteral("99+") : QString::number(m_unseen);
    const QFont font = theme.font(FontRole::SmallStrong);
    const int wide = qMax(18, QFontMetrics(font).horizontalAdvance(words) + 10);
    const QRectF pill((width() - wide) / 2.0, 0, wide, 18);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Accent));
    painter.drawRoundedRect(pill, 9, 9);
    painter.setFont(font);
    painter.setPen(theme.color(Token::OnAccent));
    painter.drawText(pill, Qt::AlignCenter, words);
}

} // namespace liaison
