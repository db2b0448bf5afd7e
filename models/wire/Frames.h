// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/ErrorCode.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <variant>

/// The frames of desk.v1 as values; docs/protocol.md, 2 says what each field means. Any thread.
namespace liaison::wire {

inline constexpr int protocolVersion = 1;
inline constexpr char subprotocol[] = "desk.v1";

struct Subscription
{
    QString topic;
    qint64 version = 0;
    friend bool operator==(const Subscription &, const Subscription &) = default;
};

struct Hello
{
    int protoMin = protocolVersion;
    int protoMax = protocolVersion;
    QString app;
    QString device;
    QString token;
    QString epoch; ///< empty: no cursor
    qint64 pos = -1;
    QStringList caps;
    QList<Subscription> subs;
    QString tz;
    QString lang;
    QString siteUrl;
    QString siteTitle;
};

struct Welcome
{
    int proto = protocolVersion;
    QString node;
    QString session;
    qint64 gen = 0;
    QString epoch;
    qint64 from = 0; ///< replay starts right behind it
    qint64 head = 0;
    qint64 now = 0; ///< hub UTC ms
    QString me;     ///< principal, written form
    qint64 frameLimit = 64 * 1024;
    int window = 32;
    int pingEveryMs = 20000;
    int deadAfterMs = 8000;
    QString mode; ///< resume, snapshot, reset
    QStringList caps;
};

struct Snap
{
    int part = 1;
    bool last = false;
    qint64 pos = 0;
    QJsonObject body;
};

/// A durable event of the log.
struct Event
{
    qint64 pos = 0;
    QString conversation;
    qint64 cseq = 0;
    QString kind;
    qint64 at = 0;
    QString by;
    QString mid;
    QString cid;
    QJsonObject body;
    friend bool operator==(const Event &, const Event &) = default;
};

struct Batch
{
    QList<Event> events;
};

struct Live
{
    qint64 pos = 0;
};

struct Ack
{
    qint64 pos = 0;
};

struct Command
{
    QString cid;
    qint64 gen = 0; ///< 0: that of the hello it travels with
    QString kind;
    QString conversation;
    qint64 version = 0;
    qint64 at = 0;
    bool confirmed = false;
    QJsonObject body;
    friend bool operator==(const Command &, const Command &) = default;
};

struct Ok
{
    QString cid;
    qint64 pos = 0;
    qint64 cseq = 0;
    qint64 version = 0;
    bool dup = false;
    QJsonObject body;
};

struct Err
{
    QString cid; ///< of the refused command, or
    QString re;  ///< of the refused ask, or neither: the link as a whole
    ErrorCode code = ErrorCode::Internal;
    Retry retry = Retry::Never;
    qint64 afterMs = 0;
    qint64 version = 0;
    QString text;
    QJsonObject body;
};

struct Sub
{
    QString topic;
    qint64 version = 0;
};

struct Unsub
{
    QString topic;
};

/// Latest state of a topic; never replayed.
struct State
{
    QString topic;
    qint64 version = 0;
    QJsonObject body;
};

/// Best effort: typing, viewing.
struct Signal
{
    QString conversation;
    QString kind;
    qint64 ttlMs = 0;
    QString by;
};

struct Ping
{
    qint64 id = 0;
    qint64 pos = 0;
    qint64 sent = 0;
    qint64 ts = 0;
};

struct Pong
{
    qint64 id = 0;
    qint64 pos = 0;
    qint64 sent = 0;
    qint64 ts = 0;
    qint64 echo = 0;
};

struct Ask
{
    QString re;
    QString kind;
    QString conversation;
    QJsonObject body;
};

struct Answer
{
    QString re;
    QString kind;
    QJsonObject body;
};

struct Auth
{
    QString token;
};

struct Bye
{
    QString code;
    qint64 afterMs = 0;
    QString to;
};

using Frame = std::variant<Hello, Welcome, Snap, Event, Batch, Live, Ack, Command, Ok, Err, Sub, Unsub, State, Signal, Ping, Pong,
                           Ask, Answer, Auth, Bye>;

} // namespace liaison::wire
