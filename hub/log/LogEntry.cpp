// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/LogEntry.h"

#include "models/wire/Codec.h"

#include <QJsonDocument>

namespace liaison::hub {

namespace {

const QString convKey = QStringLiteral("conv");
const QString offerKey = QStringLiteral("offer");
const QString expiresAtKey = QStringLiteral("expires_at");
const QString expiresInKey = QStringLiteral("expires_in_ms");
const QString wrapupInKey = QStringLiteral("wrapup_in_ms");

bool hasCountdown(const QJsonObject &body)
{
    const QJsonObject conv = body.value(convKey).toObject();
    return body.contains(offerKey) || conv.contains(offerKey) || conv.contains(wrapupInKey);
}

} // namespace

LogEntry::LogEntry(wire::Event event) : m_event(std::move(event)), m_timed(hasCountdown(m_event.body)) {}

wire::Event LogEntry::timedFor(qint64 now) const
{
    wire::Event event = m_event;
    const qint64 age = qMax<qint64>(0, now - m_event.at);
    QJsonObject conv = event.body.value(convKey).toObject();
    QJsonObject offer = event.body.value(offerKey).toObject();
    // Countdowns of the log are as of the event's own time; an offer also says its end, which is what counts.
    const auto left = [age, now](const QJsonObject &of, const QString &key, const QJsonValue &end) {
        return end.isDouble() ? qMax<qint64>(0, end.toInteger() - now) : qMax<qint64>(0, of.value(key).toInteger() - age);
    };
    if (!offer.isEmpty()) {
        offer.insert(expiresInKey, left(offer, expiresInKey, offer.value(expiresAtKey)));
        event.body.insert(offerKey, offer);
    }
    if (conv.contains(offerKey)) {
        QJsonObject inner = conv.value(offerKey).toObject();
        const QJsonValue end = inner.contains(expiresAtKey) ? inner.value(expiresAtKey) : offer.value(expiresAtKey);
        inner.insert(expiresInKey, left(inner, expiresInKey, end));
        conv.insert(offerKey, inner);
    }
    if (conv.contains(wrapupInKey))
        conv.insert(wrapupInKey, left(conv, wrapupInKey, QJsonValue::Undefined));
    if (!conv.isEmpty())
        event.body.insert(convKey, conv);
    return event;
}

QByteArray LogEntry::frame(qint64 now) const
{
    if (m_timed)
        return wire::encode(timedFor(now));
    if (m_frame.isEmpty())
        m_frame = wire::encode(m_event);
    return m_frame;
}

QByteArray LogEntry::item(qint64 now) const
{
    const auto json = [](const wire::Event &event) {
        return QJsonDocument(wire::eventToJson(event)).toJson(QJsonDocument::Compact);
    };
    if (m_timed)
        return json(timedFor(now));
    if (m_item.isEmpty())
        m_item = json(m_event);
    return m_item;
}

} // namespace liaison::hub
