// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/DraftKeeper.h"

#include "models/store/Store.h"

namespace liaison {

bool DraftKeeper::set(const QString &conversation, const QString &text)
{
    if (conversation.isEmpty() || m_drafts.value(conversation) == text)
        return false;
    if (text.isEmpty())
        m_drafts.remove(conversation);
    else
        m_drafts.insert(conversation, text);
    m_store.putDraft(conversation, text);
    return true;
}

void DraftKeeper::giveBack(const QString &conversation, const QString &text)
{
    const QString typed = m_drafts.value(conversation);
    set(conversation, typed.isEmpty() ? text : text + QLatin1Char('\n') + typed);
}

} // namespace liaison
