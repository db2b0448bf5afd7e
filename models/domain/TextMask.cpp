// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/TextMask.h"

namespace liaison {

namespace {
/// Steps of PCRE for one match (its own limit is ten million, seconds of work), and matches in one text: what an expression may cost.
const QString limited = QStringLiteral("(*LIMIT_MATCH=100000)(*LIMIT_DEPTH=10000)");
constexpr int mostMatches = 100;
constexpr QChar dot(0x2022);

void hide(QString &text, qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < to; ++i) {
        const QChar c = text.at(i);
        if (c.isLetterOrNumber() || c.isSurrogate())
            text[i] = dot;
    }
}
} // namespace

TextMask::TextMask(const QStringList &expressions, bool mayReveal) : m_mayReveal(mayReveal)
{
    for (const QString &expression : expressions)
        m_rules.append(QRegularExpression(limited + expression, QRegularExpression::UseUnicodePropertiesOption));
}

QString TextMask::masked(const QString &text) const
{
    QString shown = text;
    for (const QRegularExpression &rule : m_rules) {
        if (!rule.isValid()) {
            hide(shown, 0, shown.size());
            return shown;
        }
        qsizetype at = 0;
        for (int matches = 0; at <= text.size(); ++matches) {
            const QRegularExpressionMatch match = rule.match(text, at);
            if (!match.isValid() || matches == mostMatches) {
                hide(shown, 0, shown.size());
                return shown;
            }
            if (!match.hasMatch())
                break;
            hide(shown, match.capturedStart(), match.capturedEnd());
            at = qMax(match.capturedEnd(), at + 1);
        }
    }
    return shown;
}

} // namespace liaison
