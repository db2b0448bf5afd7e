// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Frames.h"

#include <QHash>
#include <QJsonArray>

namespace liaison {

/// Puts the parts of a snapshot together; nothing of it may be used before the last one is there. Pure over its state.
class SnapshotAssembler
{
public:
    enum class Outcome {
        More,     ///< further parts follow
        Complete, ///< body() and pos() are the snapshot
        Broken    ///< a part is missing, out of order, of another position, or it is too much: the link must begin anew
    };
    Outcome add(const wire::Snap &part);
    /// Lists of all parts, one behind the other; single objects as the last part that had them said.
    const QJsonObject &body() const { return m_body; }
    qint64 pos() const { return m_pos; }
    bool isComplete() const { return m_complete; }

private:
    QHash<QString, QJsonArray> m_lists; ///< kept apart while growing: a QJsonObject copies a list at each append
    QJsonObject m_body;
    qint64 m_pos = -1;
    int m_parts = 0;
    bool m_complete = false;
};

} // namespace liaison
