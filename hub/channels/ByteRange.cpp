// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/ByteRange.h"

#include <algorithm>

namespace liaison::hub {

namespace {

// Digits only: toLongLong() would take a sign and blanks.
qint64 number(const QByteArray &text)
{
    const bool digits = !text.isEmpty() && text.size() <= 18 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? text.toLongLong() : -1;
}

} // namespace

ByteRange ByteRange::parse(const QByteArray &header, qint64 size)
{
    if (!header.startsWith("bytes=") || header.contains(','))
        return {};
    const QByteArray range = header.mid(6).trimmed();
    const qsizetype dash = range.indexOf('-');
    if (dash < 0)
        return {};
    const QByteArray from = range.left(dash);
    const QByteArray to = range.mid(dash + 1);
    if (from.isEmpty()) {
        const qint64 n = number(to);
        if (n < 0)
            return {};
        if (n == 0 || size == 0)
            return {Kind::Unsatisfiable, 0, 0};
        return {Kind::Part, size - std::min(n, size), size - 1};
    }
    const qint64 first = number(from);
    const qint64 last = to.isEmpty() ? size - 1 : number(to);
    if (first < 0 || (!to.isEmpty() && (last < 0 || last < first)))
        return {};
    if (first >= size)
        return {Kind::Unsatisfiable, 0, 0};
    return {Kind::Part, first, std::min(last, size - 1)};
}

} // namespace liaison::hub
