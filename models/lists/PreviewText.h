// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"

namespace liaison {

/// The newest message as one line in the agent's language: "[Picture] 杯盖.jpg", a system message as its sentence. Pure.
QString previewText(const Preview &preview);

} // namespace liaison
