// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/controls/PersonDelegate.h"

namespace liaison {

/// A customer in a list: first letter, name, and a line of what tells him from others; the display role holds the same as one text,
/// for a screen reader. GUI thread.
class CustomerDelegate : public PersonDelegate
{
    Q_OBJECT
public:
    enum Role { Id = Qt::UserRole, Name, Words, Vip };

    using PersonDelegate::PersonDelegate;

protected:
    Person person(const QModelIndex &index) const override;
};

} // namespace liaison
