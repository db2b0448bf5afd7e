// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"
#include "models/domain/TextMask.h"

#include <QSet>

namespace liaison {

/// What of the messages of one list is hidden, and which the agent has asked to see. A value.
class MessageMasking
{
public:
    explicit MessageMasking(const TextMask &mask) : m_mask(mask) {}

    /// A text (or a file's name) of the message, as it is shown.
    QString shown(const Message &message, const QString &text) const;
    /// Something in it is hidden and may be seen.
    bool mayReveal(const Message &message) const;
    void reveal(const Message &message);

private:
    TextMask m_mask;
    QSet<QString> m_revealed; ///< mids
};

} // namespace liaison
