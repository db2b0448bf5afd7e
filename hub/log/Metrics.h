// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace liaison::hub {

/// One number that is counted or set. Any thread, no lock.
class Metric
{
public:
    void add(qint64 n = 1) { m_value.fetch_add(n, std::memory_order_relaxed); }
    void set(qint64 value) { m_value.store(value, std::memory_order_relaxed); }
    qint64 value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_value{0};
};

/// The hub's counters and gauges, by name. Any thread; counter() and gauge() take a lock, so keep the reference they return
/// (it stays valid as long as the Metrics). Names are Prometheus names without the prefix "liaison_hub_"; a label goes into the
/// name: `commands_total{result="ok"}`.
class Metrics
{
public:
    /// A number that only grows. `help` counts at the first call of that name.
    Metric &counter(const std::string &name, const std::string &help = {}) { return find(name, help, "counter"); }
    /// A number that goes up and down.
    Metric &gauge(const std::string &name, const std::string &help = {}) { return find(name, help, "gauge"); }
    /// All of them in Prometheus' text format.
    QByteArray prometheus() const;

private:
    struct Row
    {
        std::string help;
        const char *type;
        std::unique_ptr<Metric> metric;
    };
    Metric &find(const std::string &name, const std::string &help, const char *type);

    mutable std::mutex m_mutex;
    std::map<std::string, Row> m_rows;
};

} // namespace liaison::hub
