// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace liaison::hub {

/// A page of history that is too big for a frame loses its oldest messages; the client asks for them next. Pure.
inline QJsonObject fitted(QJsonObject body, qsizetype mostBytes = 192 * 1024)
{
    const QString key = QStringLiteral("msgs");
    while (body.contains(key) && QJsonDocument(body).toJson(QJsonDocument::Compact).size() > mostBytes) {
        QJsonArray messages = body.value(key).toArray();
        if (messages.size() < 2)
            break;
        for (qsizetype drop = messages.size() / 4 + 1; drop > 0; --drop)
            messages.removeFirst();
        body.insert(key, messages);
        body.insert(QStringLiteral("more"), true);
    }
    return body;
}

} // namespace liaison::hub
