// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>

namespace liaison {

/// A number in [0, 1) at each call; tests give their own.
using Random = std::function<double()>;

} // namespace liaison
