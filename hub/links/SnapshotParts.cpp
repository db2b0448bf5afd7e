// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/SnapshotParts.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace liaison::hub {

namespace {

constexpr qsizetype frameRoom = 256; // for what stands around the body

qsizetype sizeOf(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact).size(); }

/// The element, and in `size` its bytes; a conversation's tail is cut until it fits.
QJsonValue fitted(const QJsonValue &element, qsizetype most, qsizetype &size)
{
    QJsonObject object = element.toObject();
    size = sizeOf(object);
    const QString tailKey = QStringLiteral("tail");
    while (size > most) {
        QJsonArray tail = object.value(tailKey).toArray();
        if (tail.isEmpty())
            break;
        const qsizetype drop = qMax<qsizetype>(1, tail.size() / 4);
        for (qsizetype i = 0; i < drop; ++i)
            tail.removeFirst();
        object.insert(tailKey, tail);
        size = sizeOf(object);
    }
    return element.isObject() ? QJsonValue(object) : element;
}

} // namespace

std::deque<wire::Snap> SnapshotParts::split(const QJsonObject &body, qint64 pos, qsizetype bytes)
{
    const qsizetype most = bytes - frameRoom;
    std::deque<wire::Snap> parts;
    QJsonObject part;
    qsizetype size = 0;
    const auto close = [&] {
        parts.push_back({int(parts.size()) + 1, false, pos, part});
        part = {};
        size = 0;
    };
    for (auto member = body.begin(); member != body.end(); ++member) {
        if (member.value().isArray())
            continue;
        part.insert(member.key(), member.value());
        size += sizeOf({{member.key(), member.value()}});
    }
    for (auto member = body.begin(); member != body.end(); ++member) {
        if (!member.value().isArray())
            continue;
        QJsonArray taken;
        size += member.key().size() + 6;
        const QJsonArray elements = member.value().toArray();
        for (const QJsonValue &element : elements) {
            qsizetype bytesOfElement = 0;
            const QJsonValue fit = fitted(element, most, bytesOfElement);
            if (size + bytesOfElement > most && (!taken.isEmpty() || !part.isEmpty())) {
                if (!taken.isEmpty())
                    part.insert(member.key(), taken);
                taken = {};
                close();
                size = member.key().size() + 6;
            }
            taken.append(fit);
            size += bytesOfElement + 1;
        }
        part.insert(member.key(), taken);
    }
    close();
    parts.back().last = true;
    return parts;
}

} // namespace liaison::hub
