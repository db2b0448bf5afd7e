// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/RailButton.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

RailButton::RailButton(Icon icon, const QString &name, const QKeySequence &keys, QWidget *parent)
    : IconButton(icon, name, keys, parent), m_icon(icon), m_name(name)
{
    setCheckable(true);
    setAutoExclusive(true);
    setFixedSize(40, 40);
}

void RailButton::setCount(int count)
{
    if (m_count == count)
        return;
    m_count = count;
    setAccessibleName(count > 0 ? tr("%1, %n need attention", nullptr, count).arg(m_name) : m_name);
    update();
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || underMouse())
        paintRoundedBox(&painter, rect(), theme.color(isChecked() ? Token::AccentSoft : Token::Window), {}, 8);
    if (hasFocus())
        paintRoundedBox(&painter, rect(), {}, theme.color(Token::Accent), 8, 1.6);
    Icons::paint(&painter, rect(), m_icon, 20, isChecked() ? Token::Accent : Token::Text2, isChecked());
    if (m_count <= 0)
        return;
    painter.setFont(theme.font(FontRole::SmallStrong));
    const QString words = m_count > 99 ? QStringLiteral("99+") : QString::number(m_count);
    const int width_ = qMax(17, painter.fontMetrics().horizontalAdvance(words) + 8);
    const QRect badge(width() - width_ - 1, 1, width_, 17);
    painter.setPen(QPen(theme.color(Token::Surface), 1.5));
    painter.setBrush(theme.color(Token::Late));
    painter.drawRoundedRect(badge, 8.5, 8.5);
    painter.setPen(theme.color(Token::Surface));
    painter.drawText(badge, Qt::AlignCenter, words);
}

} // namespace liaison
