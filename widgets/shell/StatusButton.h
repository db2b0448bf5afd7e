// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Tokens.h"

#include <QToolButton>

namespace liaison {

/// The agent's status in words with a dot, and the menu that changes it. GUI thread.
class StatusButton : public QToolButton
{
    Q_OBJECT
public:
    explicit StatusButton(QWidget *parent = nullptr);
    void setWords(const QString &words, Token ink, Token ground);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Token m_ink = Token::Text2;
    Token m_ground = Token::Line;
};

} // namespace liaison
