// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/EventApplier.h"
#include "tests/unit/session/SessionBench.h"

using namespace liaison;
using namespace liaison::test;

namespace {
const auto v1 = QStringLiteral("v1");
const auto e1 = QStringLiteral("e1");

wire::Event makeEvent(qint64 pos, const QString &kind, const QJsonObject &body, const QString &conversation = v1)
{
    wire::Event e;
    e.pos = pos;
    e.kind = kind;
    e.conversation = conversation;
    e.at = 1;
    e.by = QStringLiteral("s:hub");
    e.body = body;
    return e;
}

wire::Event said(qint64 pos, qint64 cseq, const QString &text, Side side = Side::Customer)
{
    return makeEvent(pos, QStringLiteral("msg"), {{"msg", messageOf(v1, QStringLiteral("m%1").arg(cseq), cseq, text, side)}});
}

wire::Event assigned(qint64 pos, QJsonObject head = headOf(v1))
{
    return makeEvent(pos, QStringLiteral("conv.assigned"),
                     {{"conv", head}, {"customer", QJsonObject{{"id", "cu-v1"}, {"name", "Customer v1"}}}});
}
} // namespace

class tst_EventApplier : public QObject
{
    Q_OBJECT
private slots:
    void oneRunOfEventsIsOneTransaction()
    {
        DeskState state;
        EventApplier applier(state);
        const DeskChanges changes =
            applier.apply(e1, {assigned(1), said(2, 1, QStringLiteral("a")), said(3, 2, QStringLiteral("b"))}, 0);
        QCOMPARE(changes.batch.cursor, std::optional(Cursor{e1, 3}));
        QCOMPARE(changes.batch.conversations.size(), 1); // in its last state, once
        QCOMPARE(changes.batch.conversations.first().last.text, QStringLiteral("b"));
        QCOMPARE(changes.batch.messages.size(), 2);
        QCOMPARE(changes.added, QStringList{v1});
        QVERIFY(changes.changed.isEmpty());
        QCOMPARE(changes.arrived.value(v1).size(), 2);
        QCOMPARE(state.unread.value(v1), (QList<qint64>{1, 2}));
        QCOMPARE(state.customers.size(), 1);
    }

    void theSameEventsTwiceChangeNothing()
    {
        DeskState state;
        EventApplier applier(state);
        const QList<wire::Event> events{assigned(1), said(2, 1, QStringLiteral("a")),
                                        makeEvent(3, QStringLiteral("mark"), {{"side", "agent"}, {"delivered", 1}, {"read", 1}}),
                                        said(4, 2, QStringLiteral("b"))};
        applier.apply(e1, events, 0);
        const Conversation before = state.conversations.value(v1);
        applier.apply(e1, events, 0);
        QCOMPARE(state.conversations.value(v1).last, before.last);
        QCOMPARE(state.unread.value(v1), QList<qint64>{2});
    }

    void whoNeedsAnAnswerIsFollowed()
    {
        DeskState state;
        EventApplier applier(state);
        applier.apply(e1, {assigned(1), said(2, 1, QStringLiteral("a")), said(3, 2, QStringLiteral("b"))}, 0);
        QCOMPARE(state.conversations.value(v1).needSince, 1700000000001); // the oldest unanswered
        wire::Event note = makeEvent(4, QStringLiteral("msg"), {});
        QJsonObject json = messageOf(v1, QStringLiteral("n1"), 3, QStringLiteral("internal"), Side::Agent);
        json["kind"] = QStringLiteral("note");
        note.body = {{"msg", json}};
        applier.apply(e1, {note}, 0);
        QVERIFY(state.conversations.value(v1).needSince > 0);
        QCOMPARE(state.conversations.value(v1).last.text, QStringLiteral("b")); // never a note
        applier.apply(e1, {said(5, 4, QStringLiteral("answer"), Side::Agent)}, 0);
        QCOMPARE(state.conversations.value(v1).needSince, 0);
        wire::Event late = said(6, 5, QStringLiteral("c"));
        late.body["need_since"] = 77;
        applier.apply(e1, {late}, 0);
        QCOMPARE(state.conversations.value(v1).needSince, 77); // the hub knows best
    }

    void aMessageTakenBackLeavesTheListToo()
    {
        DeskState state;
        EventApplier applier(state);
        applier.apply(e1, {assigned(1), said(2, 1, QStringLiteral("a")), said(3, 2, QStringLiteral("secret"))}, 0);
        QCOMPARE(state.conversations.value(v1).last.text, QStringLiteral("secret"));
        const QJsonObject last{{"k", "text"}, {"side", "customer"}, {"text", "a"}, {"at", 1700000000001LL}};
        const DeskChanges changes =
            applier.apply(e1, {makeEvent(4, QStringLiteral("recall"), {{"mid", "m3"}, {"last", last}})}, 0);
        QCOMPARE(state.conversations.value(v1).last.text, QStringLiteral("a"));
        QVERIFY(changes.changed.contains(v1));
        applier.apply(e1, {makeEvent(5, QStringLiteral("recall"), {{"mid", "m1"}})}, 0); // not the last one: nothing changes
        QCOMPARE(state.conversations.value(v1).last.text, QStringLiteral("a"));
    }

    void marksOnlyRise()
    {
        DeskState state;
        EventApplier applier(state);
        applier.apply(e1,
                      {assigned(1), makeEvent(2, QStringLiteral("mark"), {{"side", "customer"}, {"delivered", 5}, {"read", 3}}),
                       makeEvent(3, QStringLiteral("mark"), {{"side", "customer"}, {"delivered", 4}, {"read", 1}})},
                      0);
        QCOMPARE(state.conversations.value(v1).customerMarks, (Marks{5, 3}));
    }

    void lossInTheSameRunLeavesNoTrace()
    {
        DeskState state;
        EventApplier applier(state);
        const DeskChanges changes = applier.apply(
            e1, {assigned(1), said(2, 1, QStringLiteral("a")), makeEvent(3, QStringLiteral("conv.lost"), {{"why", "requeued"}})},
            0);
        QVERIFY(changes.added.isEmpty());
        QVERIFY(changes.removed.isEmpty());
        QVERIFY(changes.arrived.isEmpty());
        QVERIFY(changes.batch.messages.isEmpty());
        QVERIFY(changes.batch.conversations.isEmpty());
        QVERIFY(changes.batch.customers.isEmpty());
        QCOMPARE(changes.batch.purgedConversations, QStringList{v1});
        QVERIFY(state.customers.isEmpty());
        const DeskChanges after = applier.apply(e1, {said(4, 2, QStringLiteral("late word"))}, 0);
        QVERIFY(after.batch.messages.isEmpty());
        QCOMPARE(after.batch.cursor, std::optional(Cursor{e1, 4}));
    }

    void lossAndReturnInOneRunKeepsIt()
    {
        DeskState state;
        EventApplier applier(state);
        applier.apply(e1, {assigned(1)}, 0);
        const DeskChanges changes =
            applier.apply(e1, {makeEvent(2, QStringLiteral("conv.lost"), {{"why", "requeued"}}), assigned(3)}, 0);
        QVERIFY(changes.removed.isEmpty());
        QVERIFY(state.conversations.contains(v1));
        QCOMPARE(changes.batch.conversations.size(), 1);
    }

    void othersConversationsAreNotTaken()
    {
        DeskState state;
        EventApplier applier(state);
        const DeskChanges changes = applier.apply(
            e1, {makeEvent(1, QStringLiteral("conv.changed"), {{"conv", headOf(v1)}}), said(2, 1, QStringLiteral("x"))}, 0);
        QVERIFY(state.conversations.isEmpty());
        QVERIFY(changes.batch.messages.isEmpty());
    }

    void oddBodiesAreHarmless_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"msg", "conv.assigned", "conv.changed", "conv.closed", "conv.offered", "conv.lost", "mark",
                                 "recall", "customer", "canned", "canned.removed", "queue", "agent.state", "from.the.future"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void oddBodiesAreHarmless()
    {
        QFETCH(QString, kind);
        const QList<QJsonObject> bodies{
            {},
            {{"msg", 1}, {"conv", "x"}, {"customer", QJsonArray()}, {"canned", true}, {"queue", 3}},
            {{"msg", QJsonObject{{"mid", 5}, {"cseq", "x"}}}, {"conv", QJsonObject{{"id", 7}, {"tail", 1}}}},
            {{"side", 9}, {"delivered", "many"}, {"mid", QJsonObject()}, {"id", QJsonArray{1}}}};
        DeskState state;
        EventApplier applier(state);
        applier.apply(e1, {assigned(1)}, 0);
        qint64 pos = 2;
        for (const QJsonObject &body : bodies) {
            const DeskChanges changes = applier.apply(e1, {makeEvent(pos, kind, body)}, 0);
            QCOMPARE(changes.batch.cursor, std::optional(Cursor{e1, pos})); // whatever it says, the cursor moves on
            QCOMPARE(changes.batch.unknownEvents.size(), kind == QLatin1String("from.the.future") ? 1 : 0);
            QVERIFY(changes.batch.messages.isEmpty());
            ++pos;
        }
        QCOMPARE(state.conversations.contains(v1), kind != QLatin1String("conv.lost"));
    }

    void aSnapshotReplacesButKeepsWhatWasClosed()
    {
        DeskState state;
        EventApplier applier(state);
        QJsonObject closed = headOf(QStringLiteral("old"), QStringLiteral("closed"));
        applier.apply(e1, {assigned(1), assigned(2, closed)}, 0);
        QJsonObject fresh = headOf(QStringLiteral("new"));
        fresh["tail"] = QJsonArray{messageOf(QStringLiteral("new"), QStringLiteral("m1"), 1, QStringLiteral("hi"))};
        const QJsonObject body{{"convs", QJsonArray{fresh}}};
        const DeskChanges changes = applier.replace(e1, 9, body, false, 0);
        QVERIFY(changes.batch.replaceAll);
        QCOMPARE(changes.batch.cursor, std::optional(Cursor{e1, 9}));
        QCOMPARE(changes.batch.messages.size(), 1);
        QVERIFY(state.conversations.contains(QStringLiteral("new")));
        QVERIFY(state.conversations.contains(QStringLiteral("old")));
        QVERIFY(!state.conversations.contains(v1));
        applier.replace(QStringLiteral("e2"), 1, body, true, 0);
        QVERIFY(!state.conversations.contains(QStringLiteral("old")));
    }

    void aNewNameReachesTheHeads()
    {
        DeskState state;
        EventApplier applier(state);
        applier.apply(e1, {assigned(1)}, 0);
        const DeskChanges changes = applier.apply(
            e1,
            {makeEvent(2, QStringLiteral("customer"), {{"customer", QJsonObject{{"id", "cu-v1"}, {"name", "Zoe"}, {"vip", 2}}}})},
            0);
        QCOMPARE(state.conversations.value(v1).customerName, QStringLiteral("Zoe"));
        QCOMPARE(state.conversations.value(v1).vip, 2);
        QCOMPARE(changes.changed, QStringList{v1});
    }
};

QTEST_GUILESS_MAIN(tst_EventApplier)
#include "tst_event_applier.moc"
