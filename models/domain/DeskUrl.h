// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// What a link that begins with liaison:// asks the workstation to show. Anybody can write such a link, so it can only name
/// something: no option, no path, no password, no text gets through. A value; any thread.
struct DeskUrl
{
    enum class Kind {
        None,         ///< not a link of ours, or one that asks for more than may be asked
        Conversation, ///< liaison://conversation/ID
        Hub           ///< liaison://hub/HOST[:PORT]
    };
    Kind kind = Kind::None;
    QString conversation; ///< its id
    QString hub;          ///< host[:port] in ASCII, names of other scripts as xn--…; what is typed at sign-in

    /// Longest link that is looked at, in characters.
    static constexpr int mostCharacters = 512;

    static DeskUrl parse(const QString &text);
};

} // namespace liaison
