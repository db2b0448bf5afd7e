// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

namespace liaison::hub {

/// How long a token lives since it was last used, in ms.
inline constexpr qint64 agentTokenLife = 30LL * 24 * 3600 * 1000;
inline constexpr qint64 visitorTokenLife = 365LL * 24 * 3600 * 1000;

} // namespace liaison::hub
