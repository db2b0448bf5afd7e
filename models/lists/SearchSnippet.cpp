// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/SearchSnippet.h"

#include <QStringList>
#include <algorithm>

namespace liaison {

namespace {
constexpr qsizetype longest = 300; ///< characters: more than the widest result can show
}

SearchSnippet SearchSnippet::of(const QString &found, const QString &typed, qsizetype lead)
{
    const QString text = found.simplified();
    QStringList words = typed.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    // The longest first: where two words overlap the whole of the longer one is marked.
    std::stable_sort(words.begin(), words.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
    qsizetype first = text.size();
    for (const QString &word : std::as_const(words)) {
        if (const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0)
            first = qMin(first, at);
    }
    const bool any = first < text.size();
    qsizetype cut = any && first > lead ? first - lead : 0;
    if (cut > 0) {
        // Begin at a word where one begins nearby, and never inside a character of two units.
        const qsizetype space = text.indexOf(QLatin1Char(' '), cut);
        if (space >= 0 && space < first)
            cut = space + 1;
        else if (text.at(cut).isLowSurrogate())
            ++cut;
    }
    SearchSnippet snippet;
    snippet.text = text.mid(cut, longest);
    for (const QString &word : std::as_const(words)) {
        for (qsizetype at = snippet.text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
             at = snippet.text.indexOf(word, at + word.size(), Qt::CaseInsensitive)) {
            const bool taken = std::any_of(snippet.marks.cbegin(), snippet.marks.cend(), [&](const Mark &mark) {
                return at < mark.from + mark.length && mark.from < at + word.size();
            });
            if (!taken)
                snippet.marks.append({at, word.size()});
        }
    }
    std::sort(snippet.marks.begin(), snippet.marks.end(), [](const Mark &a, const Mark &b) { return a.from < b.from; });
    if (cut > 0) {
        snippet.text.prepend(QStringLiteral("…"));
        for (Mark &mark : snippet.marks)
            ++mark.from;
    }
    return snippet;
}

} // namespace liaison
