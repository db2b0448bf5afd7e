// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/theme/Tokens.h"

#include <QFont>
#include <QObject>
#include <array>

namespace liaison {

/// Looks for reading: what a text is, not how large.
enum class FontRole {
    Body,            ///< 13 px: messages, rows
    BodyStrong,      ///< 13 px semibold: names in rows, buttons
    Heading,         ///< 15 px semibold: names and titles
    Secondary,       ///< 12 px
    SecondaryStrong, ///< 12 px semibold: pills, group heads
    Small,           ///< 11 px: times only
    SmallStrong      ///< 11 px semibold: badges
};

/// How the program looks: colours, type, density, motion; switched while it runs. One object per program, owned by the application
/// object; GUI thread. Whoever paints reads it at paint time and repaints on `changed` (widgets get a palette and style change anyway).
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    enum class Density { Comfortable, Compact };

    /// The program's theme; made at the first call, which must come after the QApplication. A program calls install() once;
    /// a test of a single widget may go without it and gets the same colours and fonts.
    static Theme &instance();

    /// Makes the style, palette and font those of the whole application.
    void install();

    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    Scheme scheme() const { return m_scheme; }
    bool isDark() const { return m_scheme == Scheme::Dark; }

    void setDensity(Density density);
    Density density() const { return m_density; }
    /// Height of a row in lists: 56 or 44 px, more if the user's font is larger.
    int rowHeight() const;

    QColor color(Token token) const { return tokenColor(token, m_scheme); }
    /// Shared, with what Qt has looked up for it: a font made anew is matched with the system's fonts at its first use.
    QFont font(FontRole role) const { return m_fonts[size_t(role)]; }

    /// True when the system asks for no animations.
    bool reducedMotion() const;
    void setReducedMotion(bool reduced);
    /// Length of a movement in ms: 120, or 0 with reduced motion.
    int motion() const { return reducedMotion() ? 0 : 120; }

    static constexpr int ControlHeight = 30;
    static constexpr int ListRowHeight = 28; ///< px of a row of words in a list, at least
    static constexpr int ControlRadius = 6;
    static constexpr int BubbleRadius = 10;
    static constexpr int Grid = 4;

signals:
    /// Colours, density or motion changed.
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    explicit Theme(QObject *parent);
    void apply();
    Scheme systemScheme() const;
    QFont makeFont(FontRole role) const;

    Mode m_mode = Mode::System;
    Scheme m_scheme = Scheme::Light;
    Scheme m_fromSystem = Scheme::Light;
    Density m_density = Density::Comfortable;
    bool m_reducedMotion = false;
    bool m_installed = false;
    QFont m_base;
    std::array<QFont, size_t(FontRole::SmallStrong) + 1> m_fonts;
    mutable int m_twoLines = 0; ///< px of a line of Body and one of Secondary; 0 until asked for
};

} // namespace liaison
