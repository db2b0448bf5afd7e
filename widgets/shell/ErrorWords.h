// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// What the hub's error codes mean to an agent. Pure but for the language; GUI thread.
namespace ErrorWords {

/// Why a command (its kind, "conv.accept") was refused (code of docs/protocol.md, 2), in one sentence.
QString refused(const QString &kind, const QString &code, bool draftReturned);
/// Why a file was not taken.
QString fileRefused(const QString &name, const QString &code);
/// Why an offer went away ("expired", "taken" …); empty if the agent did it himself.
QString offerEnded(const QString &why);
/// What a command of the outbox is, for lists: "Reply", "Transfer" …
QString command(const QString &kind);

} // namespace ErrorWords

} // namespace liaison
