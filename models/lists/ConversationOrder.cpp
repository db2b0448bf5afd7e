// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/ConversationOrder.h"

namespace liaison {

std::optional<ConversationOrder> ConversationOrder::of(const Conversation &c)
{
    const qint64 activity = qMax(c.last.at, qMax(c.assignedAt, c.createdAt));
    switch (c.state) {
    case ConversationState::Waiting: return std::nullopt;
    case ConversationState::Offered:
        return ConversationOrder{ConversationGroup::Offered, c.offer ? c.offer->expiresAt : activity, c.id};
    case ConversationState::Active:
    case ConversationState::Parked:
        if (c.needSince > 0)
            return ConversationOrder{ConversationGroup::ReplyNow, c.needSince, c.id};
        return ConversationOrder{c.state == ConversationState::Parked ? ConversationGroup::Parked
                                                                      : ConversationGroup::WaitingForCustomer,
                                 -activity, c.id};
    case ConversationState::Wrapup:
        return ConversationOrder{ConversationGroup::Wrapup, c.wrapupEndsAt > 0 ? c.wrapupEndsAt : activity, c.id};
    case ConversationState::Closed: return ConversationOrder{ConversationGroup::Closed, -qMax(c.closedAt, activity), c.id};
    }
    return std::nullopt;
}

} // namespace liaison
