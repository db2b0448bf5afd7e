// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// A tool tip with exactly these words: Qt cannot take them for rich text, whatever a customer called himself or his file, and
/// words that it would not take for that are not escaped. Hand the result to setToolTip(). Pure.
QString plainToolTip(const QString &words);

} // namespace liaison
