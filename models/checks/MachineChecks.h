// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/checks/SelfCheck.h"

#include <QCoreApplication>

namespace liaison {

class Policy;

/// What this machine has of what the workstation needs. Each is over in a moment; engine() makes and removes a file, any thread; the
/// others on the GUI thread.
class MachineChecks
{
    Q_DECLARE_TR_FUNCTIONS(liaison::MachineChecks)
public:
    static CheckResult policy(const Policy &policy);
    static CheckResult dataFolder(const QString &folder);
    static CheckResult disk(const QString &folder);
    static CheckResult engine();
    static CheckResult platform();
    static CheckResult tls();
    static CheckResult plugins();
    static CheckResult fonts();
    static CheckResult audio();
};

} // namespace liaison
