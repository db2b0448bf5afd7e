// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/SkeletonRows.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

SkeletonRows::SkeletonRows(int rows, bool avatar, QWidget *parent) : QWidget(parent), m_rows(rows), m_avatar(avatar)
{
    setAccessibleName(tr("Loading"));
}

QSize SkeletonRows::sizeHint() const { return {200, m_rows * Theme::instance().rowHeight()}; }

void SkeletonRows::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Line));
    const int height_ = theme.rowHeight();
    for (int row = 0; row < m_rows; ++row) {
        const int top = row * height_;
        int left = 16;
        if (m_avatar) {
            painter.drawEllipse(left, top + (height_ - 36) / 2, 36, 36);
            left += 46;
        }
        const int room = qMax(40, width() - left - 16);
        painter.drawRoundedRect(QRect(left, top + height_ / 2 - 13, room * (40 + row * 17 % 30) / 100, 10), 4, 4);
        painter.drawRoundedRect(QRect(left, top + height_ / 2 + 4, room * (60 + row * 23 % 35) / 100, 8), 4, 4);
    }
}

} // namespace liaison
