// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/routing/DeskCall.h"

namespace liaison::hub {

/// The commands about customers' profiles, by agents, by themselves and by the hub; docs/protocol.md, 5. Rights are checked
/// already. Writer thread.
class CustomerCommands
{
public:
    explicit CustomerCommands(DeskCall &call) : m(call) {}
    CommandResult update();
    CommandResult tag();
    CommandResult note();
    CommandResult describe();
    CommandResult create();   ///< internal "customer.create"
    CommandResult identify(); ///< internal "customer.identify"

private:
    CommandResult changed(Customer &customer, bool nameChanged);
    CommandResult known(const Customer &customer) const;
    Customer fresh() const;

    DeskCall &m;
};

} // namespace liaison::hub
