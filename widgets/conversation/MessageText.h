// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/SafeText.h"

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

/// Links with http, https or mailto in a neutralised text, in order. Nothing is fetched or resolved.
QList<TextLink> findLinks(const QString &text);

/// The host a link truly leads to: the name, and beside it the punycode form when it is not plain ASCII; the address of a
/// mailto. For a tooltip and for the question before a link is opened.
QString trueHost(const QUrl &url);

/// The host is written with letters beyond ASCII, or in the punycode that stands for them: it can look like a name it is not.
bool isForeignHost(const QUrl &url);

/// One label of the host mixes writings that no word mixes ("pаypal" with a Cyrillic а): made to be mistaken.
bool mixesScripts(const QUrl &url);

/// A neutralised text in which the punycode form stands in brackets behind each link whose host is not plain ASCII.
QString withTrueHosts(const QString &text);

/// The first `maxLines` lines and `maxChars` characters of a text, cut between characters; the same text if it is short enough.
QString shortened(const QString &text, int maxLines, int maxChars);

/// A file's size in words: "1.2 MB".
QString sizeInWords(qint64 bytes);

} // namespace liaison
