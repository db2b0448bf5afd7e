// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// Times in words, in the program's language. Pure but for the language; any thread.
namespace TimeWords {

/// 72000 → "1:12"; from an hour on "1:02:05". Negative values count as 0.
QString clock(qint64 ms);
/// How long ago: "now", "4 min", "2 h", "3 d".
QString ago(qint64 ms);
/// A moment as people write it in a list: time of day today, else the date.
QString moment(qint64 utcMs, qint64 nowUtcMs);

} // namespace TimeWords

} // namespace liaison
