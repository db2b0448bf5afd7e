// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/LinkTopics.h"

#include <QStringList>
#include <algorithm>

namespace liaison::hub {

bool LinkTopics::subscribe(const QString &topic, qint64 version)
{
    if (!m_topics.contains(topic) && m_topics.size() >= m_settings.topics)
        return false;
    Topic &state = m_topics[topic];
    state.version = qMax(state.version, qMin(version, qint64(1) << 52)); // leaves room to count on from it
    state.dirty = true;
    state.full = true;
    state.shared = true;
    state.sentAt = -1;
    return true;
}

bool LinkTopics::touch(const QString &topic, bool forAll)
{
    const auto state = m_topics.find(topic);
    if (state == m_topics.end() || (forAll && !state->shared))
        return false;
    state->dirty = true;
    return true;
}

bool LinkTopics::isDirty() const
{
    return std::any_of(m_topics.cbegin(), m_topics.cend(), [](const Topic &state) { return state.dirty; });
}

void LinkTopics::postpone(const QString &topic, qint64 steadyNow)
{
    if (const auto state = m_topics.find(topic); state != m_topics.end())
        state->sentAt = steadyNow;
}

QStringList LinkTopics::due(qint64 now) const
{
    QStringList topics;
    for (auto state = m_topics.begin(); state != m_topics.end(); ++state) {
        if (state->dirty && (state->sentAt < 0 || now - state->sentAt >= m_settings.topicMs))
            topics.append(state.key());
    }
    return topics;
}

qint64 LinkTopics::sending(const QString &topic, const QJsonObject &body, bool isShared, qint64 steadyNow, qint64 utcNow)
{
    Topic &state = m_topics[topic];
    const bool changed = state.full || state.body != body;
    state.dirty = false;
    state.shared = isShared;
    state.full = false;
    state.sentAt = steadyNow;
    if (!changed)
        return 0;
    state.body = body;
    // Grows over restarts of the hub too, without being stored.
    state.version = qMax(state.version + 1, utcNow);
    return state.version;
}

} // namespace liaison::hub
