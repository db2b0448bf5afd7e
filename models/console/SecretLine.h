// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

class QTextStream;

namespace liaison {

/// A password or passphrase: one line of the input, whether a script pipes it in or a person types it. At a terminal it is asked for in
/// words on `err` and not shown. Each call waits until the line is there. `in` reads standard input; both streams are the caller's. One
/// thread.
class SecretLine
{
public:
    SecretLine(QTextStream &in, QTextStream &err) : m_in(in), m_err(err) {}

    /// One that exists. `what` in words, such as "Passphrase for release.key".
    QString existing(const QString &what);
    /// A new one. At a terminal it is typed twice, for nobody sees a slip; nothing if the two differ three
    /// times, or the input ends.
    std::optional<QString> chosen(const QString &what);

private:
    QString typed(const QString &question);

    QTextStream &m_in;
    QTextStream &m_err;
};

} // namespace liaison
