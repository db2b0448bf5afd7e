// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/StatusButton.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

StatusButton::StatusButton(QWidget *parent) : QToolButton(parent)
{
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void StatusButton::setWords(const QString &words, Token ink, Token ground)
{
    setText(words);
    setAccessibleName(tr("Your status: %1").arg(words));
    setToolTip(
        tr("Change your status (%1)").arg(QKeySequence(QStringLiteral("Ctrl+Shift+S")).toString(QKeySequence::NativeText)));
    m_ink = ink;
    m_ground = ground;
    updateGeometry();
    update();
}

QSize StatusButton::sizeHint() const
{
    const QFontMetrics metrics(Theme::instance().font(FontRole::SecondaryStrong));
    return {metrics.horizontalAdvance(text()) + 40, 28};
}

void StatusButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintRoundedBox(&painter, rect().adjusted(1, 1, -1, -1), theme.color(m_ground), {}, height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(m_ink));
    painter.drawEllipse(QRectF(11, height() / 2.0 - 4, 8, 8));
    if (hasFocus() || isDown())
        paintRoundedBox(&painter, rect(), {}, theme.color(Token::Accent), height(), 1.6);
    painter.setFont(theme.font(FontRole::SecondaryStrong));
    painter.setPen(theme.color(m_ink));
    painter.drawText(rect().adjusted(26, 0, -8, 0), Qt::AlignVCenter | Qt::TextSingleLine, text());
}

} // namespace liaison
