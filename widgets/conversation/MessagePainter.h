// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPixmap>
#include <QPoint>

class QPainter;

namespace liaison {

struct MessageLayout;

/// What of a row changes without changing its layout.
struct MessageLook
{
    QPixmap thumbnail;       ///< null: the placeholder
    bool brokenFile = false; ///< the picture cannot be shown
    int selectionStart = 0;  ///< in MessageLayout::shown
    int selectionEnd = 0;
    bool selectedWhole = false; ///< the bubble is part of a selection across messages
    bool current = false;       ///< has the keyboard focus
    bool highlighted = false;   ///< a search hit
    int hoveredLink = -1;
};

/// Paints one row with its top left corner at `at`. Reads the theme's colours; GUI thread. Costs 20–60 µs.
void paintMessage(QPainter &painter, const MessageLayout &layout, const QPoint &at, const MessageLook &look);

/// Paints grey shapes of messages from the bottom of a view that is still loading; nothing moves.
void paintSkeleton(QPainter &painter, const QSize &view);

} // namespace liaison
