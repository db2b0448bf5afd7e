// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Customer.h"

#include "models/domain/SafeText.h"

#include <QJsonArray>

namespace liaison {

QJsonObject Customer::toJson() const
{
    QJsonObject fieldsJson;
    for (auto it = fields.cbegin(); it != fields.cend(); ++it)
        fieldsJson[it.key()] = it.value();
    QJsonArray notesJson;
    for (const CustomerNote &note : notes)
        notesJson.append(
            QJsonObject{{"id", note.id}, {"by", note.by}, {"by_name", note.byName}, {"at", note.at}, {"text", note.text}});
    return {{"id", id},
            {"name", name},
            {"kind", kind},
            {"vip", vip},
            {"verified", verified},
            {"since", since},
            {"lang", language},
            {"ver", version},
            {"fields", fieldsJson},
            {"tags", QJsonArray::fromStringList(tags)},
            {"notes", notesJson},
            {"convs", conversations},
            {"seen_at", seenAt},
            {"online", online}};
}

Customer Customer::fromJson(const QJsonObject &json)
{
    Customer c;
    c.id = json["id"].toString();
    c.name = neutralisedLine(json["name"].toString());
    c.kind = json["kind"].toString(c.kind);
    c.vip = json["vip"].toInt();
    c.verified = json["verified"].toBool();
    c.since = json["since"].toInteger();
    c.language = json["lang"].toString();
    c.version = json["ver"].toInteger();
    const QJsonObject fields = json["fields"].toObject();
    for (auto it = fields.begin(); it != fields.end(); ++it)
        c.fields.insert(it.key(), neutralisedLine(it.value().toString()));
    for (const QJsonValue &tag : json["tags"].toArray())
        c.tags.append(tag.toString());
    for (const QJsonValue &value : json["notes"].toArray())
        c.notes.append({value["id"].toString(), value["by"].toString(), neutralisedLine(value["by_name"].toString()),
                        value["at"].toInteger(), neutralised(value["text"].toString())});
    c.conversations = json["convs"].toInt();
    c.seenAt = json["seen_at"].toInteger();
    c.online = json["online"].toBool();
    return c;
}

} // namespace liaison
