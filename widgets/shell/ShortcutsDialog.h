// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

namespace liaison {

/// Every key that does something, in one sheet (F1). GUI thread.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsDialog(QWidget *parent = nullptr);
};

} // namespace liaison
