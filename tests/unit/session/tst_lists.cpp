// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/CannedReplyModel.h"
#include "models/lists/SearchModel.h"
#include "models/lists/WaitingListModel.h"
#include "tests/unit/session/SessionBench.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>

using namespace liaison;
using namespace liaison::test;

namespace {
const auto v1 = QStringLiteral("v1");

QStringList ids(const ConversationListModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.index(row).data(ConversationRole::Id).toString());
    return ids;
}

/// Puts n messages of the customer straight into the store.
void fill(SessionBench &bench, int n)
{
    StoreBatch batch;
    for (int i = 1; i <= n; ++i)
        batch.messages.append(Message::fromJson(messageOf(v1, QStringLiteral("m%1").arg(i), i, QString::number(i))));
    bool stored = false;
    bench.store->apply(batch, bench.session.get(), [&](const StoreError &error) { stored = !error.isError(); });
    QTRY_VERIFY(stored);
    bench.cseqs[v1] = n;
}

qint64 firstCseq(const MessageListModel &m) { return m.index(0).data(MessageRole::Cseq).toLongLong(); }
qint64 lastCseq(const MessageListModel &m) { return m.index(m.rowCount() - 1).data(MessageRole::Cseq).toLongLong(); }

bool ascending(const MessageListModel &m)
{
    for (int row = 1; row < m.rowCount(); ++row) {
        if (m.index(row).data(MessageRole::Cseq).toLongLong() != m.index(row - 1).data(MessageRole::Cseq).toLongLong() + 1)
            return false;
    }
    return true;
}
} // namespace

class tst_Lists : public QObject
{
    Q_OBJECT
private slots:
    void olderMessagesGoBeforeAndNothingIsReset()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        fill(bench, 1000);
        MessageListModel model(bench.session.get(), v1, 100);
        QAbstractItemModelTester tester(&model);
        QTRY_VERIFY(!model.isLoading());
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(firstCseq(model), 901);
        QVERIFY(model.hasOlder());
        QVERIFY(model.atEnd());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex anchor = model.index(model.rowOf(QStringLiteral("m950")));
        model.fetchOlder();
        model.fetchOlder(); // one at a time
        QTRY_COMPARE(model.rowCount(), 200);
        QCOMPARE(anchor.data(MessageRole::Mid).toString(), QStringLiteral("m950"));
        QCOMPARE(anchor.row(), 149);
        // Paging on to the beginning keeps the list bounded.
        for (int page = 0; page < 9; ++page) {
            const qint64 first = firstCseq(model);
            model.fetchOlder();
            if (first > 1)
                QTRY_VERIFY(firstCseq(model) < first);
        }
        QCOMPARE(firstCseq(model), 1);
        QVERIFY(!model.hasOlder());
        QCOMPARE(model.rowCount(), 600);
        QVERIFY(!model.atEnd());
        QVERIFY(ascending(model));
        // New messages do not appear in the middle; going forward meets them.
        bench.customerWrites(v1, QStringLiteral("1001"), QStringLiteral("m1001"));
        bench.session->sendText(v1, QStringLiteral("mine"));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        QTRY_VERIFY(bench.session->uncommitted(v1).isEmpty()); // what is read forward ends with them
        QCOMPARE(model.rowOf(QStringLiteral("m1001")), -1);
        while (!model.atEnd()) {
            const qint64 last = lastCseq(model);
            model.fetchNewer();
            QTRY_VERIFY(lastCseq(model) > last);
        }
        QCOMPARE(lastCseq(model), 1002);
        QVERIFY(model.rowCount() <= 600);
        QVERIFY(ascending(model));
        QCOMPARE(resets.size(), 0);
    }

    void aSearchHitIsLoadedWithItsSurroundings()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        fill(bench, 1000);
        MessageListModel model(bench.session.get(), v1, 100);
        QTRY_VERIFY(!model.isLoading());
        QSignalSpy loaded(&model, &MessageListModel::loaded);
        model.loadAround(300);
        QTRY_COMPARE(loaded.size(), 1);
        QVERIFY(model.rowOf(QStringLiteral("m300")) > 10);
        QVERIFY(model.hasOlder());
        QVERIFY(!model.atEnd());
        QVERIFY(ascending(model));
        model.loadNewest();
        QTRY_VERIFY(model.atEnd());
        QCOMPARE(lastCseq(model), 1000);
    }

    void rowsShareWhatTheyHaveInCommon()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        fill(bench, 2);
        MessageListModel model(bench.session.get(), v1, 100);
        QTRY_COMPARE(model.rowCount(), 2);
        bench.customerWrites(v1, QStringLiteral("3"), QStringLiteral("m3"));
        QTRY_COMPARE(model.rowCount(), 3);
        const auto nameOf = [&model](int row) { return model.index(row).data(MessageRole::AuthorName).toString(); };
        QVERIFY(!nameOf(0).isEmpty());
        QCOMPARE(nameOf(1).constData(), nameOf(0).constData());
        QCOMPARE(nameOf(2).constData(), nameOf(0).constData());
    }

    void messagesThatArriveWhileTheSliceIsReadAreNotLost()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        fill(bench, 50);
        QSignalSpy arrived(bench.session.get(), &Session::messagesArrived);
        bench.customerWrites(v1, QStringLiteral("51"), QStringLiteral("m51"));
        QTRY_COMPARE(arrived.size(), 1); // handed to the store, perhaps not committed
        MessageListModel model(bench.session.get(), v1, 100);
        bench.customerWrites(v1, QStringLiteral("52"), QStringLiteral("m52"));
        QTRY_VERIFY(!model.isLoading());
        QTRY_COMPARE(model.rowCount(), 52);
        QVERIFY(ascending(model));
    }

    void aConfirmedMessageMovesBeforeWhatStillWaits()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        MessageListModel model(bench.session.get(), v1, 100);
        QAbstractItemModelTester tester(&model);
        QTRY_VERIFY(!model.isLoading());
        bench.hub.refuse = [](const wire::Command &command) -> std::optional<wire::Err> {
            if (command.body["text"].toString() != QLatin1String("refused"))
                return {};
            wire::Err err;
            err.code = ErrorCode::Invalid;
            return err;
        };
        bench.session->sendText(v1, QStringLiteral("refused"));
        bench.session->sendText(v1, QStringLiteral("fine"));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        bench.customerWrites(v1, QStringLiteral("answer"), QStringLiteral("m1"));
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(SessionBench::texts(model),
                 (QStringList{QStringLiteral("fine"), QStringLiteral("answer"), QStringLiteral("refused")}));
        QCOMPARE(model.index(2).data(MessageRole::State).toInt(), int(BubbleState::Failed));
    }

    void historyComesFromTheHubWhenTheStoreEnds()
    {
        SessionBench bench;
        bench.heads = {headOf(v1, QStringLiteral("active"), 60)};
        QList<qint64> asked;
        bench.hub.onAsk = [&](ScriptedHub::Peer &peer, const wire::Ask &ask) {
            const qint64 before = ask.body["before_cseq"].toInteger();
            asked.append(before);
            const qint64 end = qMin<qint64>(before, 61);
            const qint64 begin = qMax<qint64>(1, end - 40);
            QJsonArray messages;
            for (qint64 i = begin; i < end; ++i)
                messages.append(messageOf(v1, QStringLiteral("m%1").arg(i), i, QString::number(i)));
            bench.hub.send(peer, wire::Answer{ask.re, ask.kind, {{"msgs", messages}, {"more", begin > 1}}});
        };
        QVERIFY(bench.goLive());
        MessageListModel model(bench.session.get(), v1, 30);
        QAbstractItemModelTester tester(&model);
        QTRY_VERIFY(model.rowCount() > 0); // asked by itself, because nothing was there
        QTRY_COMPARE(lastCseq(model), 60);
        for (int page = 0; page < 10 && firstCseq(model) > 1; ++page) {
            const qint64 first = firstCseq(model);
            model.fetchOlder();
            QTRY_VERIFY(firstCseq(model) < first);
        }
        QCOMPARE(model.rowCount(), 60);
        QVERIFY(ascending(model));
        QVERIFY(!model.hasOlder());
        QVERIFY(asked.size() >= 2);
    }

    void anEmptyConversationDoesNotAskForever()
    {
        SessionBench bench;
        bench.heads = {headOf(v1, QStringLiteral("active"), 5)};
        int asked = 0;
        bench.hub.onAsk = [&](ScriptedHub::Peer &peer, const wire::Ask &ask) {
            ++asked;
            bench.hub.send(peer, wire::Answer{ask.re, ask.kind, {{"msgs", QJsonArray()}, {"more", true}}});
        };
        QVERIFY(bench.goLive());
        MessageListModel model(bench.session.get(), v1, 30);
        QSignalSpy loaded(&model, &MessageListModel::loaded);
        QTRY_COMPARE(loaded.size(), 2); // what is here, and once more after the hub was asked
        bench.session->sendText(v1, QStringLiteral("a round trip"));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        QCOMPARE(asked, 1);
    }

    void theUnreadLineFollowsItsMessage()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        fill(bench, 300);
        MessageListModel model(bench.session.get(), v1, 100);
        QTRY_VERIFY(!model.isLoading());
        QCOMPARE(model.unreadRow(), -1);
        model.setUnreadFrom(290);
        QCOMPARE(model.unreadRow(), 89);
        model.fetchOlder();
        QTRY_COMPARE(model.rowCount(), 200);
        QCOMPARE(model.unreadRow(), 189);
    }

    void conversationsAreSortedAndMove()
    {
        SessionBench bench;
        QJsonObject parked = headOf(QStringLiteral("p"), QStringLiteral("parked"));
        QJsonObject wrapup = headOf(QStringLiteral("w"), QStringLiteral("wrapup"));
        QJsonObject early = headOf(QStringLiteral("early"));
        early["need_since"] = 1000;
        QJsonObject late = headOf(QStringLiteral("late"));
        late["need_since"] = 2000;
        QJsonObject calm = headOf(QStringLiteral("calm"));
        QJsonObject closed = headOf(QStringLiteral("z"), QStringLiteral("closed"));
        bench.heads = {parked, wrapup, late, early, calm, closed};
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->conversations().size(), 6);
        ConversationListModel model(bench.session.get());
        QAbstractItemModelTester tester(&model);
        using L = QStringList;
        QCOMPARE(ids(model), (L{QStringLiteral("early"), QStringLiteral("late"), QStringLiteral("calm"), QStringLiteral("w"),
                                QStringLiteral("p")}));
        QCOMPARE(model.countIn(ConversationGroup::ReplyNow), 2);
        QCOMPARE(model.countIn(ConversationGroup::Closed), 1);
        QCOMPARE(model.nextNeedingReply(QStringLiteral("early")), QStringLiteral("late"));
        QCOMPARE(model.lateCount(), 2);
        QCOMPARE(model.index(0).data(ConversationRole::Urgency).toInt(), int(Urgency::Late));

        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
        // Answering sends it down; a customer who writes goes up.
        bench.session->sendText(QStringLiteral("early"), QStringLiteral("answer"));
        QTRY_COMPARE(model.rowOf(QStringLiteral("early")), 1);
        bench.customerWrites(QStringLiteral("p"), QStringLiteral("hello"), QStringLiteral("mp"));
        QTRY_COMPARE(model.rowOf(QStringLiteral("p")), 1);
        QCOMPARE(ids(model), (L{QStringLiteral("late"), QStringLiteral("p"), QStringLiteral("early"), QStringLiteral("calm"),
                                QStringLiteral("w")}));
        QCOMPARE(moves.size(), 2);
        bench.hub.append(QStringLiteral("conv.lost"), QStringLiteral("late"), {{"why", "transferred"}});
        QTRY_COMPARE(model.rowOf(QStringLiteral("late")), -1);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(model.index(0).data(ConversationRole::Unread).toInt(), 1);

        model.setFilter(ConversationListModel::Filter::Closed);
        QCOMPARE(ids(model), L{QStringLiteral("z")});
        model.setFilter(ConversationListModel::Filter::NeedsMe);
        QCOMPARE(ids(model), (L{QStringLiteral("p"), QStringLiteral("early"), QStringLiteral("calm"), QStringLiteral("w")}));
        // What is parked is out of sight there, and comes back with the customer's next word.
        QJsonObject put = headOf(QStringLiteral("early"), QStringLiteral("parked"));
        put["ver"] = 100;
        bench.hub.append(QStringLiteral("conv.changed"), QStringLiteral("early"), {{"conv", put}});
        QTRY_COMPARE(ids(model), (L{QStringLiteral("p"), QStringLiteral("calm"), QStringLiteral("w")}));
        model.setFilter(ConversationListModel::Filter::All);
        QCOMPARE(ids(model), (L{QStringLiteral("p"), QStringLiteral("calm"), QStringLiteral("w"), QStringLiteral("early")}));
    }

    void randomMovesKeepTheOrder()
    {
        SessionBench bench;
        bench.heads.clear();
        for (int i = 0; i < 12; ++i)
            bench.heads.append(headOf(QStringLiteral("v%1").arg(i)));
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->conversations().size(), 12);
        ConversationListModel model(bench.session.get());
        QAbstractItemModelTester tester(&model);
        QRandomGenerator random(7);
        for (int step = 0; step < 200; ++step) {
            QJsonObject head =
                headOf(QStringLiteral("v%1").arg(random.bounded(12)), random.bounded(6) == 0   ? QStringLiteral("parked")
                                                                      : random.bounded(5) == 0 ? QStringLiteral("closed")
                                                                                               : QStringLiteral("active"));
            head["need_since"] = random.bounded(3) == 0 ? 0 : 1000 + random.bounded(50);
            bench.hub.append(QStringLiteral("conv.changed"), head["id"].toString(), {{"conv", head}});
        }
        bench.customerWrites(QStringLiteral("v0"), QStringLiteral("end"), QStringLiteral("end"));
        QTRY_COMPARE(bench.session->unread(QStringLiteral("v0")), 1);
        ConversationListModel fresh(bench.session.get());
        QCOMPARE(ids(model), ids(fresh));
    }

    void tickTouchesOnlyRowsWhoseWordsChange()
    {
        SessionBench bench;
        QJsonObject waits = headOf(QStringLiteral("waits"));
        waits["need_since"] = bench.clock.utcMs();
        bench.heads = {waits, headOf(QStringLiteral("calm"))};
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->conversations().size(), 2);
        ConversationListModel model(bench.session.get());
        model.tick();
        QCOMPARE(model.lateCount(), 0);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        bench.clock.ahead += 3 * 60 * 1000;
        model.tick();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().data(ConversationRole::Id).toString(), QStringLiteral("waits"));
        QCOMPARE(model.lateCount(), 1);
    }

    void whoWaitsIsListed()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        WaitingListModel model(bench.session.get());
        QAbstractItemModelTester tester(&model);
        const auto say = [&](const QStringList &waiting) {
            QJsonArray heads;
            for (const QString &id : waiting)
                heads.append(headOf(id, QStringLiteral("waiting")));
            bench.hub.send(bench.hub.last(),
                           wire::State{QStringLiteral("queues"), 1, {{"queues", QJsonArray()}, {"waiting", heads}}});
        };
        const auto shown = [&] {
            QStringList names;
            for (int row = 0; row < model.rowCount(); ++row)
                names.append(model.index(row).data(WaitingListModel::Id).toString());
            return names;
        };
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const QList<QStringList> steps{{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")},
                                       {QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")},
                                       {QStringLiteral("d"), QStringLiteral("b")},
                                       {}};
        for (const QStringList &step : steps) {
            say(step);
            QTRY_COMPARE(shown(), step);
        }
        QCOMPARE(resets.size(), 0);
    }

    void cannedRepliesAreFoundAndFilled()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        CannedReplyModel model(bench.session.get());
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.filled(model.reply(0), v1), QStringLiteral("Hello Customer v1"));
        model.setTyped(QStringLiteral("nothing like it"));
        QCOMPARE(model.rowCount(), 0);
        model.setTyped(QStringLiteral("h"));
        QCOMPARE(model.rowCount(), 1);
        bench.hub.append(QStringLiteral("canned.removed"), {}, {{"id", "r1"}});
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void searchFindsWhatIsStored()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.customerWrites(v1, QStringLiteral("我的订单在哪里"), QStringLiteral("m1"));
        QTRY_COMPARE(bench.session->unread(v1), 1);
        QTRY_VERIFY(bench.session->uncommitted(v1).isEmpty());
        SearchModel model(bench.session.get());
        QSignalSpy finished(&model, &SearchModel::finished);
        model.setTyped(QStringLiteral("订单"));
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data(SearchModel::Mid).toString(), QStringLiteral("m1"));
        QCOMPARE(model.index(0).data(SearchModel::CustomerName).toString(), QStringLiteral("Customer v1"));
        model.setTyped(QString());
        QCOMPARE(model.rowCount(), 0);
    }

    void moreIsFoundWhenAViewGetsToTheEnd()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        for (int i = 0; i < 130; ++i)
            bench.customerWrites(v1, QStringLiteral("delivery %1").arg(i), QStringLiteral("m%1").arg(i));
        QTRY_COMPARE(bench.session->unread(v1), 130);
        QTRY_VERIFY(bench.session->uncommitted(v1).isEmpty());
        SearchModel model(bench.session.get());
        QAbstractItemModelTester tester(&model);
        QSignalSpy finished(&model, &SearchModel::finished);
        QSignalSpy resets(&model, &SearchModel::modelReset);
        model.setTyped(QStringLiteral("delivery"));
        QVERIFY(!model.canFetchMore({}));
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(model.rowCount(), 20);
        QVERIFY(!model.hasMore()); // scrolling gets at it
        const QPersistentModelIndex last = model.index(19);
        QCOMPARE(last.data(SearchModel::Mid).toString(), QStringLiteral("m110"));
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QVERIFY(!model.canFetchMore({}));
        QTRY_COMPARE(finished.size(), 2);
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(resets.size(), 1); // what was chosen stays chosen
        QCOMPARE(last.row(), 19);
        QCOMPARE(model.index(99).data(SearchModel::Mid).toString(), QStringLiteral("m30"));
        QVERIFY(model.hasMore());
        QVERIFY(!model.canFetchMore({}));
        // A message came between: what is shown stays, and goes on where it ended.
        model.setTyped(QStringLiteral("deliver"));
        QVERIFY(model.hasMore()); // still of what is shown
        QTRY_COMPARE(finished.size(), 3);
        QVERIFY(!model.hasMore());
        bench.customerWrites(v1, QStringLiteral("delivery 130"), QStringLiteral("m130"));
        QTRY_COMPARE(bench.session->unread(v1), 131);
        QTRY_VERIFY(bench.session->uncommitted(v1).isEmpty());
        model.fetchMore({});
        QTRY_COMPARE(finished.size(), 4);
        QCOMPARE(model.rowCount(), 99);
        QCOMPARE(resets.size(), 2);
        for (int row : {0, 19, 20, 98})
            QCOMPARE(model.index(row).data(SearchModel::Mid).toString(), QStringLiteral("m%1").arg(129 - row));
        // Another word while more is looked for: nothing of the first comes.
        model.setTyped(QStringLiteral("delivery"));
        QTRY_COMPARE(finished.size(), 5);
        model.fetchMore({});
        model.setTyped(QStringLiteral("delivery 77"));
        QTRY_COMPARE(finished.size(), 6);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.canFetchMore({}));
    }
};

QTEST_MAIN(tst_Lists)
#include "tst_lists.moc"
