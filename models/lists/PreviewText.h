// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"
#include "models/domain/TextMask.h"

namespace liaison {

/// The newest message as one line in the agent's language: "[Picture] 杯盖.jpg", a system message as its sentence; what is masked is
/// hidden. Pure.
QString previewText(const Preview &preview, const TextMask &mask);

} // namespace liaison
