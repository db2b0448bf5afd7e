// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Frames.h"

#include <deque>

namespace liaison::hub {

/// A snapshot cut into frames.
class SnapshotParts
{
public:
    /// Parts of at most about `bytes` each; the arrays' elements keep their order. A conversation that is too big by itself loses the
    /// oldest messages of its tail.
    static std::deque<wire::Snap> split(const QJsonObject &body, qint64 pos, qsizetype bytes);
};

} // namespace liaison::hub
