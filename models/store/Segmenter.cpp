// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/Segmenter.h"

#include <QList>
#include <QStringList>
#include <algorithm>

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

bool isAsciiWord(char16_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Characters beyond ASCII that end a word, and that normalizing leaves alone or turns into what ends one.
bool endsWordForSure(char16_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) || c == 0x3001 ||
           c == 0x3002 || c == 0xFF0C || c == 0xFF01 || c == 0xFF1F || c == 0xFF1A || c == 0xFF1B ||
           (c >= 0x2018 && c <= 0x201D) || c == 0x2014 || c == 0x2026;
}

QStringList pairsOf(const Run &run)
{
    QStringList pairs;
    for (qsizetype i = 0; i + 1 < run.characters.size(); ++i)
        pairs.append(toText(run.characters, i, 2));
    return pairs;
}

/// Whether a word starts so, for any text: cut as for the index, folded as its tokenizer does (remove_diacritics 2).
bool hasFoldedWordStarting(const QString &text, const QString &start)
{
    for (const Run &run : runsOf(text)) {
        if (run.kind != Class::Word)
            continue;
        QString word = toText(run.characters, 0, run.characters.size()).normalized(QString::NormalizationForm_D);
        word.removeIf([](QChar c) { return c.isMark(); });
        if (word.startsWith(start))
            return true;
    }
    return false;
}

/// One term of a query, quoted; `prefix`: longer words count, too.
QString termOf(const QString &words, bool prefix)
{
    return QLatin1Char('"') + words + (prefix ? QLatin1String("\" *") : QLatin1String("\""));
}

struct Term
{
    QString words;
    bool prefix;
};

QList<Term> termsOf(const QString &typed)
{
    QList<Term> terms;
    for (const Run &run : runsOf(typed.left(longestQuery))) {
        const bool single = run.characters.size() == 1;
        const bool pairs = run.kind == Class::Pairs;
        terms.append({pairs && !single ? pairsOf(run).join(QLatin1Char(' ')) : toText(run.characters, 0, run.characters.size()),
                      pairs ? single : run.endsText});
        if (terms.size() == mostTerms)
            break;
    }
    return terms;
}

QString joined(const QList<Term> &terms)
{
    QStringList all;
    for (const Term &term : terms)
        all.append(termOf(term.words, term.prefix));
    return all.join(QLatin1String(" AND "));
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

QString Segmenter::query(const QString &typed) { return joined(termsOf(typed)); }

std::optional<Segmenter::Broader> Segmenter::broader(const QString &typed)
{
    QList<Term> terms = termsOf(typed);
    if (terms.isEmpty())
        return {};
    Term &last = terms.last();
    const QString start = last.words;
    const auto plain = [](QChar c) { return isAsciiWord(c.unicode()); };
    if (!last.prefix || start.size() == 1 || start.size() == 3 || !std::all_of(start.cbegin(), start.cend(), plain))
        return {};
    last.words = start.left(start.size() < 3 ? 1 : 3);
    return Broader{joined(terms), start};
}

bool Segmenter::hasWordStarting(const QString &text, const QString &start)
{
    const auto startsAt = [&](qsizetype place) {
        if (text.size() - place < start.size())
            return false;
        for (qsizetype i = 0; i < start.size(); ++i) {
            char16_t c = text.at(place + i).unicode();
            c = c >= 'A' && c <= 'Z' ? char16_t(c + ('a' - 'A')) : c;
            if (c != start.at(i).unicode())
                return false;
        }
        return true;
    };
    bool inWord = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text.at(i).unicode();
        if (c >= 0x80 && !endsWordForSure(c))
            return hasFoldedWordStarting(text, start);
        const bool word = isAsciiWord(c);
        if (word && !inWord && startsAt(i))
            return true;
        inWord = word;
    }
    return false;
}

} // namespace liaison
