// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QCoreApplication>

namespace liaison {

/// What the hub says in codes, in the agent's language. GUI thread.
class MessageWords
{
    Q_DECLARE_TR_FUNCTIONS(liaison::MessageWords)
public:
    /// The sentence of a System message.
    static QString system(const Message &message);
    /// Why a message was not sent, from the code of the refusal.
    static QString failure(const QString &code);
};

} // namespace liaison
