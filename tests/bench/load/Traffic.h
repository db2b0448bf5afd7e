// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"
#include "tests/bench/load/Swarm.h"

#include <vector>

namespace liaison::bench {

/// Customers' messages to agents, each with a number to know it again by: sent at a rate or as fast as they are answered, and timed
/// until an agent's socket has them. Knows no protocol: who uses it says how a message is written and where it has come.
class Traffic
{
public:
    using Write = std::function<void(int customer, const std::string &number)>;

    Traffic(Swarm &swarm, int customers, Write write) : m_swarm(swarm), m_customers(customers), m_write(std::move(write)) {}

    /// What customers say; the number makes each text another.
    static std::string text(const std::string &number)
    {
        return "Where is my order, please? It was promised for today. " + number;
    }

    /// One message; notes when it was sent.
    void write(int customer);
    /// Messages of write() whose number stands behind `mark` in what an agent got.
    void arrivedIn(std::string_view frame, std::string_view mark);
    void confirm() { ++m_confirmed; }
    void refuse() { ++m_refused; }

    void forget();
    /// What arrived since forget(): milliseconds each.
    const Samples &delays() const { return m_delays; }
    /// All messages since there is traffic.
    qint64 written() const { return qint64(m_sentAt.size()); }
    /// Messages written and not yet with an agent.
    qint64 underWay() const { return qint64(m_sentAt.size()) - m_firstMessage - m_delays.count() - m_refused; }
    /// Messages that the server has said to have, and those it did not take, since forget(). 0 where a protocol says neither.
    qint64 confirmed() const { return m_confirmed; }
    qint64 refused() const { return m_refused; }

    /// Customers write at this rate in turn for so long, whatever comes of it; false if the last message did not arrive.
    bool atRate(int perSecond, double seconds);
    /// They write whenever fewer than `window` messages are unanswered, for so long; then waits for the rest, a minute at most.
    /// Returns the seconds that all of it took. `answered`: how many of those sent since forget() count as answered.
    double asFastAsPossible(int window, double seconds, const std::function<qint64()> &answered);

private:
    Swarm &m_swarm;
    const int m_customers;
    const Write m_write;
    std::vector<qint64> m_sentAt; ///< by number, 0 once it has arrived
    qint64 m_firstMessage = 0;
    Samples m_delays;
    qint64 m_confirmed = 0;
    qint64 m_refused = 0;
};

} // namespace liaison::bench
