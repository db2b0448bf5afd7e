// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/IconButton.h"

namespace liaison {

IconButton::IconButton(Icon icon, const QString &name, const QKeySequence &keys, QWidget *parent) : QToolButton(parent)
{
    setAutoRaise(true);
    setIconSize({20, 20});
    setFixedSize(30, 30);
    setFocusPolicy(Qt::StrongFocus);
    setPicture(icon);
    setName(name, keys);
}

void IconButton::setName(const QString &name, const QKeySequence &keys)
{
    setAccessibleName(name);
    setToolTip(keys.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keys.toString(QKeySequence::NativeText)));
}

void IconButton::setPicture(Icon icon, Token colour, bool filled) { setIcon(Icons::icon(icon, colour, filled)); }

} // namespace liaison
