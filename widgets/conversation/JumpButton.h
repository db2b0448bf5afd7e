// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace liaison {

/// The round button over the message list that leads to the newest message, with the number of those not seen yet.
class JumpButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit JumpButton(QWidget *parent);
    void setUnseen(int count);
    int unseen() const { return m_unseen; }
    QSize sizeHint() const override { return {44, 48}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_unseen = 0;
};

} // namespace liaison
