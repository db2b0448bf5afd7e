// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace liaison::hub {

/// How long texts may be (UTF-16 units) and what is taken out of them. Pure; any thread.
struct TextRules
{
    static constexpr int message = 8000;
    static constexpr int name = 80;
    static constexpr int tag = 40;
    static constexpr int note = 2000;
    static constexpr int fieldName = 40;
    static constexpr int fieldValue = 400;
    static constexpr int preview = 120;
    static constexpr int cannedText = 4000;
    static constexpr int shortcut = 32;
    static constexpr int reason = 80;
    static constexpr int url = 2000;
    static constexpr int tagsEach = 50;
    static constexpr int fieldsEach = 40;

    /// The text as written, without control characters other than line feed and tab.
    static QString cleaned(const QString &text);
    /// For names and the like: cleaned, one line, trimmed, and without what turns the direction of its surroundings or is not seen.
    static QString line(const QString &text);
    /// Something to be seen in it?
    static bool isBlank(QStringView text);
    /// The beginning of a text on one line, at most `preview` units, no broken character at its end.
    static QString shortened(const QString &text);
    /// What a name or a field is found by: lower case, without spaces at the ends.
    static QString folded(const QString &text) { return text.trimmed().toLower(); }
    /// What a telephone number is found by: its digits.
    static QString digits(const QString &text);
};

} // namespace liaison::hub
