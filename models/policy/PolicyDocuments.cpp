// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/PolicyDocuments.h"

#include <QTextStream>

namespace liaison {

namespace {
/// "Text", "one of `a`, `b`" …, as the table for administrators says it.
QString kindOf(const PolicyKey &key)
{
    switch (key.type) {
    case PolicyKey::Type::Text: return QStringLiteral("text");
    case PolicyKey::Type::Url: return QStringLiteral("address");
    case PolicyKey::Type::Path: return QStringLiteral("path");
    case PolicyKey::Type::Bool: return QStringLiteral("true, false");
    case PolicyKey::Type::Number: return QStringLiteral("%1–%2 %3").arg(key.least).arg(key.most).arg(key.unit.english);
    case PolicyKey::Type::List: return QStringLiteral("list");
    case PolicyKey::Type::Choice: break;
    }
    QStringList values;
    for (const PolicyKey::Choice &choice : key.choices)
        values.append(QLatin1Char('`') + choice.value + QLatin1Char('`'));
    return values.join(QLatin1String(", "));
}

QString otherwiseOf(const PolicyKey &key)
{
    if (!key.otherwise.isValid())
        return QStringLiteral("–");
    return QLatin1Char('`') + key.otherwise.toString() + QLatin1Char('`');
}

/// A cell of a Markdown table.
QString cell(QString text) { return text.replace(QLatin1Char('|'), QLatin1String("\\|")); }

/// Breaks at spaces, for comments.
QStringList wrapped(const QString &text, qsizetype width)
{
    QStringList lines{QString()};
    for (const QString &word : text.split(QLatin1Char(' '))) {
        if (!lines.last().isEmpty() && lines.last().size() + word.size() + 1 > width)
            lines.append(QString());
        lines.last() += (lines.last().isEmpty() ? QString() : QStringLiteral(" ")) + word;
    }
    return lines;
}
} // namespace

QString PolicyDocuments::markdown()
{
    QString text;
    QTextStream out(&text);
    for (const PolicyCategory &category : PolicyTable::categories()) {
        out << "\n**" << category.title.english
            << "**\n\n| key | value | not set | what it does | since |\n| --- | --- | --- | --- | --- |\n";
        for (const PolicyKey &key : PolicyTable::keys()) {
            if (key.category == category.id)
                out << "| `" << key.name << "` | " << kindOf(key) << " | " << otherwiseOf(key) << " | " << cell(key.what.english)
                    << " | " << key.since << " |\n";
        }
    }
    out << '\n';
    out.flush();
    return text;
}

QString PolicyDocuments::exampleFile()
{
    QString text;
    QTextStream out(&text);
    out << "# The policy of the workstations of this machine: copy to /etc/liaison/policy.d/50-site.ini and take away the # of\n"
           "# what you lay down. Files are read in the order of their names, the later one wins. Only root may be able to write\n"
           "# them. A value is taken as it stands, without quotes; a list is several lines of the same key. Nothing secret "
           "belongs\n"
           "# here: every user may read it. `liaison --check` says what was read and what is wrong with it.\n";
    for (const PolicyCategory &category : PolicyTable::categories()) {
        out << "\n[" << category.title.english << "]\n";
        for (const PolicyKey &key : PolicyTable::keys()) {
            if (key.category != category.id)
                continue;
            out << '\n';
            for (const QString &line : wrapped(key.what.english, 110))
                out << "# " << line << '\n';
            out << "#" << key.name << " = " << key.example << '\n';
        }
    }
    out.flush();
    return text;
}

} // namespace liaison
