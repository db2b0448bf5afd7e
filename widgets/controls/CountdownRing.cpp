// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/CountdownRing.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

CountdownRing::CountdownRing(QWidget *parent) : QWidget(parent) { setFixedSize(36, 36); }

void CountdownRing::setRemaining(qint64 leftMs, qint64 wholeMs)
{
    m_left = qMax<qint64>(0, leftMs);
    m_whole = qMax<qint64>(1, wholeMs);
    setAccessibleName(tr("%n second(s) left", nullptr, int((m_left + 999) / 1000)));
    update();
}

void CountdownRing::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring = QRectF(rect()).adjusted(2, 2, -2, -2);
    painter.setPen(QPen(theme.color(Token::Line), 3));
    painter.drawEllipse(ring);
    const Token colour = m_left * 4 < m_whole ? Token::Late : m_left * 2 < m_whole ? Token::Soon : Token::Calm;
    painter.setPen(QPen(theme.color(colour), 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, 90 * 16, int(qMin<qint64>(m_left, m_whole) * 360 * 16 / m_whole));
    painter.setFont(theme.font(FontRole::SecondaryStrong));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(rect(), Qt::AlignCenter, QString::number((m_left + 999) / 1000));
}

} // namespace liaison
