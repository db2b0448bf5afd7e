// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"
#include "models/lists/ConversationListModel.h"

#include <optional>

namespace liaison {

/// Where a conversation stands in the list: its group, and within the group offers by what is left of them, those who need an answer
/// by how long they have waited, the others by their last activity. A value with a total order; pure.
struct ConversationOrder
{
    ConversationGroup group = ConversationGroup::Closed;
    qint64 key = 0;
    QString id;

    /// None for a conversation that is not on an agent's desk.
    static std::optional<ConversationOrder> of(const Conversation &conversation);
    friend bool operator<(const ConversationOrder &a, const ConversationOrder &b)
    {
        if (a.group != b.group)
            return a.group < b.group;
        return a.key != b.key ? a.key < b.key : a.id < b.id;
    }
    friend bool operator==(const ConversationOrder &, const ConversationOrder &) = default;
};

} // namespace liaison
