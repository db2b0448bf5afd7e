// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wire/FrameReader.h"

#include "models/domain/Ids.h"
#include "models/wire/Fields.h"

#include <QHash>
#include <QJsonArray>

namespace liaison::wire {

namespace {

using enum Presence;
constexpr qsizetype idLength = 64;
constexpr qsizetype nameLength = 128;
constexpr qsizetype urlLength = 4096; // the hello frame as a whole is bounded by 4 KiB
constexpr qsizetype textLength = 2000;
constexpr qsizetype tokenLength = 4096;
constexpr qint64 positionBeforeAll = -1;
constexpr qint64 longestWait = 10LL * 60 * 1000; // docs/protocol.md, 3; also what a timer's int holds

QLatin1String operator""_n(const char *name, std::size_t size) { return QLatin1String(name, qsizetype(size)); }

QList<Subscription> readSubscriptions(Fields &fields)
{
    QList<Subscription> subscriptions;
    const QJsonArray items = fields.array("subs"_n, Optional, 256);
    for (const QJsonValue &item : items) {
        Fields sub(item.toObject(), QStringLiteral("subs."));
        const QString topic = sub.text("topic"_n, Required, nameLength);
        const qint64 version = sub.integer("ver"_n, Optional);
        if (!sub.good()) {
            fields.fail(sub.error());
            return {};
        }
        subscriptions.append({topic, version});
    }
    return subscriptions;
}

Hello readHello(Fields &f)
{
    Hello frame;
    Fields proto(f.object("proto"_n, Required), QStringLiteral("proto."));
    if (f.good()) {
        frame.protoMin = int(proto.integer("min"_n, Required, 0, 1000));
        frame.protoMax = int(proto.integer("max"_n, Required, 0, 1000));
        if (!proto.good())
            f.fail(proto.error());
    }
    frame.app = f.text("app"_n, Required, nameLength);
    frame.device = f.id("device"_n, Required);
    frame.token = f.text("token"_n, Required, tokenLength);
    frame.epoch = f.text("epoch"_n, Optional, idLength);
    frame.pos = f.integer("pos"_n, Optional, 0, Fields::largest, positionBeforeAll);
    frame.caps = f.texts("caps"_n, 32, idLength);
    frame.subs = readSubscriptions(f);
    frame.tz = f.text("tz"_n, Optional, nameLength);
    frame.lang = f.text("lang"_n, Optional, idLength);
    Fields site(f.object("site"_n, Optional), QStringLiteral("site."));
    frame.siteUrl = site.text("url"_n, Optional, urlLength);
    frame.siteTitle = site.text("title"_n, Optional, urlLength);
    if (!site.good())
        f.fail(site.error());
    return frame;
}

Welcome readWelcome(Fields &f)
{
    Welcome frame;
    frame.proto = int(f.integer("proto"_n, Required, 0, 1000));
    frame.node = f.text("node"_n, Optional, nameLength);
    frame.session = f.text("session"_n, Optional, nameLength);
    frame.gen = f.integer("gen"_n, Required);
    frame.epoch = f.text("epoch"_n, Required, idLength);
    frame.from = f.integer("from"_n, Required, positionBeforeAll);
    frame.head = f.integer("head"_n, Required);
    frame.now = f.integer("now"_n, Required);
    frame.me = f.text("me"_n, Required, nameLength);
    Fields limits(f.object("limits"_n, Optional), QStringLiteral("limits."));
    frame.frameLimit = limits.integer("frame"_n, Optional, 1024, Fields::largest, frame.frameLimit);
    frame.window = int(limits.integer("window"_n, Optional, 1, 1000, frame.window));
    if (!limits.good())
        f.fail(limits.error());
    Fields beat(f.object("hb"_n, Optional), QStringLiteral("hb."));
    constexpr qint64 day = 24LL * 3600 * 1000;
    frame.pingEveryMs = int(beat.integer("every_ms"_n, Optional, 1, day, frame.pingEveryMs));
    frame.deadAfterMs = int(beat.integer("dead_ms"_n, Optional, 1, day, frame.deadAfterMs));
    if (!beat.good())
        f.fail(beat.error());
    frame.mode = f.text("mode"_n, Required, idLength);
    if (f.good() && frame.mode != "resume"_n && frame.mode != "snapshot"_n && frame.mode != "reset"_n)
        f.fail(QStringLiteral("mode is not known"));
    frame.caps = f.texts("caps"_n, 32, idLength);
    return frame;
}

Snap readSnap(Fields &f)
{
    Snap frame;
    frame.part = int(f.integer("part"_n, Required, 1, 1000000));
    frame.last = f.flag("last"_n);
    frame.pos = f.integer("pos"_n, Required);
    frame.body = f.object("b"_n, Required);
    return frame;
}

Event readEvent(Fields &f)
{
    Event frame;
    frame.pos = f.integer("pos"_n, Required);
    frame.conversation = f.id("conv"_n, Optional);
    frame.cseq = f.integer("cseq"_n, Optional);
    frame.kind = f.text("k"_n, Required, idLength);
    frame.at = f.integer("at"_n, Required);
    frame.by = f.text("by"_n, Required, nameLength);
    frame.mid = f.id("mid"_n, Optional);
    frame.cid = f.id("cid"_n, Optional);
    frame.body = f.object("b"_n, Optional);
    return frame;
}

Batch readBatch(Fields &f, const DecodeLimits &limits)
{
    Batch frame;
    const QJsonArray events = f.array("evs"_n, Required, limits.eventsPerBatch);
    frame.events.reserve(events.size());
    for (const QJsonValue &item : events) {
        Fields fields(item.toObject(), QStringLiteral("evs[%1].").arg(frame.events.size()));
        frame.events.append(readEvent(fields));
        if (!item.isObject() || !fields.good()) {
            f.fail(fields.good() ? QStringLiteral("evs holds something else than events") : fields.error());
            return {};
        }
    }
    return frame;
}

Command readCommand(Fields &f)
{
    Command frame;
    frame.cid = f.id("cid"_n, Required);
    frame.gen = f.integer("gen"_n, Optional);
    frame.kind = f.text("k"_n, Required, idLength);
    frame.conversation = f.id("conv"_n, Optional);
    frame.version = f.integer("ver"_n, Optional);
    frame.at = f.integer("at"_n, Required);
    frame.confirmed = f.flag("confirmed"_n);
    frame.body = f.object("b"_n, Optional);
    return frame;
}

Ok readOk(Fields &f)
{
    Ok frame;
    frame.cid = f.id("cid"_n, Required);
    frame.pos = f.integer("pos"_n, Optional);
    frame.cseq = f.integer("cseq"_n, Optional);
    frame.version = f.integer("ver"_n, Optional);
    frame.dup = f.flag("dup"_n);
    frame.body = f.object("b"_n, Optional);
    return frame;
}

Err readErr(Fields &f)
{
    Err frame;
    frame.cid = f.id("cid"_n, Optional);
    frame.re = f.id("re"_n, Optional);
    frame.code = errorCodeFromString(f.text("code"_n, Required, idLength));
    frame.retry = retryFromString(f.text("retry"_n, Optional, idLength));
    frame.afterMs = f.wait("after_ms"_n, longestWait);
    frame.version = f.integer("ver"_n, Optional);
    frame.text = f.text("text"_n, Optional, textLength);
    frame.body = f.object("b"_n, Optional);
    return frame;
}

Signal readSignal(Fields &f)
{
    Signal frame;
    frame.conversation = f.id("conv"_n, Required);
    frame.kind = f.text("k"_n, Required, idLength);
    frame.ttlMs = f.integer("ttl"_n, Optional);
    frame.by = f.text("by"_n, Optional, nameLength);
    return frame;
}

/// What ping and pong have in common. A client that has applied nothing yet says position -1.
template <typename Beat>
Beat readBeat(Fields &f)
{
    Beat frame;
    frame.id = f.integer("id"_n, Required, -Fields::largest);
    frame.pos = f.integer("pos"_n, Optional, positionBeforeAll, Fields::largest, positionBeforeAll);
    frame.sent = f.integer("sent"_n, Optional);
    frame.ts = f.integer("ts"_n, Optional, -Fields::largest);
    return frame;
}

Pong readPong(Fields &f)
{
    Pong frame = readBeat<Pong>(f);
    frame.echo = f.integer("echo"_n, Optional, -Fields::largest);
    return frame;
}

Ask readAsk(Fields &f)
{
    Ask frame;
    frame.re = f.id("re"_n, Required);
    frame.kind = f.text("k"_n, Required, idLength);
    frame.conversation = f.id("conv"_n, Optional);
    frame.body = f.object("b"_n, Optional);
    return frame;
}

Bye readBye(Fields &f)
{
    Bye frame;
    frame.code = f.text("code"_n, Required, idLength);
    frame.afterMs = f.wait("after_ms"_n, longestWait);
    frame.to = f.text("to"_n, Optional, urlLength);
    return frame;
}

using Reader = Frame (*)(Fields &fields, const DecodeLimits &limits);

const QHash<QString, Reader> &readers()
{
    using L = const DecodeLimits &;
    static const QHash<QString, Reader> table{
        {QStringLiteral("hello"), [](Fields &f, L) -> Frame { return readHello(f); }},
        {QStringLiteral("welcome"), [](Fields &f, L) -> Frame { return readWelcome(f); }},
        {QStringLiteral("snap"), [](Fields &f, L) -> Frame { return readSnap(f); }},
        {QStringLiteral("ev"), [](Fields &f, L) -> Frame { return readEvent(f); }},
        {QStringLiteral("batch"), [](Fields &f, L l) -> Frame { return readBatch(f, l); }},
        {QStringLiteral("live"), [](Fields &f, L) -> Frame { return Live{f.integer("pos"_n, Required)}; }},
        {QStringLiteral("ack"), [](Fields &f, L) -> Frame { return Ack{f.integer("pos"_n, Required)}; }},
        {QStringLiteral("cmd"), [](Fields &f, L) -> Frame { return readCommand(f); }},
        {QStringLiteral("ok"), [](Fields &f, L) -> Frame { return readOk(f); }},
        {QStringLiteral("err"), [](Fields &f, L) -> Frame { return readErr(f); }},
        {QStringLiteral("sub"),
         [](Fields &f, L) -> Frame {
             Sub frame;
             frame.topic = f.text("topic"_n, Required, nameLength);
             frame.version = f.integer("ver"_n, Optional);
             return frame;
         }},
        {QStringLiteral("unsub"), [](Fields &f, L) -> Frame { return Unsub{f.text("topic"_n, Required, nameLength)}; }},
        {QStringLiteral("st"),
         [](Fields &f, L) -> Frame {
             State frame;
             frame.topic = f.text("topic"_n, Required, nameLength);
             frame.version = f.integer("ver"_n, Optional);
             frame.body = f.object("b"_n, Required);
             return frame;
         }},
        {QStringLiteral("sig"), [](Fields &f, L) -> Frame { return readSignal(f); }},
        {QStringLiteral("ping"), [](Fields &f, L) -> Frame { return readBeat<Ping>(f); }},
        {QStringLiteral("pong"), [](Fields &f, L) -> Frame { return readPong(f); }},
        {QStringLiteral("ask"), [](Fields &f, L) -> Frame { return readAsk(f); }},
        {QStringLiteral("answer"),
         [](Fields &f, L) -> Frame {
             Answer frame;
             frame.re = f.id("re"_n, Required);
             frame.kind = f.text("k"_n, Optional, idLength);
             frame.body = f.object("b"_n, Required);
             return frame;
         }},
        {QStringLiteral("auth"), [](Fields &f, L) -> Frame { return Auth{f.text("token"_n, Required, tokenLength)}; }},
        {QStringLiteral("bye"), [](Fields &f, L) -> Frame { return readBye(f); }},
    };
    return table;
}

/// The cid or re of a frame that is otherwise wrong, so that the sender learns which of its frames it was.
QString refOf(const QJsonObject &json)
{
    for (const QLatin1String name : {"cid"_n, "re"_n}) {
        const QString ref = json.value(name).toString();
        if (isId(ref))
            return ref;
    }
    return {};
}

} // namespace

Decoded readFrame(const QJsonObject &json, const DecodeLimits &limits)
{
    Fields fields(json);
    const QString type = fields.text("t"_n, Required, idLength);
    if (!fields.good())
        return DecodeError{ErrorCode::BadFrame, fields.error(), refOf(json)};
    const Reader reader = readers().value(type);
    if (!reader)
        return DecodeError{ErrorCode::BadFrame, QStringLiteral("this type of frame is not known"), refOf(json)};
    Frame frame = reader(fields, limits);
    if (!fields.good())
        return DecodeError{ErrorCode::BadFrame, type + QLatin1String(": ") + fields.error(), refOf(json)};
    return frame;
}

} // namespace liaison::wire
