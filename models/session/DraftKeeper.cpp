// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/DraftKeeper.h"

#include "models/store/Store.h"

#include <utility>

namespace liaison {

DraftKeeper::~DraftKeeper()
{
    // What is on its way is in front of it, in the store's order.
    const QStringList names = m_drafts.keys();
    for (const QString &name : names)
        settle(name);
}

QString DraftKeeper::nameOf(const OutboxEntry &entry)
{
    if (entry.kind == QLatin1String("conv.note"))
        return ofNote(entry.conversation);
    return entry.kind == QLatin1String("msg.send") ? entry.conversation : QString();
}

void DraftKeeper::restore(const QHash<QString, QString> &drafts)
{
    for (auto it = drafts.cbegin(); it != drafts.cend(); ++it)
        m_drafts[it.key()].text = it.value();
}

bool DraftKeeper::set(const QString &name, const QString &text)
{
    if (name.isEmpty() || this->text(name) == text)
        return false;
    m_drafts[name].text = text;
    write(name);
    return true;
}

bool DraftKeeper::leave(const QString &name, const QString &words)
{
    const auto draft = m_drafts.find(name);
    if (draft == m_drafts.end() || draft->text.isEmpty() || draft->text.trimmed() != words.trimmed())
        return false;
    draft->text.clear();
    return true;
}

void DraftKeeper::storeAgain()
{
    for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it)
        m_store.putDraft(it.key(), row(it.key()));
}

void DraftKeeper::giveBack(const OutboxEntry &entry, const QString &replaced)
{
    const QString &name = entry.conversation;
    Draft &draft = m_drafts[name];
    drop(draft, entry.cid);
    const QString words = entry.body["text"].toString();
    draft.text = draft.text.isEmpty() ? words : words + QLatin1Char('\n') + draft.text;
    draft.givenBack.append(entry.cid);
    if (!replaced.isEmpty())
        draft.givenBack.append(replaced);
    write(name);
}

// --- on the way into the outbox ----------------------------------------------------------------------------------------------

QString DraftKeeper::row(const QString &name) const
{
    const Draft draft = m_drafts.value(name);
    QStringList parts;
    for (const Held &held : draft.held)
        parts.append(held.words);
    if (!draft.text.isEmpty())
        parts.append(draft.text);
    return parts.join(QLatin1Char('\n'));
}

void DraftKeeper::hold(const OutboxEntry &entry)
{
    const QString name = nameOf(entry);
    const QString words = entry.body["text"].toString();
    if (name.isEmpty() || words.isEmpty())
        return;
    Draft &draft = m_drafts[name];
    drop(draft, entry.cid);
    draft.held.append({entry.cid, words});
    write(name);
}

void DraftKeeper::take(const OutboxEntry &entry)
{
    const QString name = nameOf(entry);
    if (name.isEmpty())
        return;
    Draft &draft = m_drafts[name];
    drop(draft, entry.cid);
    draft.taken = true;
}

void DraftKeeper::settle(const QString &name)
{
    const auto draft = m_drafts.find(name);
    if (draft == m_drafts.end() || !draft->taken)
        return;
    draft->taken = false;
    if (draft->changed)
        write(name);
    tidy(name);
}

void DraftKeeper::forget(const OutboxEntry &entry)
{
    const auto draft = m_drafts.find(nameOf(entry));
    if (draft == m_drafts.end())
        return;
    const auto before = draft->held.size();
    drop(*draft, entry.cid);
    if (draft->held.size() != before)
        write(draft.key());
}

void DraftKeeper::write(const QString &name)
{
    Draft &draft = m_drafts[name];
    draft.changed = true;
    if (draft.taken)
        return;
    draft.changed = false;
    const QStringList givenBack = std::exchange(draft.givenBack, {});
    for (const QString &cid : givenBack)
        m_store.giveBack(cid, name, row(name));
    if (givenBack.isEmpty())
        m_store.putDraft(name, row(name));
    tidy(name);
}

void DraftKeeper::tidy(const QString &name)
{
    const auto draft = m_drafts.constFind(name);
    if (draft != m_drafts.cend() && draft->text.isEmpty() && draft->held.isEmpty() && !draft->taken)
        m_drafts.erase(draft);
}

void DraftKeeper::drop(Draft &draft, const QString &cid)
{
    draft.held.removeIf([&cid](const Held &held) { return held.cid == cid; });
}

} // namespace liaison
