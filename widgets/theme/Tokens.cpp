// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Tokens.h"

#include <algorithm>
#include <cmath>

namespace liaison {

namespace {
struct Pair
{
    QRgb light;
    QRgb dark;
};

// In the order of Token.
constexpr Pair colours[] = {
    {0xFFF3F4F6, 0xFF16181C}, // Window
    {0xFFFFFFFF, 0xFF1E2126}, // Surface
    {0xFFF8F9FB, 0xFF23272D}, // Surface2
    {0xFFE2E5EA, 0xFF30353D}, // Line
    {0xFFC9CED6, 0xFF454C57}, // LineStrong
    {0xFF1B1F26, 0xFFE8EAED}, // Text
    {0xFF565E6C, 0xFFAEB5C0}, // Text2
    {0xFF626A77, 0xFF949CA9}, // Text3
    {0xFF0F6CBD, 0xFF62ABF5}, // Accent
    {0xFFE5F0FA, 0xFF1B3148}, // AccentSoft
    {0xFFFFFFFF, 0xFF0B1A2A}, // OnAccent
    {0xFF0E7A5F, 0xFF5CC8A4}, // Calm
    {0xFFE3F4EE, 0xFF16352C}, // CalmSoft
    {0xFF9A5B00, 0xFFF2B661}, // Soon
    {0xFFFFF2DC, 0xFF3A2C14}, // SoonSoft
    {0xFFC4262E, 0xFFFF8A8E}, // Late
    {0xFFFDE7E8, 0xFF451D20}, // LateSoft
    {0xFF7A5A00, 0xFFE5C766}, // Note
    {0xFFFFF6D6, 0xFF363016}, // NoteSoft
    {0xFFE5F0FA, 0xFF1B3148}, // Mine
    {0xFFFFFFFF, 0xFF262A31}, // Theirs
    {0xFFE5F0FA, 0xFF1B3148}, // Select
};
static_assert(std::size(colours) == static_cast<std::size_t>(Token::Count));

double linear(double channel) { return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); }

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}
} // namespace

QColor tokenColor(Token token, Scheme scheme)
{
    const Pair &pair = colours[static_cast<std::size_t>(token)];
    return QColor::fromRgb(scheme == Scheme::Dark ? pair.dark : pair.light);
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace liaison
