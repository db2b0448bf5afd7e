// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/unit/link/ScriptedHub.h"

#include <QSignalSpy>
#include <QTest>

/// What the tests of DeskLink share: short timings, and a workstation reduced to what a link needs.
namespace liaison::test {

inline LinkTimings quick()
{
    LinkTimings t;
    t.handshake = 300;
    t.pingAfterSilence = 60;
    t.pongWithin = 60;
    t.commandUnansweredFor = 40;
    t.commandPongWithin = 30;
    t.backoffBase = 2;
    t.backoffMost = 8;
    t.backoffFirstAfterLongLife = 2;
    t.longLife = 50;
    t.ackEvery = 10;
    t.ackEvents = 50;
    return t;
}

/// No pings, so that a test sees only what it makes happen.
inline LinkTimings calm()
{
    LinkTimings t = quick();
    t.handshake = 10000;
    t.pingAfterSilence = t.pongWithin = t.commandUnansweredFor = t.commandPongWithin = 20000;
    return t;
}

inline wire::Hello hello()
{
    wire::Hello h;
    h.app = QStringLiteral("test");
    h.device = QStringLiteral("d1");
    h.token = QStringLiteral("secret");
    return h;
}

inline wire::Command command(const QString &cid, const QString &text = {})
{
    wire::Command c;
    c.cid = cid;
    c.kind = QStringLiteral("msg.send");
    c.conversation = QStringLiteral("v1");
    c.at = 1;
    c.body = QJsonObject{{"text", text}};
    return c;
}

/// A workstation reduced to what the link needs: it stores what comes and says so.
struct Desk
{
    SystemClock clock;
    ScriptedHub hub;
    DeskLink link;
    QList<qint64> positions;
    QStringList answered;
    QStringList refused;
    QList<LinkPhase> phases;
    Cursor stored{QStringLiteral("e1"), 0};
    bool storing = true;
    int snapshots = 0;

    explicit Desk(const LinkTimings &timings) : link(hub.factory(), clock, timings)
    {
        QObject::connect(&link, &DeskLink::eventsReceived, &link, [this](const QString &epoch, const QList<wire::Event> &events) {
            for (const wire::Event &event : events)
                positions.append(event.pos);
            store({epoch, events.last().pos});
        });
        QObject::connect(&link, &DeskLink::snapshotReceived, &link,
                         [this](const QString &epoch, qint64 pos, const QJsonObject &, bool) {
                             ++snapshots;
                             positions.clear();
                             store({epoch, pos});
                         });
        QObject::connect(&link, &DeskLink::answered, &link, [this](const wire::Ok &ok) { answered.append(ok.cid); });
        QObject::connect(&link, &DeskLink::refused, &link, [this](const wire::Err &err) { refused.append(err.cid); });
        QObject::connect(&link, &DeskLink::phaseChanged, &link, [this](LinkPhase phase) { phases.append(phase); });
    }
    void store(const Cursor &cursor)
    {
        if (!storing)
            return;
        stored = cursor;
        link.applied(cursor);
    }
    void start() { link.start(QUrl(QStringLiteral("ws://127.0.0.1/desk")), hello(), stored); }
};

#define TRY_LIVE(desk) QTRY_COMPARE((desk).link.phase(), LinkPhase::Live)

inline QList<qint64> upTo(qint64 n)
{
    QList<qint64> all;
    for (qint64 i = 1; i <= n; ++i)
        all.append(i);
    return all;
}

} // namespace liaison::test
