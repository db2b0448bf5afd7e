// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"
#include "models/domain/Cursor.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace liaison::bench {

/// Fills a real encrypted store with messages through Store itself, as events of a hub would. Needs a QCoreApplication; blocks
/// until all is committed and the store is closed. The same plan gives the same messages (see SampleTalk).
class StoreFilling
{
public:
    struct Thread
    {
        QString id;
        qint64 messages = 0;
        bool open = true;
        bool chinese = false;
        bool picturesOnly = false;
    };
    struct Plan
    {
        quint32 seed = 1;
        QList<Thread> threads;
        /// Names the plan in a cached folder.
        QString name;
        qint64 messages() const;
    };

    /// One open conversation, `id`, of `messages` messages.
    static Plan oneConversation(const QString &id, qint64 messages);
    /// The store of an agent who has been here for long: one conversation of 100,000 messages ("long"), four of 10,000 ("ten0" …
    /// "ten3"), `open` altogether, the others of 20 to 2,000, and closed ones of about 100 for the rest. Messages lie in the file in
    /// the order in which they would have been written: the conversations of one time mixed with each other.
    static Plan desk(qint64 messages, int open = 50);

    /// One open conversation, `id`, of pictures only.
    static Plan pictures(const QString &id, qint64 messages);

    static QByteArray key() { return QByteArray(32, 'k'); }
    static Cursor cursorOf(const Plan &plan) { return {QStringLiteral("e1"), plan.messages()}; }
    static constexpr qint64 LastAt = 1'795'327'200'000; ///< hub UTC ms of the newest message

    /// True when it is done; false, with the reason on stderr, if the store refused. `folder` is made.
    static bool fill(const QString &folder, const Plan &plan);
    /// A filled folder under `base` that is kept for the next time: named by plan, count and SampleTalk::Version. Empty on failure.
    static QString cached(const QString &base, const Plan &plan);
    /// A fresh copy of a closed store's folder. False if it cannot be made.
    static bool copy(const QString &from, const QString &to);
    /// The head of thread `index` as it is after all its messages.
    static Conversation headOf(const Thread &thread, qint64 lastAt, const Preview &last);
};

} // namespace liaison::bench
