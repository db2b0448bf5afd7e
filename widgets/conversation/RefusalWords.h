// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// An error code of docs/protocol.md in words an agent understands; a text that is no code comes back as it is.
QString refusalInWords(const QString &code);

/// What was refused ("conv.close") and why, as one sentence for the band over a conversation.
QString refusalInWords(const QString &kind, const QString &code, bool draftReturned);

} // namespace liaison
