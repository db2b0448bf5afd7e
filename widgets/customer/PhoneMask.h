// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// A telephone number with its middle hidden, as it stands on the screen until the agent asks for it: "138 **** 5512". Shorter than
/// seven digits: unchanged. Pure.
QString maskedPhone(const QString &phone);

} // namespace liaison
