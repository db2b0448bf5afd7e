// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/ElidedLabel.h"

#include "widgets/controls/PlainToolTip.h"

#include <QAccessibleWidget>
#include <QPainter>

namespace liaison {

namespace {
/// Text for a screen reader, as a QLabel is; the name is the widget's own.
QAccessibleInterface *elidedLabelText(const QString &, QObject *object)
{
    auto *label = qobject_cast<ElidedLabel *>(object);
    return label ? new QAccessibleWidget(label, QAccessible::StaticText) : nullptr;
}
} // namespace

ElidedLabel::ElidedLabel(FontRole font, Token colour, QWidget *parent) : QWidget(parent), m_font(font), m_colour(colour)
{
    static const bool installed = (QAccessible::installFactory(elidedLabelText), true);
    Q_UNUSED(installed)
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    const QString line = text.simplified();
    if (line == m_text)
        return;
    m_text = line;
    setAccessibleName(line);
    updateGeometry();
    update();
}

void ElidedLabel::setColour(Token colour)
{
    m_colour = colour;
    update();
}

void ElidedLabel::setAlignment(Qt::AlignmentFlag side)
{
    m_side = side;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    const QFontMetrics metrics(Theme::instance().font(m_font));
    return {metrics.horizontalAdvance(m_text) + 2, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const { return {qMin(24, sizeHint().width()), sizeHint().height()}; }

void ElidedLabel::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setFont(theme.font(m_font));
    painter.setPen(theme.color(m_colour));
    const QString shown = painter.fontMetrics().elidedText(m_text, Qt::ElideRight, width());
    // The tooltip is escaped by being wrapped in nothing: Qt takes a text for rich only if it looks so.
    setToolTip(shown == m_text ? QString() : plainToolTip(m_text));
    painter.drawText(rect(), Qt::AlignVCenter | m_side | Qt::TextSingleLine, shown);
}

} // namespace liaison
