// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/lists/MessageListModel.h"

#include <QModelIndex>
#include <optional>

namespace liaison {

/// One row of a model with MessageRole's roles, read in one go for layout and words. A plain value; nothing in it is trusted.
struct MessageItem
{
    QString mid;
    MessageKind kind = MessageKind::Text;
    Side side = Side::Customer;
    QString author;
    qint64 at = 0;   ///< UTC ms
    QString written; ///< what its author wrote, neutralised: for a quote
    QString text;    ///< the same as shown: the true host stands beside a link that hides it
    QString systemText;
    std::optional<FileRef> file;
    BubbleState state = BubbleState::None;
    QString error;
    int uploadPercent = -1;
    QString localFile;
    bool recalled = false;

    static MessageItem fromIndex(const QModelIndex &index);

    bool isMine() const { return side == Side::Agent && kind != MessageKind::Note && kind != MessageKind::System; }
    /// The agent is asked what to do: it failed, or it waits for his word.
    bool needsAgent() const;
    /// The message as plain words: text, "[Picture] name" and so on. For copying, for screen readers.
    QString words() const;
    /// The state of a message of ours in one or two words; empty if it has none.
    QString stateWords() const;
    /// "14:02" in local time.
    QString time() const;
    /// "王女士, 14:02: text, read": what a screen reader says.
    QString spoken() const;
};

} // namespace liaison
