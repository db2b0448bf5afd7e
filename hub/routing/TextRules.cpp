// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/TextRules.h"

#include "models/domain/SafeText.h"

namespace liaison::hub {

QString TextRules::cleaned(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const QChar c : text) {
        if (c.category() != QChar::Other_Control || c == QLatin1Char('\n') || c == QLatin1Char('\t'))
            clean.append(c);
    }
    return clean;
}

QString TextRules::line(const QString &text)
{
    QString clean = withoutHidden(cleaned(text)); // which makes line feeds of other breaks
    clean.replace(QLatin1Char('\n'), QLatin1Char(' ')).replace(QLatin1Char('\t'), QLatin1Char(' '));
    return clean.trimmed();
}

bool TextRules::isBlank(QStringView text) { return withoutHidden(text.toString()).trimmed().isEmpty(); }

QString TextRules::shortened(const QString &text)
{
    QString one = text.left(preview * 4).simplified();
    if (one.size() > preview) {
        one.truncate(preview);
        if (one.back().isHighSurrogate())
            one.chop(1);
    }
    return one;
}

QString TextRules::digits(const QString &text)
{
    QString found;
    for (const QChar c : text) {
        if (c.isDigit())
            found.append(QChar(u'0' + c.digitValue()));
    }
    return found;
}

} // namespace liaison::hub
