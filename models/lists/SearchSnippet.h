// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace liaison {

/// The piece of a found text that shows why it was found: one line, begun shortly before the first place that matches, with
/// the places to be marked. At most 300 characters. A pure function of its
/// arguments; cost is linear in the text.
struct SearchSnippet
{
    struct Mark
    {
        qsizetype from = 0;
        qsizetype length = 0;
        bool operator==(const Mark &) const = default;
    };

    QString text;
    QList<Mark> marks; ///< in `text`, ascending, not overlapping

    /// `typed` is what stands in the search field: words apart by spaces, each looked for without regard to case. At most
    /// `lead` characters stand before the first mark; what is left out in front is an ellipsis.
    static SearchSnippet of(const QString &found, const QString &typed, qsizetype lead = 24);
};

} // namespace liaison
