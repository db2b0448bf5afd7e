// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/routing/DeskCall.h"

namespace liaison::hub {

/// The commands about canned replies. An agent keeps his own; those for all are kept by monitors and managers. Writer thread.
class CannedCommands
{
public:
    static constexpr int most = 2000; ///< for all, and of each agent

    explicit CannedCommands(DeskCall &call) : m(call) {}
    CommandResult save();
    CommandResult remove();
    CommandResult used();

private:
    bool mayChange(const QString &scope, const QString &owner) const;
    void tell(const QString &kind, const QJsonObject &body, bool everybody);

    DeskCall &m;
};

} // namespace liaison::hub
