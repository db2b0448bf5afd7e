// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/TypingBoard.h"

#include <algorithm>

namespace liaison {

TypingBoard::TypingBoard(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TypingBoard::expire);
}

void TypingBoard::heard(const QString &conversation, qint64 ttlMs)
{
    constexpr qint64 longest = 10000; // whatever the other side says
    const bool known = isTyping(conversation);
    const qint64 ttl = qBound(qint64(1), ttlMs, longest);
    m_until.insert(conversation, m_clock.steadyMs() + ttl);
    if (!m_timer.isActive() || m_timer.remainingTime() > ttl)
        m_timer.start(int(ttl));
    if (!known)
        emit changed(conversation);
}

void TypingBoard::clear(const QString &conversation)
{
    if (m_until.remove(conversation))
        emit changed(conversation);
}

void TypingBoard::forget(const QString &conversation)
{
    m_toldAt.remove(conversation);
    clear(conversation);
}

void TypingBoard::expire()
{
    const qint64 now = m_clock.steadyMs();
    QStringList over;
    qint64 next = -1;
    for (auto it = m_until.cbegin(); it != m_until.cend(); ++it) {
        if (it.value() <= now)
            over.append(it.key());
        else
            next = next < 0 ? it.value() : qMin(next, it.value());
    }
    if (next >= 0)
        m_timer.start(int(next - now));
    for (const QString &conversation : std::as_const(over))
        clear(conversation);
}

bool TypingBoard::mayTell(const QString &conversation)
{
    const qint64 now = m_clock.steadyMs();
    const auto told = m_toldAt.constFind(conversation);
    if (told != m_toldAt.constEnd() && now - *told < tellEveryMs)
        return false;
    m_toldAt.insert(conversation, now);
    return true;
}

} // namespace liaison
