// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/DeskState.h"

#include <algorithm>

namespace liaison {

void DeskState::remove(const QString &conversation)
{
    const QString customer = conversations.take(conversation).customer;
    unread.remove(conversation);
    const bool known = std::any_of(conversations.cbegin(), conversations.cend(),
                                   [&customer](const Conversation &other) { return other.customer == customer; });
    if (!known)
        customers.remove(customer);
}

} // namespace liaison
