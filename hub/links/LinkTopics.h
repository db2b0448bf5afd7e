// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/LinkSettings.h"

#include <QHash>
#include <QJsonObject>
#include <QString>

namespace liaison::hub {

/// What one link is subscribed to: which topics wait for a new `st`, and when one may go out. A plain state; main thread.
class LinkTopics
{
public:
    explicit LinkTopics(const LinkSettings &settings) : m_settings(settings) {}

    /// False if there are too many. The topic is then due at once and sent in full.
    bool subscribe(const QString &topic, qint64 version);
    void unsubscribe(const QString &topic) { m_topics.remove(topic); }
    bool isEmpty() const { return m_topics.isEmpty(); }
    /// The topic's state has changed: for all, or for this link's principal alone. True if a new `st` is wanted now.
    bool touch(const QString &topic, bool forAll);
    /// Some topic waits for a new `st`.
    bool isDirty() const;
    /// Topics to be sent at `now` (steady ms).
    QStringList due(qint64 now) const;
    /// Notes that `body` is the state now; returns its version, or 0 if the client has just that already. `isShared`: see TopicState.
    qint64 sending(const QString &topic, const QJsonObject &body, bool isShared, qint64 steadyNow, qint64 utcNow);
    /// It could not be worked out: it stays due, and comes again after the usual time.
    void postpone(const QString &topic, qint64 steadyNow);

private:
    struct Topic
    {
        qint64 version = 0;
        qint64 sentAt = -1;
        bool dirty = true;
        bool shared = true;
        bool full = true; ///< just subscribed: is sent even if nothing changed
        QJsonObject body;
    };
    const LinkSettings &m_settings;
    QHash<QString, Topic> m_topics;
};

} // namespace liaison::hub
