// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QRegularExpression>
#include <QStringList>

namespace liaison {

/// Hides what an organisation does not want to be read over a shoulder (card numbers, say): letters and digits of what its
/// expressions match become dots, one for one. The time a text may take is bounded; one that takes longer is hidden whole.
/// A value; any thread. The default hides nothing.
class TextMask
{
public:
    TextMask() = default;
    /// An expression that is not valid hides every text whole: it was meant to hide something.
    TextMask(const QStringList &expressions, bool mayReveal);

    bool isActive() const { return !m_rules.isEmpty(); }
    bool mayReveal() const { return m_mayReveal; }
    QString masked(const QString &text) const;
    bool hidesIn(const QString &text) const { return isActive() && masked(text) != text; }

private:
    QList<QRegularExpression> m_rules;
    bool m_mayReveal = true;
};

} // namespace liaison
