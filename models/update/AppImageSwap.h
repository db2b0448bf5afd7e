// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/UpdateReason.h"

#include <QString>

namespace liaison::update {

/// Puts a new AppImage in the place of the one that runs, and back. At every moment there is a whole program at the path, whatever
/// happens to the machine: the old one is linked to `<program>.previous`, the new one is written beside, brought to the disk and
/// renamed over it. What runs goes on from its open file. Blocks for as long as the package takes to be copied.
class AppImageSwap
{
public:
    explicit AppImageSwap(const QString &program) : m_program(program) {}

    QString previous() const { return m_program + QLatin1String(".previous"); }
    /// None, DiskFull or CannotWrite; the old program stays in both of these cases.
    Reason put(const QString &package) const;
    /// The previous one again; false if there is none, or it cannot be renamed.
    bool back() const;

private:
    Reason keepOld() const;
    QString m_program;
};

} // namespace liaison::update
