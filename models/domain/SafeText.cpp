// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/SafeText.h"

#include <QChar>

namespace liaison {
namespace {

constexpr QChar visibleMark(0xFFFD);

/// A character that shows nothing itself and can hide or turn what is around it.
bool isHidden(char32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F) || c == 0x200E || c == 0x200F || c == 0x061C ||
           c == 0x200B || c == 0x2060 || (c >= 0x2061 && c <= 0x2064) || c == 0xFEFF || c == 0x00AD || c == 0x115F ||
           c == 0x1160 || c == 0x3164 || c == 0xFFA0 || (c >= 0x180B && c <= 0x180F) || (c >= 0xFFF9 && c <= 0xFFFC) ||
           c == 0x034F || c == 0x17B4 || c == 0x17B5 || c == 0x2800;
}

bool isControl(char16_t c) { return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F); }

/// Scripts whose spelling uses the joiners.
bool joins(QChar::Script script)
{
    return script == QChar::Script_Arabic || script == QChar::Script_Syriac ||
           (script >= QChar::Script_Devanagari && script <= QChar::Script_Sinhala);
}

char32_t codePointBefore(const QString &text, qsizetype i)
{
    if (i <= 0)
        return 0;
    const QChar low = text[i - 1];
    if (low.isLowSurrogate() && i > 1 && text[i - 2].isHighSurrogate())
        return QChar::surrogateToUcs4(text[i - 2], low);
    return low.unicode();
}

char32_t codePointAt(const QString &text, qsizetype i)
{
    if (i >= text.size())
        return 0;
    const QChar high = text[i];
    if (high.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(high, text[i + 1]);
    return high.unicode();
}

bool isJoiner(char32_t c) { return c == 0x200C || c == 0x200D; }
bool isVariation(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }
bool isTag(char32_t c) { return c >= 0xE0020 && c <= 0xE007F; }
constexpr char32_t blackFlag = 0x1F3F4; // with tags behind it the flag of a region: Unicode TS 51, ED-14a

/// A letter of a script without spaces, where a zero-width space is a place to break a line.
bool breaksUnseen(char32_t c)
{
    if (isHidden(c))
        return false;
    const QChar::Script script = QChar::script(c);
    return script == QChar::Script_Thai || script == QChar::Script_Lao || script == QChar::Script_Khmer ||
           script == QChar::Script_Myanmar || script == QChar::Script_Tibetan;
}

/// A selector of a form has a form to select: something that is seen stands before it.
bool variesSomething(char32_t before)
{
    return before > 0x20 && before != visibleMark.unicode() && !isVariation(before) && !isJoiner(before) &&
           !QChar::isSpace(before) && !isHidden(before);
}

bool isEmoji(char32_t c) { return (c >= 0x1F000 && c <= 0x1FFFF) || (c >= 0x2190 && c <= 0x2BFF && c != 0x2800); }

/// A joiner that the writing needs: both neighbours are emoji (the first perhaps with its selector), or letters of a script that joins.
bool joinerIsNeeded(const QString &text, qsizetype i)
{
    const char32_t before = codePointBefore(text, i);
    const char32_t after = codePointAt(text, i + 1);
    if ((isEmoji(before) || before == 0xFE0F) && isEmoji(after))
        return true;
    return QChar::isLetter(after) && joins(QChar::script(before)) && joins(QChar::script(after));
}

} // namespace

QString neutralised(const QString &text)
{
    QString out = text;
    out.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (qsizetype i = 0; i < out.size(); ++i) {
        const char16_t c = out.at(i).unicode();
        if (c < 0x7F && c >= 0x20)
            continue;
        if (c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85 || c == 0x0B || c == 0x0C)
            out[i] = QLatin1Char('\n');
        else if (c < 0x20 && isControl(c))
            out[i] = QChar(0x2400 + c); // the picture of that control character
        else if (c == 0x200B && breaksUnseen(codePointBefore(out, i)) && breaksUnseen(codePointAt(out, i + 1)))
            continue;
        else if (isControl(c) || isHidden(c) || (isVariation(c) && !variesSomething(codePointBefore(out, i))))
            out[i] = visibleMark;
        else if (isJoiner(c) && !joinerIsNeeded(out, i))
            out[i] = visibleMark;
        else if (QChar::isSurrogate(c)) {
            const char32_t full = codePointAt(out, i);
            const bool lone = full <= 0xFFFF;
            const char32_t before = codePointBefore(out, i);
            const bool meant = (isTag(full) && (before == blackFlag || isTag(before))) ||
                               (isVariation(full) && QChar::script(before) == QChar::Script_Han);
            const bool unseen = full >= 0xE0000 && full <= 0xE0FFF && !meant;
            if (lone || unseen)
                out[i] = visibleMark;
            if (unseen)
                out[i + 1] = visibleMark;
            if (!lone)
                ++i;
        }
    }
    return out;
}

QString neutralisedLine(const QString &text)
{
    QString line = neutralised(text);
    line.replace(u'\n', u' ').replace(u'\t', u' ');
    return line;
}

QString withoutHidden(const QString &text)
{
    // Whoever writes the visible mark himself loses it too: a name has no use for it.
    QString clean = neutralised(text);
    clean.remove(visibleMark);
    return clean;
}

} // namespace liaison
