// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/MessageMasking.h"

namespace liaison {

QString MessageMasking::shown(const Message &message, const QString &text) const
{
    return m_mask.isActive() && !m_revealed.contains(message.mid) ? m_mask.masked(text) : text;
}

bool MessageMasking::mayReveal(const Message &message) const
{
    return m_mask.mayReveal() && !m_revealed.contains(message.mid) &&
           (m_mask.hidesIn(message.text) || (message.file && m_mask.hidesIn(message.file->name)));
}

void MessageMasking::reveal(const Message &message) { m_revealed.insert(message.mid); }

} // namespace liaison
