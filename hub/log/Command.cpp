// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/Command.h"

#include <QJsonDocument>

namespace liaison::hub {

QByteArray CommandResult::toJson() const
{
    QJsonObject json{{QStringLiteral("pos"), pos}, {QStringLiteral("cseq"), cseq}, {QStringLiteral("ver"), version}};
    if (!ok()) {
        json.insert(QStringLiteral("code"), toString(error));
        json.insert(QStringLiteral("retry"), toString(retry));
        json.insert(QStringLiteral("text"), text);
    }
    if (!body.isEmpty())
        json.insert(QStringLiteral("b"), body);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

CommandResult CommandResult::fromJson(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    CommandResult result;
    if (json.contains(QStringLiteral("code"))) {
        result.error = errorCodeFromString(json.value(QStringLiteral("code")).toString());
        result.retry = retryFromString(json.value(QStringLiteral("retry")).toString());
        result.text = json.value(QStringLiteral("text")).toString();
    }
    result.pos = json.value(QStringLiteral("pos")).toInteger();
    result.cseq = json.value(QStringLiteral("cseq")).toInteger();
    result.version = json.value(QStringLiteral("ver")).toInteger();
    result.body = json.value(QStringLiteral("b")).toObject();
    return result;
}

} // namespace liaison::hub
