// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>

namespace liaison {

/// The colours of the design (tokens.json of the drawing), by what they mean. The `…Soft` one is the ground on which its strong sibling
/// is written; every pair that carries text keeps a contrast of at least 4.5:1 (tst_theme_contrast).
enum class Token {
    Window,     ///< behind the messages
    Surface,    ///< bars, the profile, fields
    Surface2,   ///< lists
    Line,       ///< one-pixel separators
    LineStrong, ///< outlines of controls
    Text,
    Text2, ///< secondary
    Text3, ///< times
    Accent,
    AccentSoft,
    OnAccent,
    Calm,
    CalmSoft,
    Soon,
    SoonSoft,
    Late,
    LateSoft,
    Note, ///< what the customer never sees
    NoteSoft,
    Mine,   ///< bubbles of agents
    Theirs, ///< bubbles of customers
    Select, ///< selected row
    Count
};

/// Which of the two colour sets.
enum class Scheme { Light, Dark };

/// The colour of a token in a scheme; pure, any thread.
QColor tokenColor(Token token, Scheme scheme);

/// Contrast ratio of two opaque colours by WCAG 2, 1…21; pure.
double contrastRatio(const QColor &a, const QColor &b);

} // namespace liaison
