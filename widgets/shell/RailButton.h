// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/controls/IconButton.h"

namespace liaison {

/// A picture of the rail with a count in its corner. GUI thread.
class RailButton : public IconButton
{
    Q_OBJECT
public:
    RailButton(Icon icon, const QString &name, const QKeySequence &keys, QWidget *parent = nullptr);
    void setCount(int count);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Icon m_icon;
    QString m_name;
    int m_count = 0;
};

} // namespace liaison
