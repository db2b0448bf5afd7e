// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/Segmenter.h"

#include <QList>
#include <QStringList>

namespace liaison {

namespace {
constexpr qsizetype longestQuery = 200;
constexpr qsizetype mostTerms = 24;

enum class Class { Gap, Word, Pairs };

Class classOf(char32_t c)
{
    if (c < 0x80) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        return word ? Class::Word : Class::Gap;
    }
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
    case QChar::Other_PrivateUse: return Class::Word;
    default: break;
    }
    if (!QChar::isLetterOrNumber(c))
        return Class::Gap;
    if (c == 0x30FC || c == 0x3006) // the long-vowel mark and the closing mark belong to the run they stand in
        return Class::Pairs;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo: return Class::Pairs;
    default: return Class::Word;
    }
}

struct Run
{
    Class kind;
    QList<uint> characters;
    bool endsText; ///< nothing came after it, not even a space
};

/// A word of marks alone has no token of its own and could match nothing.
bool hasSubstance(const Run &run)
{
    for (const uint c : run.characters) {
        if (QChar::isLetterOrNumber(c) || QChar::category(c) == QChar::Other_PrivateUse)
            return true;
    }
    return false;
}

QList<Run> runsOf(const QString &text)
{
    const QList<uint> characters = text.normalized(QString::NormalizationForm_KC).toLower().toUcs4();
    QList<Run> runs;
    Class before = Class::Gap;
    for (const uint c : characters) {
        const Class kind = classOf(c);
        if (kind != Class::Gap) {
            if (kind != before)
                runs.append({kind, {}, false});
            runs.last().characters.append(c);
        }
        before = kind;
    }
    if (before != Class::Gap)
        runs.last().endsText = true;
    runs.removeIf([](const Run &run) { return !hasSubstance(run); });
    return runs;
}

QString toText(const QList<uint> &characters, qsizetype from, qsizetype n)
{
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()) + from, n);
}

QStringList pairsOf(const Run &run)
{
    QStringList pairs;
    for (qsizetype i = 0; i + 1 < run.characters.size(); ++i)
        pairs.append(toText(run.characters, i, 2));
    return pairs;
}
} // namespace

QString Segmenter::segments(const QString &text)
{
    QStringList terms;
    for (const Run &run : runsOf(text)) {
        if (run.kind == Class::Word) {
            terms.append(toText(run.characters, 0, run.characters.size()));
        } else {
            terms += pairsOf(run);
            terms.append(toText(run.characters, run.characters.size() - 1, 1));
        }
    }
    return terms.join(QLatin1Char(' '));
}

QString Segmenter::query(const QString &typed)
{
    QStringList terms;
    for (const Run &run : runsOf(typed.left(longestQuery))) {
        const bool single = run.characters.size() == 1;
        QString term;
        if (run.kind == Class::Pairs && !single)
            term = pairsOf(run).join(QLatin1Char(' '));
        else
            term = toText(run.characters, 0, run.characters.size());
        const bool prefix = run.kind == Class::Pairs ? single : run.endsText;
        terms.append(QLatin1Char('"') + term + (prefix ? QLatin1String("\" *") : QLatin1String("\"")));
        if (terms.size() == mostTerms)
            break;
    }
    return terms.join(QLatin1String(" AND "));
}

} // namespace liaison
