// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

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
};

} // namespace liaison
