// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>

namespace liaison::hub {

/// A single byte range of a Range header (RFC 9110, 14.2). A value.
struct ByteRange
{
    enum class Kind { Whole, Part, Unsatisfiable };
    Kind kind = Kind::Whole;
    qint64 first = 0;
    qint64 last = 0; ///< included

    qint64 length() const { return last - first + 1; }
    /// `header` may be empty, malformed or name several ranges: all of these mean the whole file.
    static ByteRange parse(const QByteArray &header, qint64 size);
};

} // namespace liaison::hub
