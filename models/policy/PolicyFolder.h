// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/Policy.h"

namespace liaison {

/// The policy of a Linux machine: every *.ini of a folder, sorted by name, the later one wins. A line is `key = value`, taken as it
/// stands (no quotes, no escapes; expressions need neither); a list is several lines of one key; `[…]`, `#` and `;` begin a
/// heading or a comment. A file that others than its keeper can write is refused as a whole. Any thread.
class PolicyFolder
{
    Q_DECLARE_TR_FUNCTIONS(liaison::PolicyFolder)
public:
    static constexpr const char *systemFolder = "/etc/liaison/policy.d";

    /// `keeper`: the user who alone may write what is read; root but in tests. `top`: the folder up to which the folders above are
    /// looked at as well.
    explicit PolicyFolder(const QString &folder, uint keeper = 0, const QString &top = QStringLiteral("/"));

    Policy read() const;
    /// Why a file (and the folders it lies in) is not to be relied on; empty if only the keeper can change it.
    QString faultOf(const QString &path) const;
    /// As faultOf() asks it for root; on Windows nothing is said.
    static QString faultOfSystemFile(const QString &path);

private:
    void readFile(const QString &path, QList<PolicyEntry> *entries, QList<PolicyFault> *faults) const;

    QString m_folder;
    uint m_keeper;
    QString m_top;
};

} // namespace liaison
