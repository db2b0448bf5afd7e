// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/shell/ConversationRow.h"
#include "widgets/theme/Theme.h"

#include <QCache>
#include <QPixmap>

namespace liaison {

/// Paints rows of the conversation list and keeps their pictures: when a conversation moves, the whole list is painted, and all rows but one
/// look as before. Painting each anew was a third of the window's work at 100 messages a second (docs/performance.md). A picture is pixel for
/// pixel what would be painted, between device pixels too (125 %); at scales that are no quarters a line may be rounded to the next pixel. GUI thread.
class ConversationRowPictures
{
public:
    /// What it keeps at least room for; more if two screens of rows need more (high resolutions), so that a list painted from top to bottom
    /// never drops what comes next.
    static constexpr qsizetype LeastBytes = 4 * 1024 * 1024;

    ConversationRowPictures() : m_pictures(LeastBytes) {}

    void paint(QPainter *painter, const QRect &rect, const ConversationRow &row);
    /// Rows painted so far that were not there as a picture.
    qint64 painted() const { return m_painted; }
    /// Of the pictures and the texts they belong to.
    qsizetype bytes() const { return m_pictures.totalCost(); }

private:
    struct Key
    {
        ConversationRow row;
        QSize size;   ///< logical
        QPoint phase; ///< where it begins between device pixels, in 96ths: scales are so many dots an inch by 96
        qreal pixels; ///< device pixels a logical one
        int dpi;      ///< of letters
        Scheme scheme;
        Theme::Density density;

        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.row, key.size, key.phase, key.pixels);
        }
    };

    QCache<Key, QPixmap> m_pictures;
    qint64 m_painted = 0;
};

} // namespace liaison
