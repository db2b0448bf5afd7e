// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/MarkKeeper.h"

#include "models/domain/Ids.h"

namespace liaison {

namespace {
constexpr int gatherMs = 150;

bool rises(const Marks &wanted, const Marks &sent) { return wanted.read > sent.read || wanted.delivered > sent.delivered; }
} // namespace

MarkKeeper::MarkKeeper(DeskLink &link, std::function<qint64()> hubNow, QObject *parent)
    : QObject(parent), m_link(link), m_hubNow(std::move(hubNow))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { flush(); });
}

void MarkKeeper::note(const QString &conversation, const Marks &wanted, const Marks &known)
{
    Row &row = m_rows[conversation];
    row.wanted.read = qMax(row.wanted.read, wanted.read);
    row.wanted.delivered = qMax(qMax(row.wanted.delivered, wanted.delivered), row.wanted.read);
    row.sent.read = qMax(row.sent.read, known.read);
    row.sent.delivered = qMax(row.sent.delivered, known.delivered);
    if (rises(row.wanted, row.sent) && !m_timer.isActive())
        m_timer.start(gatherMs);
}

void MarkKeeper::flush()
{
    for (auto it = m_rows.begin(); it != m_rows.end(); ++it) {
        Row &row = it.value();
        if (!row.cid.isEmpty() || !rises(row.wanted, row.sent))
            continue;
        row.cid = newId();
        row.sent = row.wanted;
        wire::Command command;
        command.cid = row.cid;
        command.kind = QStringLiteral("conv.mark");
        command.conversation = it.key();
        command.at = m_hubNow();
        command.confirmed = true; // as true later as it is now
        command.body = {{"delivered", row.wanted.delivered}, {"read", row.wanted.read}};
        m_link.send(command);
    }
}

bool MarkKeeper::noteAnswered(const QString &cid)
{
    for (Row &row : m_rows) {
        if (row.cid != cid)
            continue;
        row.cid.clear();
        if (rises(row.wanted, row.sent) && !m_timer.isActive())
            m_timer.start(gatherMs);
        return true;
    }
    return false;
}

bool MarkKeeper::noteRefused(const QString &cid)
{
    for (auto it = m_rows.begin(); it != m_rows.end(); ++it) {
        if (it->cid == cid) {
            m_rows.erase(it); // the conversation is no longer ours; if it comes back, it is worked out anew
            return true;
        }
    }
    return false;
}

void MarkKeeper::forget(const QString &conversation)
{
    const auto it = m_rows.find(conversation);
    if (it == m_rows.end())
        return;
    if (!it->cid.isEmpty())
        m_link.drop(it->cid);
    m_rows.erase(it);
}

} // namespace liaison
