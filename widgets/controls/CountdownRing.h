// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace liaison {

/// The seconds that are left of something, as a ring with the number in it. The owner sets it as time goes by. GUI thread.
class CountdownRing : public QWidget
{
    Q_OBJECT
public:
    explicit CountdownRing(QWidget *parent = nullptr);
    void setRemaining(qint64 leftMs, qint64 wholeMs);
    QSize sizeHint() const override { return {36, 36}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    qint64 m_left = 0;
    qint64 m_whole = 1;
};

} // namespace liaison
