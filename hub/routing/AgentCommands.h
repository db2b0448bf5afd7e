// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/routing/DeskCall.h"

namespace liaison::hub {

/// What agents say of themselves, and what the hub says of links and tokens. Rights are checked already. Writer thread.
class AgentCommands
{
public:
    explicit AgentCommands(DeskCall &call) : m(call) {}
    CommandResult state();
    CommandResult linkUp();      ///< internal "link.up" {device, gen?, site{url,title}?}
    CommandResult linkDown();    ///< internal "link.down" {device, gen?}
    CommandResult hubStart();    ///< internal "hub.start": no link is up
    CommandResult tokenCreate(); ///< internal "token.create" {token_hash, device, device_name}
    CommandResult tokenRevoke(); ///< internal "token.revoke" {token_hash}

private:
    DeskCall &m;
};

} // namespace liaison::hub
