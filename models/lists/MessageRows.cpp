// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/MessageRows.h"

#include <algorithm>

namespace liaison {

namespace {
bool gapBefore(const QList<Message> &messages, qsizetype i, const QSet<qint64> &holes)
{
    return messages[i].cseq != messages[i - 1].cseq + 1 && !holes.contains(messages[i].cseq);
}
} // namespace

int MessageRows::confirmedRow(const QString &mid) const
{
    for (qsizetype i = confirmed.size() - 1; i >= 0; --i) {
        if (confirmed[i].mid == mid)
            return int(i);
    }
    return -1;
}

int MessageRows::pendingRow(const QString &mid) const
{
    for (qsizetype i = 0; i < pending.size(); ++i) {
        if (pending[i].message.mid == mid)
            return int(confirmed.size() + i);
    }
    return -1;
}

int MessageRows::placeOf(qint64 cseq) const
{
    const auto at = std::lower_bound(confirmed.begin(), confirmed.end(), cseq,
                                     [](const Message &message, qint64 number) { return message.cseq < number; });
    return int(at - confirmed.begin());
}

MessageRows::Run MessageRows::contiguous(const QList<Message> &messages, qint64 around, const QSet<qint64> &holes)
{
    if (messages.isEmpty())
        return {};
    qsizetype middle = messages.size() - 1;
    if (around > 0) {
        while (middle > 0 && messages[middle].cseq > around)
            --middle;
    }
    qsizetype first = middle;
    while (first > 0 && !gapBefore(messages, first, holes))
        --first;
    qsizetype last = middle;
    while (last + 1 < messages.size() && !gapBefore(messages, last + 1, holes))
        ++last;
    return {messages.mid(first, last - first + 1), first > 0, last + 1 < messages.size()};
}

MessageRows::Run MessageRows::endingAt(const QList<Message> &messages, qint64 next, const QSet<qint64> &holes)
{
    if (messages.isEmpty() || (messages.last().cseq + 1 != next && !holes.contains(next)))
        return {};
    Run run = contiguous(messages, 0, holes);
    return run;
}

MessageRows::Run MessageRows::startingAt(const QList<Message> &messages, const QSet<qint64> &holes)
{
    return messages.isEmpty() ? Run{} : contiguous(messages, messages.first().cseq, holes);
}

} // namespace liaison
