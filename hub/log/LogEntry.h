// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Frames.h"

#include <QByteArray>
#include <memory>

namespace liaison::hub {

/// One event of the log, encoded once for everybody who gets it. Immutable but for the encodings, which are made when first asked
/// for; one thread.
class LogEntry
{
public:
    explicit LogEntry(wire::Event event);
    qint64 pos() const { return m_event.pos; }
    const wire::Event &event() const { return m_event; }
    /// As a frame of its own. Countdowns in it are computed for `now` (hub UTC ms), so such an event is encoded each time.
    QByteArray frame(qint64 now) const;
    /// As it stands inside a batch.
    QByteArray item(qint64 now) const;
    /// Has a countdown (offer.expires_in_ms, wrapup_in_ms) in its body.
    bool isTimed() const { return m_timed; }

private:
    wire::Event timedFor(qint64 now) const;

    wire::Event m_event;
    bool m_timed = false;
    mutable QByteArray m_frame;
    mutable QByteArray m_item;
};
using LogEntryPtr = std::shared_ptr<const LogEntry>;

} // namespace liaison::hub
