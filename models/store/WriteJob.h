// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Store.h"

#include <variant>

namespace liaison {

/// One thing for the writer to do. A value that moves from the GUI thread to the writer thread.
struct WriteJob
{
    struct PutOutbox
    {
        OutboxEntry entry;
        OutboxOrigin from;
    };
    struct RemoveOutbox
    {
        QString cid;
    };
    /// Words that leave the outbox and become a draft.
    struct GiveBack
    {
        QStringList cids;
        DraftRow draft;
    };
    struct Setting
    {
        QString name;
        QString value;
    };
    /// Begins the removal of old conversations; the rows themselves go in idle moments.
    struct RemoveClosed
    {
        qint64 before = 0; ///< UTC ms
    };
    struct AskCursor
    {
    };
    /// A batch that found no room in memory; only its place in the order is left.
    struct Refused
    {
    };

    quint64 ticket = 0; ///< of the caller's callback, 0 for none
    std::variant<StoreBatch, PutOutbox, RemoveOutbox, DraftRow, GiveBack, Setting, RemoveClosed, AskCursor, Refused> what;
    qint64 arrived = 0; ///< steady ms

    template <typename What>
    const What *as() const
    {
        return std::get_if<What>(&what);
    }
    /// Not grouped with its neighbours, and the neighbours before it wait no longer.
    bool isUrgent() const { return as<PutOutbox>() || as<AskCursor>() || as<Refused>(); }
    int rows() const;
};

} // namespace liaison
