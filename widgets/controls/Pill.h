// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Tokens.h"

#include <QWidget>

class QPainter;

namespace liaison {

/// A short word on a soft ground: how long somebody waits, VIP, a count. The word says it, the colour only helps. GUI thread.
class Pill : public QWidget
{
    Q_OBJECT
public:
    enum class Tone { Neutral, Calm, Soon, Late, Note, Accent };

    explicit Pill(QWidget *parent = nullptr);
    Pill(const QString &text, Tone tone, QWidget *parent = nullptr);
    /// An empty text hides it.
    void setContent(const QString &text, Tone tone);
    QString text() const { return m_text; }
    Tone tone() const { return m_tone; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// For delegates: the size a text needs, and the picture.
    static QSize sizeOf(const QString &text);
    static void paint(QPainter *painter, const QRect &rect, const QString &text, Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Tone m_tone = Tone::Neutral;
};

} // namespace liaison
