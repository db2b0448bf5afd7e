// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/LocalWipe.h"

#include <QCoreApplication>

namespace liaison {

/// `liaison --wipe`: removes all local data and keys of this user, after he has typed that he means it. Needs an event loop.
class WipeCommand
{
    Q_DECLARE_TR_FUNCTIONS(liaison::WipeCommand)
public:
    WipeCommand(const QString &dataFolder, bool useKeychain) : m_wipe(dataFolder, useKeychain) {}
    /// `isMeant`: --yes was given, nothing is asked. Exit code: 0 all gone; 1 something is left, named on standard error; 2 not
    /// confirmed; 3 a workstation is running.
    int run(bool isMeant);

private:
    bool confirm() const;

    LocalWipe m_wipe;
};

} // namespace liaison
