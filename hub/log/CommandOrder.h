// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QSet>
#include <QString>
#include <mutex>

namespace liaison::hub {

/// Keeps the commands of one link in the order they were first sent (docs/protocol.md, R8) when one of them is refused for now
/// (`later`): whatever came behind it, under way to the writer or still on the wire, is refused as well, until the client begins
/// again with a command that was refused since. That is the first one, or a later one if the client has given the first up.
/// Shared by a link and the writer; any thread.
class CommandOrder
{
public:
    /// A command has come. Returns its number, or 0 if it stands behind a refused one and is to be refused too.
    quint64 admit(const QString &cid);
    /// True if a command in front of this one was refused after admit(): it must not be carried out.
    bool isVoid(quint64 number) const;
    /// An admitted command is refused with `later`: those admitted behind it become void, and nothing new is admitted. It is no
    /// longer under way. Call it before anything behind the command can be carried out.
    void refuse(quint64 number);
    /// An admitted command has its result. Nothing happens if it is no longer under way.
    void finish(quint64 number);

private:
    struct Entry
    {
        quint64 number;
        QString cid;
        bool isVoid;
    };
    qsizetype indexOf(quint64 number) const;

    mutable std::mutex m_mutex;
    QList<Entry> m_entries; ///< ascending; the link's window keeps it short
    quint64 m_last = 0;
    bool m_closed = false;
    QSet<QString> m_refused; ///< since it closed; each of them opens it
};

} // namespace liaison::hub
