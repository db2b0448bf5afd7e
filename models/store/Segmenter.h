// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

namespace liaison {

/// Cuts text into what the search indexes: NFKC, lower case; a run of Han, Kana or Hangul becomes overlapping pairs and its last
/// character alone ("你好吗" → "你好 好吗 吗"); words of other scripts stay whole. Pure functions, any thread, linear in the text.
class Segmenter
{
public:
    /// What is put into the index.
    static QString segments(const QString &text);

    /// The FTS5 expression for what somebody typed; empty if nothing in it can be searched for. All of it must be found: a run
    /// of n characters as a phrase of pairs, one character and the last unfinished word as a prefix. Only letters, digits and
    /// marks get into it, each term quoted, so no input can be read as FTS5 syntax. Input beyond 200 characters is ignored.
    static QString query(const QString &typed);

    /// A query whose last word is shortened to a prefix that the index keeps a list of, and what the word must start with.
    struct Broader
    {
        QString query;
        QString start; ///< ASCII, lower case
    };
    /// The index has lists of its own for prefixes of 1 and 3 characters only (migrations/0001_tables.sql). For any other FTS5 first
    /// gathers every message that has it, which for a frequent word are hundreds of thousands. This is a query that finds more, one
    /// after the other, for hasWordStarting() to choose from. Empty if query() needs none, or if that word is not plain ASCII.
    static std::optional<Broader> broader(const QString &typed);
    /// Whether a word of `text`, as segments() would cut it and the tokenizer fold it, starts so. One look at each character of ASCII
    /// and Chinese; a text with others is cut and folded first.
    static bool hasWordStarting(const QString &text, const QString &start);
};

} // namespace liaison
