// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// How far a reader of the hub's log has come (R4). A value.
struct Cursor
{
    QString epoch;   ///< identity of the log; another one means the log was replaced
    qint64 pos = -1; ///< last position applied; -1 for none
    bool isValid() const { return !epoch.isEmpty() && pos >= 0; }
    friend bool operator==(const Cursor &, const Cursor &) = default;
};

} // namespace liaison
