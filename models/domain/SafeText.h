// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

// Pure functions on what others wrote; any thread, linear in the text. Hidden is what shows nothing itself and can turn or hide what
// is around it: characters that change the direction (U+202A–202E, U+2066–2069, U+200E, U+200F, U+061C), zero widths, tags, fillers,
// C0 and C1 controls. A zero-width joiner stays where writing needs it: between emoji, and in Arabic and Indic words.

/// The text as it may be shown: one kind of line break; everything hidden becomes a visible mark, each one for one.
QString neutralised(const QString &text);

/// The same on one line: for names, titles and previews, which stand beside words of our own.
QString neutralisedLine(const QString &text);

/// The text without what is hidden: for names on their way into the hub.
QString withoutHidden(const QString &text);

} // namespace liaison
