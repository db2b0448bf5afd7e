// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Message.h"

#include "models/domain/Names.h"
#include "models/domain/SafeText.h"

namespace liaison {

namespace {
constexpr Name<Side> sideNames[] = {{Side::Customer, "customer"}, {Side::Agent, "agent"}, {Side::Hub, "hub"}};
constexpr Name<MessageKind> kindNames[] = {{MessageKind::Text, "text"},
                                           {MessageKind::Picture, "picture"},
                                           {MessageKind::File, "file"},
                                           {MessageKind::Note, "note"},
                                           {MessageKind::System, "system"}};
} // namespace

QString toString(Side side) { return nameOf(sideNames, side); }
Side sideFromString(QStringView text) { return valueOf(sideNames, text, Side::Hub); }
QString toString(MessageKind kind) { return nameOf(kindNames, kind); }
MessageKind messageKindFromString(QStringView text) { return valueOf(kindNames, text, MessageKind::Text); }

QJsonObject FileRef::toJson() const
{
    QJsonObject json{{"id", id}, {"name", name}, {"mime", mime}, {"size", size}};
    if (width > 0 && height > 0) {
        json["w"] = width;
        json["h"] = height;
    }
    return json;
}

FileRef FileRef::fromJson(const QJsonObject &json)
{
    FileRef file;
    file.id = json["id"].toString();
    file.name = neutralisedLine(json["name"].toString());
    file.mime = json["mime"].toString();
    file.size = qMax<qint64>(0, json["size"].toInteger());
    // Both or neither, and none that no picture has: a list's heights are made of them.
    constexpr int mostPixels = 1'000'000;
    const int width = json["w"].toInt();
    const int height = json["h"].toInt();
    if (width > 0 && height > 0 && width <= mostPixels && height <= mostPixels) {
        file.width = width;
        file.height = height;
    }
    return file;
}

QJsonObject Message::toJson() const
{
    QJsonObject json{{"mid", mid},
                     {"conv", conversation},
                     {"cseq", cseq},
                     {"kind", toString(kind)},
                     {"side", toString(side)},
                     {"by", by},
                     {"by_name", byName},
                     {"at", at},
                     {"text", text}};
    if (!args.isEmpty())
        json["args"] = args;
    if (file)
        json["file"] = file->toJson();
    if (recalled)
        json["recalled"] = true;
    return json;
}

Message Message::fromJson(const QJsonObject &json)
{
    Message m;
    m.mid = json["mid"].toString();
    m.conversation = json["conv"].toString();
    m.cseq = json["cseq"].toInteger();
    m.kind = messageKindFromString(json["kind"].toString());
    m.side = sideFromString(json["side"].toString());
    m.by = json["by"].toString();
    m.byName = neutralisedLine(json["by_name"].toString());
    m.at = json["at"].toInteger();
    m.text = json["text"].toString();
    m.args = json["args"].toObject();
    if (json["file"].isObject())
        m.file = FileRef::fromJson(json["file"].toObject());
    m.recalled = json["recalled"].toBool();
    return m;
}

} // namespace liaison
