// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wire/Codec.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace liaison::wire {

namespace {

/// Optional fields are written only when they say something.
void put(QJsonObject &json, const char *name, const QString &value)
{
    if (!value.isEmpty())
        json.insert(QLatin1String(name), value);
}
void put(QJsonObject &json, const char *name, qint64 value)
{
    if (value != 0)
        json.insert(QLatin1String(name), value);
}
void put(QJsonObject &json, const char *name, const QJsonObject &value)
{
    if (!value.isEmpty())
        json.insert(QLatin1String(name), value);
}
void putFlag(QJsonObject &json, const char *name, bool value)
{
    if (value)
        json.insert(QLatin1String(name), true);
}
void put(QJsonObject &json, const char *name, const QStringList &value)
{
    if (!value.isEmpty())
        json.insert(QLatin1String(name), QJsonArray::fromStringList(value));
}

QJsonObject typed(const char *type, QJsonObject json = {})
{
    json.insert(QLatin1String("t"), QLatin1String(type));
    return json;
}

struct Writer
{
    QJsonObject operator()(const Hello &f) const
    {
        QJsonObject json = typed("hello", {{"proto", QJsonObject{{"min", f.protoMin}, {"max", f.protoMax}}},
                                           {"app", f.app},
                                           {"device", f.device},
                                           {"token", f.token}});
        put(json, "epoch", f.epoch);
        if (f.pos >= 0)
            json["pos"] = f.pos;
        put(json, "caps", f.caps);
        QJsonArray subs;
        for (const Subscription &sub : f.subs) {
            QJsonObject item{{"topic", sub.topic}};
            put(item, "ver", sub.version);
            subs.append(item);
        }
        if (!subs.isEmpty())
            json["subs"] = subs;
        put(json, "tz", f.tz);
        put(json, "lang", f.lang);
        QJsonObject site;
        put(site, "url", f.siteUrl);
        put(site, "title", f.siteTitle);
        put(json, "site", site);
        return json;
    }
    QJsonObject operator()(const Welcome &f) const
    {
        return typed("welcome", {{"proto", f.proto},
                                 {"node", f.node},
                                 {"session", f.session},
                                 {"gen", f.gen},
                                 {"epoch", f.epoch},
                                 {"from", f.from},
                                 {"head", f.head},
                                 {"now", f.now},
                                 {"me", f.me},
                                 {"limits", QJsonObject{{"frame", f.frameLimit}, {"window", f.window}}},
                                 {"hb", QJsonObject{{"every_ms", f.pingEveryMs}, {"dead_ms", f.deadAfterMs}}},
                                 {"mode", f.mode},
                                 {"caps", QJsonArray::fromStringList(f.caps)}});
    }
    QJsonObject operator()(const Snap &f) const
    {
        return typed("snap", {{"part", f.part}, {"last", f.last}, {"pos", f.pos}, {"b", f.body}});
    }
    QJsonObject operator()(const Event &f) const { return typed("ev", eventToJson(f)); }
    QJsonObject operator()(const Batch &f) const
    {
        QJsonArray events;
        for (const Event &event : f.events)
            events.append(eventToJson(event));
        return typed("batch", {{"evs", events}});
    }
    QJsonObject operator()(const Live &f) const { return typed("live", {{"pos", f.pos}}); }
    QJsonObject operator()(const Ack &f) const { return typed("ack", {{"pos", f.pos}}); }
    QJsonObject operator()(const Command &f) const
    {
        QJsonObject json = typed("cmd", {{"cid", f.cid}, {"k", f.kind}, {"at", f.at}, {"b", f.body}});
        put(json, "gen", f.gen);
        put(json, "conv", f.conversation);
        put(json, "ver", f.version);
        putFlag(json, "confirmed", f.confirmed);
        return json;
    }
    QJsonObject operator()(const Ok &f) const
    {
        QJsonObject json = typed("ok", {{"cid", f.cid}});
        put(json, "pos", f.pos);
        put(json, "cseq", f.cseq);
        put(json, "ver", f.version);
        putFlag(json, "dup", f.dup);
        put(json, "b", f.body);
        return json;
    }
    QJsonObject operator()(const Err &f) const
    {
        QJsonObject json = typed("err", {{"code", toString(f.code)}, {"retry", toString(f.retry)}, {"text", f.text}});
        put(json, "cid", f.cid);
        put(json, "re", f.re);
        put(json, "after_ms", f.afterMs);
        put(json, "ver", f.version);
        put(json, "b", f.body);
        return json;
    }
    QJsonObject operator()(const Sub &f) const
    {
        QJsonObject json = typed("sub", {{"topic", f.topic}});
        put(json, "ver", f.version);
        return json;
    }
    QJsonObject operator()(const Unsub &f) const { return typed("unsub", {{"topic", f.topic}}); }
    QJsonObject operator()(const State &f) const { return typed("st", {{"topic", f.topic}, {"ver", f.version}, {"b", f.body}}); }
    QJsonObject operator()(const Signal &f) const
    {
        QJsonObject json = typed("sig", {{"conv", f.conversation}, {"k", f.kind}, {"ttl", f.ttlMs}});
        put(json, "by", f.by);
        return json;
    }
    QJsonObject operator()(const Ping &f) const
    {
        return typed("ping", {{"id", f.id}, {"pos", f.pos}, {"sent", f.sent}, {"ts", f.ts}});
    }
    QJsonObject operator()(const Pong &f) const
    {
        return typed("pong", {{"id", f.id}, {"pos", f.pos}, {"sent", f.sent}, {"ts", f.ts}, {"echo", f.echo}});
    }
    QJsonObject operator()(const Ask &f) const
    {
        QJsonObject json = typed("ask", {{"re", f.re}, {"k", f.kind}, {"b", f.body}});
        put(json, "conv", f.conversation);
        return json;
    }
    QJsonObject operator()(const Answer &f) const { return typed("answer", {{"re", f.re}, {"k", f.kind}, {"b", f.body}}); }
    QJsonObject operator()(const Auth &f) const { return typed("auth", {{"token", f.token}}); }
    QJsonObject operator()(const Bye &f) const
    {
        QJsonObject json = typed("bye", {{"code", f.code}});
        put(json, "after_ms", f.afterMs);
        put(json, "to", f.to);
        return json;
    }
};

} // namespace

QJsonObject eventToJson(const Event &event)
{
    QJsonObject json{{"pos", event.pos}, {"k", event.kind}, {"at", event.at}, {"by", event.by}, {"b", event.body}};
    put(json, "conv", event.conversation);
    put(json, "cseq", event.cseq);
    put(json, "mid", event.mid);
    put(json, "cid", event.cid);
    return json;
}

QByteArray encode(const Frame &frame) { return QJsonDocument(std::visit(Writer(), frame)).toJson(QJsonDocument::Compact); }

} // namespace liaison::wire
