// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/CustomerDelegate.h"

namespace liaison {

PersonDelegate::Person CustomerDelegate::person(const QModelIndex &index) const
{
    return {index.data(Name).toString(), index.data(Words).toString(), index.data(Vip).toString(), Pill::Tone::Note, false};
}

} // namespace liaison
