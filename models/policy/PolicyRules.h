// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/PolicyTable.h"

#include <QCoreApplication>

namespace liaison {

/// What may stand as the value of a key. Pure; any thread.
class PolicyRules
{
    Q_DECLARE_TR_FUNCTIONS(liaison::PolicyRules)
public:
    /// The value of a key for what was written; invalid, with the reason in the program's language in `wrong`, if that will not do.
    /// `written` has one entry, or several for a list. A list of expressions is valid even with wrong ones among it: each is replaced.
    static QVariant read(const PolicyKey &key, const QStringList &written, QString *wrong);

    static constexpr int longestText = 2000;
    static constexpr int mostEntries = 100;

private:
    static QVariant readList(const PolicyKey &key, const QStringList &written, QString *wrong);
    static QString faultOfForm(PolicyKey::Form form, const QString &text);
};

} // namespace liaison
