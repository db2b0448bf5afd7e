// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// Makes the running program speak `language` ("zh", "en", or empty for the system's): installs our words, plural forms and, where
/// the system has them, Qt's own. May be called again to switch; widgets then get QEvent::LanguageChange. GUI thread.
/// Returns false if there is no such language; English remains.
bool useLanguage(const QString &language);
/// The language in use: "zh" or "en".
QString languageInUse();

} // namespace liaison
