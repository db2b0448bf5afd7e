// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>
#include <mutex>

namespace liaison::hub {

/// A bucket per key (address, customer): `burst` at once, refilled at `burst` per `periodMs`. Any thread.
/// Keys whose bucket is full again are forgotten, so that the table cannot grow without end.
class RateLimit
{
public:
    RateLimit(qint64 burst, qint64 periodMs) : m_burst(burst), m_periodMs(periodMs) {}
    /// Takes `amount`, or the burst if that is less, from the key's bucket at `now` (steady ms). 0, or how many ms until it has as much.
    qint64 take(const QString &key, qint64 now, qint64 amount = 1);

private:
    struct Bucket
    {
        double left = 0;
        qint64 at = 0;
    };
    const qint64 m_burst;
    const qint64 m_periodMs;
    std::mutex m_mutex;
    QHash<QString, Bucket> m_buckets;
    qsizetype m_sweepAt = 1024;
};

} // namespace liaison::hub
