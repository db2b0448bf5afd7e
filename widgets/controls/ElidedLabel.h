// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Theme.h"

#include <QWidget>

namespace liaison {

/// One line of plain text that gives way: what does not fit ends in "…" and is told by the tooltip. GUI thread.
class ElidedLabel : public QWidget
{
    Q_OBJECT
public:
    explicit ElidedLabel(FontRole font = FontRole::Body, Token colour = Token::Text, QWidget *parent = nullptr);
    void setText(const QString &text);
    QString text() const { return m_text; }
    void setColour(Token colour);
    /// Left or right; the line is centred upright.
    void setAlignment(Qt::AlignmentFlag side);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    FontRole m_font;
    Token m_colour;
    Qt::AlignmentFlag m_side = Qt::AlignLeft;
};

} // namespace liaison
