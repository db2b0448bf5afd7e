// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>

namespace liaison {

/// Bytes that nobody finds in memory once their owner is gone: a copy of its own, zeroed when it goes. Copying it copies the bytes, so
/// that each owner zeroes its own; what value() is copied into is the copier's business. A value; any thread.
class Secret
{
public:
    /// How far down the stack libsodium, or a function that was called with a secret, may leave parts of it; more than their frames
    /// take. For sodium_stackzero().
    static constexpr size_t stackBytes = 8 * 1024;

    Secret() = default;
    explicit Secret(const QByteArray &bytes) : m_bytes(bytes.constData(), bytes.size()) {}
    Secret(const Secret &other) : Secret(other.m_bytes) {}
    Secret(Secret &&other) noexcept { m_bytes.swap(other.m_bytes); }
    Secret &operator=(Secret other) noexcept
    {
        m_bytes.swap(other.m_bytes);
        return *this;
    }
    ~Secret() { zero(m_bytes); }

    const QByteArray &value() const { return m_bytes; }

    /// Zeroes bytes in place and empties them. Does nothing but empty them if another owner shares them: it would be his key that goes.
    static void zero(QByteArray &bytes);

private:
    QByteArray m_bytes;
};

} // namespace liaison
