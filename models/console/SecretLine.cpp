// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/console/SecretLine.h"

#include "models/console/EchoOff.h"

#include <QTextStream>

namespace liaison {

namespace {

constexpr int mostCharacters = 1024;
constexpr int mostTries = 3;

} // namespace

QString SecretLine::typed(const QString &question)
{
    const EchoOff hidden;
    m_err << question << QStringLiteral(": ") << Qt::flush;
    return m_in.readLine(mostCharacters);
}

QString SecretLine::existing(const QString &what) { return inputIsTerminal() ? typed(what) : m_in.readLine(mostCharacters); }

std::optional<QString> SecretLine::chosen(const QString &what)
{
    if (!inputIsTerminal())
        return m_in.readLine(mostCharacters);
    for (int tries = 0; tries < mostTries; ++tries) {
        const QString first = typed(what);
        if (first.isNull())
            return std::nullopt; // the end of the input, Ctrl+D
        if (typed(QStringLiteral("The same once more")) == first)
            return first;
        m_err << QStringLiteral("The two are not the same.") << Qt::endl;
    }
    return std::nullopt;
}

} // namespace liaison
