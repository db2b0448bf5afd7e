// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/Avatar.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

Avatar::Avatar(int size, QWidget *parent) : QWidget(parent), m_size(size) { setFixedSize(size, size); }

void Avatar::setCustomer(const QString &name, const QString &channel)
{
    m_name = name;
    m_channel = channel;
    update();
}

Icon Avatar::channelIcon(const QString &channel)
{
    if (channel == QLatin1String("mail"))
        return Icon::Mail;
    if (channel == QLatin1String("phone") || channel == QLatin1String("sms"))
        return Icon::Phone;
    if (channel == QLatin1String("app") || channel == QLatin1String("messenger"))
        return Icon::ChatMultiple;
    return Icon::Globe;
}

void Avatar::paint(QPainter *painter, const QRect &rect, const QString &name, const QString &channel, const QColor &ground)
{
    const Theme &theme = Theme::instance();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(Token::Line));
    painter->drawEllipse(rect);
    // The first character as people see it: a surrogate pair is one.
    const QString trimmed = name.trimmed();
    QString first = trimmed.isEmpty() ? QString() : trimmed.left(trimmed.at(0).isHighSurrogate() ? 2 : 1).toUpper();
    if (first.isEmpty() || first.at(0).isDigit())
        first = QStringLiteral("?");
    QFont font = theme.font(rect.width() >= 40 ? FontRole::Heading : FontRole::BodyStrong);
    painter->setFont(font);
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(rect, Qt::AlignCenter, first);
    if (!channel.isEmpty()) {
        const QRect badge(rect.right() - 10, rect.bottom() - 10, 14, 14);
        painter->setPen(Qt::NoPen);
        painter->setBrush(ground);
        painter->drawEllipse(badge.adjusted(-1, -1, 1, 1));
        Icons::paint(painter, badge, channelIcon(channel), 12, Token::Text2);
    }
    painter->restore();
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(&painter, rect().adjusted(0, 0, -1, -1), m_name, m_channel, palette().color(backgroundRole()));
}

} // namespace liaison
