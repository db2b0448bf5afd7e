// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace liaison {

/// Grey bars in the shape of what is being loaded; still, so that they cost nothing and disturb nobody. GUI thread.
class SkeletonRows : public QWidget
{
    Q_OBJECT
public:
    /// `avatar`: each row begins with a circle.
    SkeletonRows(int rows, bool avatar, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_rows;
    bool m_avatar;
};

} // namespace liaison
