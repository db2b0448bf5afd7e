// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/Pill.h"
#include "widgets/theme/Theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace liaison {

namespace {
struct Colours
{
    Token text;
    Token ground;
};

Colours coloursOf(Pill::Tone tone)
{
    switch (tone) {
    case Pill::Tone::Calm: return {Token::Calm, Token::CalmSoft};
    case Pill::Tone::Soon: return {Token::Soon, Token::SoonSoft};
    case Pill::Tone::Late: return {Token::Late, Token::LateSoft};
    case Pill::Tone::Note: return {Token::Note, Token::NoteSoft};
    case Pill::Tone::Accent: return {Token::OnAccent, Token::Accent};
    case Pill::Tone::Neutral: break;
    }
    return {Token::Text2, Token::Line};
}
} // namespace

Pill::Pill(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
}

Pill::Pill(const QString &text, Tone tone, QWidget *parent) : Pill(parent) { setContent(text, tone); }

void Pill::setContent(const QString &text, Tone tone)
{
    if (m_text == text && m_tone == tone)
        return;
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const { return sizeOf(m_text); }

QSize Pill::sizeOf(const QString &text)
{
    const QFontMetrics metrics(Theme::instance().font(FontRole::SmallStrong));
    return {qMax(metrics.height() + 2, metrics.horizontalAdvance(text) + 12), metrics.height() + 2};
}

void Pill::paint(QPainter *painter, const QRect &rect, const QString &text, Tone tone)
{
    const Theme &theme = Theme::instance();
    const Colours colours = coloursOf(tone);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(colours.ground));
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter->setFont(theme.font(FontRole::SmallStrong));
    painter->setPen(theme.color(colours.text));
    painter->drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter->restore();
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(&painter, rect(), m_text, m_tone);
}

} // namespace liaison
