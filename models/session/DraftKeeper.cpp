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

bool DraftKeeper::leave(const QString &conversation, const QString &words)
{
    const auto draft = m_drafts.constFind(conversation);
    if (draft == m_drafts.constEnd() || draft->trimmed() != words.trimmed())
        return false;
    m_drafts.erase(draft);
    return true;
}

void DraftKeeper::storeAgain()
{
    for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it)
        m_store.putDraft(it.key(), it.value());
}

void DraftKeeper::giveBack(const OutboxEntry &entry)
{
    QString &draft = m_drafts[entry.conversation];
    const QString text = entry.body["text"].toString();
    draft = draft.isEmpty() ? text : text + QLatin1Char('\n') + draft;
    m_store.giveBack(entry.cid, entry.conversation, draft);
}

} // namespace liaison
