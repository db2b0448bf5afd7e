// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/EarlierRow.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Icons.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

EarlierRow::EarlierRow(const Conversation &conversation, qint64 now, QWidget *parent) : QAbstractButton(parent)
{
    m_title = conversation.last.text.simplified();
    if (m_title.isEmpty())
        m_title = tr("Conversation %1").arg(conversation.nth);
    const qint64 at = conversation.closedAt > 0 ? conversation.closedAt : conversation.createdAt;
    m_about = TimeWords::moment(at, now);
    if (!conversation.agentName.isEmpty())
        m_about += QStringLiteral(" · ") + conversation.agentName;
    if (conversation.isOpen())
        m_about += QStringLiteral(" · ") + tr("still open");
    setAccessibleName(QStringLiteral("%1, %2").arg(m_title, m_about));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize EarlierRow::sizeHint() const
{
    const Theme &theme = Theme::instance();
    return {160, QFontMetrics(theme.font(FontRole::Body)).height() + QFontMetrics(theme.font(FontRole::Small)).height() + 10};
}

void EarlierRow::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Window));
        painter.drawRoundedRect(rect(), Theme::ControlRadius, Theme::ControlRadius);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Accent), 1.6));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Theme::ControlRadius, Theme::ControlRadius);
    }
    Icons::paint(&painter, QRect(0, 0, 24, height()), Icon::History, 16, Token::Text2);
    const QFontMetrics body(theme.font(FontRole::Body));
    const QRect text(28, 5, width() - 32, body.height());
    painter.setFont(theme.font(FontRole::Body));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, body.elidedText(m_title, Qt::ElideRight, text.width()));
    painter.setFont(theme.font(FontRole::Small));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRect(28, text.bottom(), text.width(), height() - text.bottom() - 3), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_about, Qt::ElideRight, text.width()));
}

} // namespace liaison
