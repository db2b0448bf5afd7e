// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Codec.h"

namespace liaison::wire {

/// The frame that a parsed JSON object stands for: the table of docs/protocol.md, 2, read strictly in the fields it knows and
/// blind to the others (R15). Pure; any thread.
Decoded readFrame(const QJsonObject &json, const DecodeLimits &limits);

} // namespace liaison::wire
