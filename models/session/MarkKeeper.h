// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"
#include "models/link/DeskLink.h"

#include <QHash>
#include <QTimer>

namespace liaison {

/// Tells the hub what the agent has got and read: several within a moment become one command, one per conversation is on its way at
/// a time. Marks only rise and are worked out anew from the heads at each start, so they need no place in the outbox; a FULL commit
/// for each would cost the disk more than all messages together. GUI thread.
class MarkKeeper : public QObject
{
public:
    MarkKeeper(DeskLink &link, std::function<qint64()> hubNow, QObject *parent = nullptr);

    /// `known`: what the hub already has of us.
    void note(const QString &conversation, const Marks &wanted, const Marks &known);
    /// True if the answer was for one of these commands.
    bool noteAnswered(const QString &cid);
    bool noteRefused(const QString &cid);
    void forget(const QString &conversation);

private:
    struct Row
    {
        Marks wanted;
        Marks sent;
        QString cid; ///< on its way
    };
    void flush();

    DeskLink &m_link;
    std::function<qint64()> m_hubNow;
    QHash<QString, Row> m_rows;
    QTimer m_timer;
};

} // namespace liaison
