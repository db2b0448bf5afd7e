// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/Random.h"

#include <QtGlobal>
#include <optional>

namespace liaison {

/// Says when to ping and when a link is dead (R9): after silence a ping that wants its pong within 8 s; after a command that is
/// unanswered for 4 s a ping that wants it within 3 s, so that a half-open socket is found in 7 s at work. Only the pong of the
/// ping's own id counts. Pure over its state; all times steady milliseconds.
class LivenessWatch
{
public:
    struct Numbers
    {
        qint64 pingAfterSilence = 20000;
        qint64 pongWithin = 8000;
        qint64 unansweredFor = 4000;
        qint64 urgentPongWithin = 3000;
    };
    enum class Verdict { Fine, Ping, Dead };

    LivenessWatch(Numbers numbers, Random random, qint64 now);

    void setNumbers(const Numbers &numbers) { m_numbers = numbers; }
    /// Anything came from the hub.
    void heard(qint64 now);
    /// When the oldest unanswered command or question was sent; none if all are answered.
    void setUnansweredSince(std::optional<qint64> since) { m_unansweredSince = since; }
    /// Wants a ping at the next verdict, with the short limit: after wake-up or a network change.
    void suspect();
    /// What to do now; after Ping the caller sends one and says pingSent().
    Verdict verdict(qint64 now) const;
    void pingSent(qint64 id, qint64 now);
    /// The round trip in ms, or nothing if the pong belongs to no ping of ours.
    std::optional<qint64> pong(qint64 id, qint64 now);
    /// When verdict() may change if nothing else happens.
    qint64 dueAt() const;
    qint64 heardAt() const { return m_heardAt; }

private:
    qint64 deadline() const;
    qint64 pingDueAt() const;

    Numbers m_numbers;
    Random m_random;
    double m_spread = 0; ///< of this silence, -0.2 … 0.2
    qint64 m_heardAt;
    qint64 m_lastPongAt;
    bool m_suspected = false;
    std::optional<qint64> m_unansweredSince;
    struct Outstanding
    {
        qint64 id;
        qint64 sentAt;
        bool urgent;
    };
    std::optional<Outstanding> m_ping;
};

} // namespace liaison
