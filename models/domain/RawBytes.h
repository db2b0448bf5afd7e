// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>

namespace liaison {

/// What C libraries of cryptography want of a QByteArray. Valid as long as the array is not changed.
inline unsigned char *rawBytes(QByteArray &array) { return reinterpret_cast<unsigned char *>(array.data()); }
inline const unsigned char *rawBytes(const QByteArray &array, qsizetype at = 0)
{
    return reinterpret_cast<const unsigned char *>(array.constData()) + at;
}

} // namespace liaison
