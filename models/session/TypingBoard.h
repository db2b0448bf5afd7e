// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace liaison {

/// Who is typing: what customers' signals say until they run out, and how often our own may go. GUI thread.
class TypingBoard : public QObject
{
    Q_OBJECT
public:
    explicit TypingBoard(const Clock &clock, QObject *parent = nullptr);

    void heard(const QString &conversation, qint64 ttlMs);
    /// The customer has sent what he typed.
    void clear(const QString &conversation);
    /// It left this desk or memory.
    void forget(const QString &conversation);
    bool isTyping(const QString &conversation) const { return m_until.contains(conversation); }
    /// True at most every 3 s a conversation: then say it to the hub.
    bool mayTell(const QString &conversation);

    static constexpr int tellEveryMs = 3000;
    static constexpr int holdsMs = 5000;

signals:
    void changed(const QString &conversation);

private:
    void expire();

    const Clock &m_clock;
    QHash<QString, qint64> m_until; ///< steady ms
    QHash<QString, qint64> m_toldAt;
    QTimer m_timer;
};

} // namespace liaison
