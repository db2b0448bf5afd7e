// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/routing/DeskCall.h"

namespace liaison::hub {

/// The commands that move a conversation; docs/protocol.md, 5. Rights are checked already. Writer thread.
class ConversationCommands
{
public:
    explicit ConversationCommands(DeskCall &call) : m(call) {}
    CommandResult accept();
    CommandResult decline();
    CommandResult take();
    CommandResult transfer();
    CommandResult park();
    CommandResult resume();
    CommandResult wrapup();
    CommandResult close();
    CommandResult open();
    CommandResult leave();

private:
    CommandResult transferToAgent(const QString &agent, const QString &note);
    CommandResult transferToQueue(const QString &queue, const QString &note);
    bool addNote(const QString &text);

    DeskCall &m;
};

} // namespace liaison::hub
