// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/policy/Policy.h"

class QSettings;

namespace liaison {

/// The policy of a Windows machine: values below HKLM\Software\Policies\Liaison, which only administrators can write; a list is a
/// key of its own with one value an entry, as Group Policy writes it. Any thread.
class PolicyRegistry
{
public:
    static constexpr const char *systemKey = "HKEY_LOCAL_MACHINE\\Software\\Policies\\Liaison";

    /// From the registry, always in its 64-bit view. Elsewhere than on Windows nothing is read.
    static Policy read();
    /// From any settings laid out like that; what read() does, and tests.
    static Policy readFrom(const QSettings &settings, const QString &source);
};

} // namespace liaison
