// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Icons.h"

#include <QKeySequence>
#include <QToolButton>

namespace liaison {

/// A button that is only a picture. It always has a name, said by screen readers and by its tooltip, which also tells the keys.
class IconButton : public QToolButton
{
    Q_OBJECT
public:
    /// `keys` are only told; the action behind them is whoever's who owns the shortcut.
    IconButton(Icon icon, const QString &name, const QKeySequence &keys = {}, QWidget *parent = nullptr);
    void setName(const QString &name, const QKeySequence &keys = {});
    void setPicture(Icon icon, Token colour = Token::Text2, bool filled = false);
};

} // namespace liaison
