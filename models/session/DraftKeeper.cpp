// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/DraftKeeper.h"

#include <algorithm>

namespace liaison {

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

DraftRow DraftKeeper::row(const QString &name) const
{
    DraftRow row = m_drafts.value(name);
    row.name = name;
    // A list of its own for the writer's thread: Qt asks twice whether a list is shared before it changes it, and takes the answer that the
    // other thread let go in between without waiting for what it did before.
    row.unplaced = QList<UnplacedText>(row.unplaced.cbegin(), row.unplaced.cend());
    return row;
}

bool DraftKeeper::set(const QString &name, const QString &text)
{
    if (name.isEmpty() || this->text(name) == text)
        return false;
    m_drafts[name].text = text;
    store(name);
    tidy(name);
    return true;
}

bool DraftKeeper::leave(const QString &name, const QString &words)
{
    const QString draft = text(name);
    if (draft.isEmpty() || draft.trimmed() != words.trimmed())
        return false;
    m_drafts[name].text.clear();
    tidy(name);
    return true;
}

void DraftKeeper::storeAgain()
{
    for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it)
        store(it.key());
}

void DraftKeeper::hold(const OutboxEntry &entry, const QStringList &cids)
{
    const QString name = nameOf(entry);
    const QString words = entry.body["text"].toString();
    if (name.isEmpty() || words.isEmpty())
        return;
    if (!isHeld(entry)) // another try keeps its place
        m_drafts[name].unplaced.append({cids, words});
}

bool DraftKeeper::isHeld(const OutboxEntry &entry) const
{
    const QList<UnplacedText> held = m_drafts.value(nameOf(entry)).unplaced;
    return std::any_of(held.cbegin(), held.cend(), [&entry](const UnplacedText &text) { return text.cids.first() == entry.cid; });
}

void DraftKeeper::storeHeld(const OutboxEntry &entry)
{
    if (isHeld(entry))
        store(nameOf(entry));
}

void DraftKeeper::release(const OutboxEntry &entry) { drop(nameOf(entry), entry.cid); }

void DraftKeeper::forget(const OutboxEntry &entry)
{
    if (drop(nameOf(entry), entry.cid))
        store(nameOf(entry));
}

void DraftKeeper::giveBack(const OutboxEntry &entry, const QStringList &cids)
{
    const QString &name = entry.conversation;
    drop(name, entry.cid);
    const QString words = entry.body["text"].toString();
    QString &draft = m_drafts[name].text;
    draft = draft.isEmpty() ? words : words + QLatin1Char('\n') + draft;
    m_store.giveBack(cids, row(name));
}

void DraftKeeper::store(const QString &name)
{
    if (!name.isEmpty())
        m_store.putDraft(row(name));
}

bool DraftKeeper::drop(const QString &name, const QString &cid)
{
    const auto draft = m_drafts.find(name);
    if (draft == m_drafts.end())
        return false;
    const bool found = draft->unplaced.removeIf([&cid](const UnplacedText &text) { return text.cids.first() == cid; }) > 0;
    tidy(name);
    return found;
}

void DraftKeeper::tidy(const QString &name)
{
    const auto draft = m_drafts.constFind(name);
    if (draft != m_drafts.cend() && draft->text.isEmpty() && draft->unplaced.isEmpty())
        m_drafts.erase(draft);
}

} // namespace liaison
