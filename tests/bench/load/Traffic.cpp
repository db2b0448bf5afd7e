// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/Traffic.h"

namespace liaison::bench {

namespace {
constexpr int drainMs = 30'000;
constexpr int slackMs = 60'000;
} // namespace

void Traffic::write(int customer)
{
    const std::string number = std::to_string(m_sentAt.size());
    m_sentAt.push_back(steadyNs());
    m_write(customer, number);
}

void Traffic::arrivedIn(std::string_view frame, std::string_view mark)
{
    const qint64 now = steadyNs();
    for (auto at = frame.find(mark); at != std::string_view::npos; at = frame.find(mark, at + 1)) {
        const auto number = std::size_t(std::strtoll(frame.data() + at + mark.size(), nullptr, 10));
        if (number < m_sentAt.size() && qint64(number) >= m_firstMessage && m_sentAt[number] != 0)
            m_delays.add(double(now - std::exchange(m_sentAt[number], 0)) / 1e6);
    }
}

void Traffic::forget()
{
    m_firstMessage = qint64(m_sentAt.size());
    m_delays = {};
    m_confirmed = 0;
    m_refused = 0;
}

bool Traffic::atRate(int perSecond, double seconds)
{
    forget();
    const qint64 began = steadyNs();
    const qint64 gap = 1'000'000'000 / perSecond;
    const auto all = qint64(perSecond * seconds);
    for (qint64 sent = 0; sent < all;) {
        const qint64 due = began + sent * gap - steadyNs();
        if (due <= 0)
            write(int(sent++ % m_customers));
        m_swarm.step(due <= 0 ? 0 : int(due / 1'000'000) + 1);
    }
    return m_swarm.run([this] { return underWay() == 0; }, drainMs);
}

double Traffic::asFastAsPossible(int window, double seconds, const std::function<qint64()> &answered)
{
    forget();
    const qint64 began = steadyNs();
    const auto length = qint64(seconds * 1e9);
    qint64 sent = 0;
    m_swarm.run(
        [&] {
            const bool over = steadyNs() - began > length;
            while (!over && sent - answered() < window)
                write(int(sent++ % m_customers));
            return over && answered() == sent;
        },
        int(seconds * 1000) + slackMs);
    return double(steadyNs() - began) / 1e9;
}

} // namespace liaison::bench
