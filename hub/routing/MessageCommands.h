// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/routing/DeskCall.h"

namespace liaison::hub {

/// The commands about messages, notes, marks and files; docs/protocol.md, 5. Rights are checked already. Writer thread.
class MessageCommands
{
public:
    explicit MessageCommands(DeskCall &call) : m(call) {}
    CommandResult send();
    CommandResult note();
    CommandResult mark();
    CommandResult recall();
    CommandResult addFile(); ///< internal "file.add"

private:
    /// Reads kind, text and file of the body; a refusal if they will not do.
    std::optional<CommandResult> read(Message &message) const;
    CommandResult sendAsCustomer(Message message);
    CommandResult sendAsAgent(Message message);
    /// The stored outcome if this mid is known already.
    std::optional<CommandResult> known(const QString &mid) const;

    DeskCall &m;
};

} // namespace liaison::hub
