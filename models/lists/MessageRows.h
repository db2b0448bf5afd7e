// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/session/Session.h"

#include <QSet>

namespace liaison {

/// The rows of a MessageListModel: numbered messages ascending, then the outbox's own. Plain data, no signals.
struct MessageRows
{
    QList<Message> confirmed;
    QList<PendingMessage> pending;
    bool atEnd = false; ///< the last confirmed row is the newest message; only then pending ones are shown

    /// Row of a confirmed / pending message by mid, -1 if it is not there. Searched from the end, where most changes happen.
    int confirmedRow(const QString &mid) const;
    int pendingRow(const QString &mid) const;
    /// First confirmed row whose number is not below `cseq`.
    int placeOf(qint64 cseq) const;

    /// A run of messages without a gap in their numbers.
    struct Run
    {
        QList<Message> messages;
        bool cutBefore = false;
        bool cutAfter = false;
    };
    /// The run that holds `around` (0: the last one). `holes`: numbers before which a gap is known to be none.
    static Run contiguous(const QList<Message> &messages, qint64 around, const QSet<qint64> &holes);
    /// The run that ends right before number `next`.
    static Run endingAt(const QList<Message> &messages, qint64 next, const QSet<qint64> &holes);
    /// The run that starts with the first of `messages`.
    static Run startingAt(const QList<Message> &messages, const QSet<qint64> &holes);
};

} // namespace liaison
