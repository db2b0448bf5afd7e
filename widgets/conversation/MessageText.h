// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QUrl>

namespace liaison {

/// A link found in a text: characters `start` … `start + length - 1`.
struct TextLink
{
    int start = 0;
    int length = 0;
    QUrl url;
    friend bool operator==(const TextLink &, const TextLink &) = default;
};

/// Pure functions on what others wrote. Such a text is never markup and never trusted.

/// The text as it may be shown: one kind of line break; characters that turn the direction of their surroundings (U+202A–202E,
/// U+2066–2069, U+200E, U+200F, U+061C) and those that nobody sees (zero width, tags, fillers, C0 and C1 controls) become a
/// visible mark, each one for one. A zero-width joiner stays where writing needs it: between emoji, and in Arabic and Indic words.
QString neutralised(const QString &text);

/// Links with http, https or mailto in a neutralised text, in order. Nothing is fetched or resolved.
QList<TextLink> findLinks(const QString &text);

/// The host a link truly leads to: the name, and beside it the punycode form when it is not plain ASCII; the address of a
/// mailto. For a tooltip and for the question before a link is opened.
QString trueHost(const QUrl &url);

/// The first `maxLines` lines and `maxChars` characters of a text, cut between characters; the same text if it is short enough.
QString shortened(const QString &text, int maxLines, int maxChars);

/// A file's size in words: "1.2 MB".
QString sizeInWords(qint64 bytes);

} // namespace liaison
