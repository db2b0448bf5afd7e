// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/session/SessionBench.h"

#include <QAbstractItemModelTester>

using namespace liaison;
using namespace liaison::test;

namespace {
const auto v1 = QStringLiteral("v1");
const auto v2 = QStringLiteral("v2");
} // namespace

class tst_Session : public QObject
{
    Q_OBJECT
private slots:
    void startsWithASnapshotAndStoresIt()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->conversations().size(), 2);
        QCOMPARE(bench.session->me().display, QStringLiteral("Anna"));
        QCOMPARE(bench.session->wrapupCodes().size(), 1);
        bench.customerWrites(v1, QStringLiteral("hello"), QStringLiteral("m1"));
        QTRY_COMPARE(bench.session->unread(v1), 1);
        QTRY_VERIFY(!bench.done(QStringLiteral("conv.mark")).isEmpty()); // said once it is stored
        QTRY_COMPARE(bench.acked(), bench.hub.head);

        // The next start shows it all before there is a link.
        bench.hub.onHello = [](ScriptedHub::Peer &, const wire::Hello &) { return true; };
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QCOMPARE(bench.session->conversations().size(), 2);
        QCOMPARE(bench.session->conversation(v1)->last.text, QStringLiteral("hello"));
        QCOMPARE(bench.session->me().display, QStringLiteral("Anna"));
        QTRY_COMPARE(bench.session->unread(v1), 1);
        MessageListModel messages(bench.session.get(), v1);
        QTRY_COMPARE(SessionBench::texts(messages), QStringList{QStringLiteral("hello")});
        QTRY_COMPARE(bench.hub.last().hello.pos, bench.hub.head);
    }

    void aSentMessageIsOneBubbleAllTheWay_data()
    {
        QTest::addColumn<bool>("resultFirst");
        QTest::newRow("event first") << false;
        QTest::newRow("result first") << true;
    }
    void aSentMessageIsOneBubbleAllTheWay()
    {
        QFETCH(bool, resultFirst);
        SessionBench bench;
        bench.hub.resultFirst = resultFirst;
        QVERIFY(bench.goLive());
        MessageListModel messages(bench.session.get(), v1);
        QAbstractItemModelTester tester(&messages);
        QTRY_VERIFY(!messages.isLoading());
        QSignalSpy removed(&messages, &QAbstractItemModel::rowsRemoved);
        QSignalSpy inserted(&messages, &QAbstractItemModel::rowsInserted);
        QSignalSpy resets(&messages, &QAbstractItemModel::modelReset);
        const QString mid = bench.session->sendText(v1, QStringLiteral("hi"));
        QCOMPARE(messages.rowCount(), 1); // at once
        QCOMPARE(messages.index(0).data(MessageRole::State).toInt(), int(BubbleState::Sending));
        QTRY_COMPARE(messages.index(0).data(MessageRole::State).toInt(), int(BubbleState::Sent));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        QCOMPARE(messages.rowCount(), 1);
        QCOMPARE(messages.index(0).data(MessageRole::Mid).toString(), mid);
        QCOMPARE(messages.index(0).data(MessageRole::Cseq).toInt(), 1);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(removed.size(), 0);
        QCOMPARE(resets.size(), 0);

        bench.hub.append(QStringLiteral("mark"), v1, {{"side", "customer"}, {"delivered", 1}, {"read", 0}});
        QTRY_COMPARE(messages.index(0).data(MessageRole::State).toInt(), int(BubbleState::Delivered));
        bench.hub.append(QStringLiteral("mark"), v1, {{"side", "customer"}, {"delivered", 1}, {"read", 1}});
        QTRY_COMPARE(messages.index(0).data(MessageRole::State).toInt(), int(BubbleState::Read));

        // Nothing is left to be sent after a restart.
        bench.restart();
        QVERIFY(bench.goLive());
        QCOMPARE(bench.session->sync().toSend, 0);
        QCOMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
    }

    void messagesOfOneConversationGoInOrder()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        for (int i = 0; i < 10; ++i)
            bench.session->sendText(v1, QString::number(i));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 10);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(bench.done(QStringLiteral("msg.send")).at(i).body["text"].toString(), QString::number(i));
    }

    void aCommandSurvivesAnEndBeforeItWasSent()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->conversations().size(), 2);
        // Committed, but the link is down and the program ends.
        bench.link->stop();
        const QString mid = bench.session->sendText(v1, QStringLiteral("precious"));
        bench.restart();
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QCOMPARE(bench.done(QStringLiteral("msg.send")).first().cid, mid);
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        bench.restart();
        QVERIFY(bench.goLive());
        QCOMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
    }

    void aCommandWhoseAnswerWasLostTakesEffectOnce()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.answering = false;
        bench.hub.pushing = false;
        const QString mid = bench.session->sendText(v1, QStringLiteral("once"));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        bench.hub.answering = bench.hub.pushing = true;
        bench.restart(); // as after kill -9: neither event nor answer had come
        MessageListModel messages(bench.session.get(), v1);
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        QTRY_COMPARE(messages.rowCount(), 1);
        QCOMPARE(messages.index(0).data(MessageRole::Mid).toString(), mid);
        QCOMPARE(messages.index(0).data(MessageRole::State).toInt(), int(BubbleState::Sent));
        QCOMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
    }

    void textRefusedBecauseItIsNoLongerMineReturnsToTheDraft()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.refuse = [](const wire::Command &command) -> std::optional<wire::Err> {
            if (command.kind != QLatin1String("msg.send"))
                return {};
            wire::Err err;
            err.code = ErrorCode::Forbidden;
            err.retry = Retry::Confirm;
            return err;
        };
        QSignalSpy refused(bench.session.get(), &Session::refused);
        bench.session->setDraft(v1, QStringLiteral("typed since"));
        bench.session->sendText(v1, QStringLiteral("my answer"));
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().at(3).toBool(), true);
        QCOMPARE(bench.session->draft(v1), QStringLiteral("my answer\ntyped since"));
        QVERIFY(bench.session->pending(v1).isEmpty());
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QCOMPARE(bench.session->draft(v1), QStringLiteral("my answer\ntyped since"));
    }

    void aMessageRefusedForGoodStaysVisibleAndCanBeTriedAgain()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bool refusing = true;
        bench.hub.refuse = [&](const wire::Command &command) -> std::optional<wire::Err> {
            if (command.kind != QLatin1String("msg.send") || !refusing)
                return {};
            wire::Err err;
            err.code = ErrorCode::Invalid;
            return err;
        };
        MessageListModel messages(bench.session.get(), v1);
        const QString mid = bench.session->sendText(v1, QStringLiteral("odd"));
        QTRY_COMPARE(messages.rowCount(), 1);
        QTRY_COMPARE(messages.index(0).data(MessageRole::State).toInt(), int(BubbleState::Failed));
        QVERIFY(!messages.index(0).data(MessageRole::Error).toString().isEmpty());
        QCOMPARE(bench.session->sync().toSend, 0);
        bench.restart(); // it is still there
        QTRY_COMPARE(bench.session->pending(v1).size(), 1);
        QCOMPARE(bench.session->pending(v1).first().state, OutboxEntry::State::Failed);
        QVERIFY(bench.goLive());
        refusing = false;
        bench.session->retry(mid);
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QVERIFY(bench.done(QStringLiteral("msg.send")).first().cid != mid);
        QTRY_VERIFY(bench.session->pending(v1).isEmpty());
        // And another is thrown away: its text returns.
        refusing = true;
        const QString second = bench.session->sendText(v1, QStringLiteral("worse"));
        QTRY_VERIFY(!bench.session->pending(v1).isEmpty() &&
                    bench.session->pending(v1).first().state == OutboxEntry::State::Failed);
        bench.session->discard(second);
        QCOMPARE(bench.session->draft(v1), QStringLiteral("worse"));
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QVERIFY(bench.session->pending(v1).isEmpty());
    }

    void anOldCommandAsksFirst()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.link->stop();
        const QString mid = bench.session->sendText(v1, QStringLiteral("late"));
        QTRY_COMPARE(bench.session->sync().toSend, 1);
        bench.clock.ahead += 11 * 60 * 1000;
        bench.hub.clockAhead += 11 * 60 * 1000;
        bench.stop();
        bench.start();
        QSignalSpy asked(bench.session.get(), &Session::confirmationNeeded);
        QVERIFY(bench.goLive());
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toStringList(), QStringList{mid});
        QVERIFY(bench.done(QStringLiteral("msg.send")).isEmpty());
        QCOMPARE(bench.session->pending(v1).first().state, OutboxEntry::State::NeedsConfirmation);
        // What is written now does not wait for it.
        bench.session->sendText(v1, QStringLiteral("now"));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        bench.session->retry(mid);
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 2);
        QVERIFY(bench.done(QStringLiteral("msg.send")).last().confirmed);
    }

    void theHubsOwnJudgementOfAgeIsTaken()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.refuse = [](const wire::Command &command) -> std::optional<wire::Err> {
            if (command.kind != QLatin1String("msg.send") || command.confirmed)
                return {};
            wire::Err err;
            err.code = ErrorCode::StaleCommand;
            err.retry = Retry::Confirm;
            return err;
        };
        QSignalSpy asked(bench.session.get(), &Session::confirmationNeeded);
        const QString mid = bench.session->sendText(v1, QStringLiteral("late"));
        QTRY_COMPARE(asked.size(), 1);
        QVERIFY(bench.session->draft(v1).isEmpty());
        bench.session->retry(mid);
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QTRY_VERIFY(bench.session->pending(v1).isEmpty());
    }

    void aResetKeepsOutboxAndDrafts()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.customerWrites(v1, QStringLiteral("old"), QStringLiteral("m1"));
        QTRY_COMPARE(bench.session->unread(v1), 1);
        bench.hub.answering = false;
        bench.hub.refuse = [](const wire::Command &) -> std::optional<wire::Err> {
            wire::Err err;
            err.code = ErrorCode::Busy;
            err.retry = Retry::Later;
            err.afterMs = 600000;
            return err;
        };
        bench.session->setDraft(v2, QStringLiteral("begun"));
        const QString mid = bench.session->sendText(v1, QStringLiteral("kept"));
        QTRY_COMPARE(bench.hub.last().all<wire::Command>().size() >= 1, true);
        bench.hub.send(bench.hub.last(), wire::Signal{v2, QStringLiteral("typing"), 600000, QStringLiteral("c:2")});
        QTRY_VERIFY(bench.session->isTyping(v2));
        // The hub was restored from an older copy under a new epoch, and v2 is somebody else's.
        bench.hub.epoch = QStringLiteral("e2");
        bench.hub.log.clear();
        bench.hub.head = 100;
        bench.hub.results.clear();
        bench.hub.done.clear();
        bench.hub.refuse = nullptr;
        bench.hub.answering = true;
        bench.heads = {headOf(v1)};
        QSignalSpy resets(bench.session.get(), &Session::reset);
        bench.hub.last().end->abort();
        QTRY_COMPARE(resets.size(), 1);
        QCOMPARE(bench.session->conversations().size(), 1);
        QTRY_VERIFY(!bench.session->isTyping(v2));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QCOMPARE(bench.done(QStringLiteral("msg.send")).first().cid, mid);
        QCOMPARE(bench.session->draft(v2), QStringLiteral("begun"));
        MessageListModel messages(bench.session.get(), v1);
        QTRY_COMPARE(SessionBench::texts(messages), QStringList{QStringLiteral("kept")});
    }

    void anAnsweredMessageGoesAgainToAnOlderCopyOfTheHub()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.pushing = false; // the answer comes, the message itself does not
        const QString mid = bench.session->sendText(v1, QStringLiteral("kept"));
        QTRY_COMPARE(bench.session->toSend(v1), 0);
        QCOMPARE(bench.session->pending(v1).size(), 1);
        bench.hub.answering = false;
        bench.session->sendText(v1, QStringLiteral("behind it"));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 2);
        bench.hub.answering = true;
        bench.hub.epoch = QStringLiteral("e2");
        bench.hub.log.clear();
        bench.hub.head = 100; // beyond the position of the answer: a number of another log
        bench.hub.results.clear();
        bench.hub.done.clear();
        bench.hub.pushing = true;
        bench.cseqs.clear();
        bench.hub.last().end->abort();
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 2);
        QCOMPARE(bench.done(QStringLiteral("msg.send")).first().cid, mid);
        QTRY_VERIFY(bench.session->pending(v1).isEmpty());
        MessageListModel messages(bench.session.get(), v1);
        QTRY_COMPARE(SessionBench::texts(messages), (QStringList{QStringLiteral("kept"), QStringLiteral("behind it")}));
    }

    void losingAConversationPurgesItButNotTheDraft()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.customerWrites(v1, QStringLiteral("secret words"), QStringLiteral("m1"));
        QTRY_COMPARE(bench.session->unread(v1), 1);
        bench.session->setDraft(v1, QStringLiteral("half an answer"));
        QSignalSpy removed(bench.session.get(), &Session::conversationRemoved);
        bench.hub.append(QStringLiteral("conv.lost"), v1, {{"why", "transferred"}});
        QTRY_COMPARE(removed.size(), 1);
        QVERIFY(!bench.session->conversation(v1));
        QCOMPARE(bench.session->draft(v1), QStringLiteral("half an answer"));
        bool searched = false;
        bench.store->search(QStringLiteral("secret"), 10, this, [&](const SearchResult &result) {
            searched = true;
            QVERIFY(result.hits.isEmpty());
        });
        QTRY_VERIFY(searched);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QVERIFY(!bench.session->conversation(v1));
        QCOMPARE(bench.session->draft(v1), QStringLiteral("half an answer"));
    }

    void aDraftOutlivesAnOfferThatCameAndWentInOneBatch()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.session->setDraft(v2, QStringLiteral("given back"));
        bench.hub.pushing = false;
        QJsonObject offered = headOf(v2, QStringLiteral("offered"));
        bench.hub.append(QStringLiteral("conv.offered"), v2, {{"conv", offered}});
        bench.hub.append(QStringLiteral("conv.lost"), v2, {{"why", "declined"}});
        bench.hub.pushing = true;
        bench.hub.last().end->abort(); // both come in the replay of the next link
        QTRY_COMPARE(bench.link->received().pos, bench.hub.head);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QCOMPARE(bench.session->draft(v2), QStringLiteral("given back"));
    }

    void aClosedConversationStays()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QJsonObject closed = headOf(v1, QStringLiteral("closed"));
        bench.hub.append(QStringLiteral("conv.closed"), v1, {{"conv", closed}});
        bench.hub.append(QStringLiteral("conv.lost"), v1, {{"why", "requeued"}});
        QTRY_VERIFY(bench.session->conversation(v1) && bench.session->conversation(v1)->state == ConversationState::Closed);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QVERIFY(bench.session->conversation(v1));
    }

    void theOldestClosedLeaveMemoryAndComeBackToBeRead()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        const auto named = [](int i) { return QStringLiteral("c%1").arg(i); };
        const auto knows = [&](const QString &id) { return bench.session->conversation(id) != nullptr; };
        int next = 0;
        for (; next < Store::ClosedInOverview + 3; ++next)
            bench.comesAndGoes(named(next), 1000 + next);
        QTRY_COMPARE(bench.acked(), bench.hub.head);                                  // stored
        QCOMPARE(bench.session->conversations().size(), Store::ClosedInOverview + 2); // and those of the snapshot, which are open
        QVERIFY(!knows(named(0)) && !knows(named(2)) && knows(named(3)));
        QVERIFY(!bench.session->customer(QStringLiteral("cu-c0")) && bench.session->customer(QStringLiteral("cu-c3")));

        // What is looked at is read from the store, with the profile, and stays as long as it is looked at. He has another name by now,
        // and where he is nobody has said.
        QJsonObject again = headOf(QStringLiteral("again"));
        again["customer"] = QStringLiteral("cu-c1");
        bench.hub.append(QStringLiteral("conv.assigned"), QStringLiteral("again"),
                         {{"conv", again}, {"customer", QJsonObject{{"id", "cu-c1"}, {"name", "Bo"}}}});
        QTRY_VERIFY(knows(QStringLiteral("again")));
        QSignalSpy added(bench.session.get(), &Session::conversationAdded);
        bench.session->setLookedAt({named(1), QStringLiteral("of nobody")});
        QTRY_COMPARE(added.size(), 1);
        QCOMPARE(bench.session->conversation(named(1))->customerName, QStringLiteral("Bo"));
        bench.session->setLookedAt({named(1), named(2)});
        QTRY_COMPARE(added.size(), 2);
        QCOMPARE(bench.session->conversation(named(2))->customerName, QStringLiteral("Customer c2"));
        QVERIFY(bench.session->customer(QStringLiteral("cu-c2")) && !bench.session->customer(QStringLiteral("cu-c2"))->online);
        bench.session->setLookedAt({named(1)});
        bench.comesAndGoes(named(next++), 2000);
        QTRY_VERIFY(!knows(named(3)));
        QVERIFY(knows(named(1)));
        bench.session->setLookedAt({});
        bench.comesAndGoes(named(next++), 2001);
        QTRY_VERIFY(!knows(named(1)));
        QVERIFY(knows(QStringLiteral("v1")) && knows(QStringLiteral("v2")));
    }

    void offersComeWithProfileAndCountdownAndEnd()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QSignalSpy offered(bench.session.get(), &Session::offered);
        QSignalSpy ended(bench.session.get(), &Session::offerEnded);
        QJsonObject head = headOf(QStringLiteral("v9"), QStringLiteral("offered"), 1);
        head["tail"] = QJsonArray{messageOf(QStringLiteral("v9"), QStringLiteral("m9"), 1, QStringLiteral("help"))};
        bench.hub.append(QStringLiteral("conv.offered"), QStringLiteral("v9"),
                         {{"conv", head},
                          {"customer", QJsonObject{{"id", "cu-v9"}, {"name", "Dee"}}},
                          {"offer", QJsonObject{{"id", "o1"}, {"agent", "anna"}, {"expires_in_ms", 20000}}}});
        QTRY_COMPARE(offered.size(), 1);
        QCOMPARE(bench.session->customer(QStringLiteral("cu-v9"))->name, QStringLiteral("Dee"));
        const Conversation *conversation = bench.session->conversation(QStringLiteral("v9"));
        QVERIFY(conversation->offer);
        QVERIFY(conversation->offer->expiresAt > bench.session->hubNow());
        bench.session->accept(QStringLiteral("v9"));
        QTRY_COMPARE(bench.done(QStringLiteral("conv.accept")).size(), 1);
        QCOMPARE(bench.done(QStringLiteral("conv.accept")).first().body["offer"].toString(), QStringLiteral("o1"));
        bench.hub.append(QStringLiteral("conv.lost"), QStringLiteral("v9"), {{"why", "expired"}});
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.first().at(1).toString(), QStringLiteral("expired"));
        QVERIFY(!bench.session->customer(QStringLiteral("cu-v9")));
    }

    void recalledMessagesLoseTheirTextEverywhere()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        MessageListModel messages(bench.session.get(), v1);
        bench.customerWrites(v1, QStringLiteral("oops secret"), QStringLiteral("m1"));
        QTRY_COMPARE(messages.rowCount(), 1);
        bench.hub.append(QStringLiteral("recall"), v1, {{"mid", "m1"}});
        QTRY_VERIFY(messages.index(0).data(MessageRole::Recalled).toBool());
        QVERIFY(messages.index(0).data(MessageRole::Text).toString().isEmpty());
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        MessageListModel again(bench.session.get(), v1);
        QTRY_COMPARE(again.rowCount(), 1);
        QVERIFY(again.index(0).data(MessageRole::Recalled).toBool());
        QVERIFY(again.index(0).data(MessageRole::Text).toString().isEmpty());
    }

    void marksAreGatheredAndRiseOnly()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        for (int i = 1; i <= 5; ++i)
            bench.customerWrites(v1, QStringLiteral("x"), QStringLiteral("m%1").arg(i));
        QTRY_COMPARE(bench.session->unread(v1), 5);
        QTRY_VERIFY(!bench.done(QStringLiteral("conv.mark")).isEmpty());
        QCOMPARE(bench.done(QStringLiteral("conv.mark")).last().body["delivered"].toInt(), 5);
        QCOMPARE(bench.done(QStringLiteral("conv.mark")).last().body["read"].toInt(), 0);
        QVERIFY(bench.done(QStringLiteral("conv.mark")).size() < 5);
        bench.session->markRead(v1);
        QCOMPARE(bench.session->unread(v1), 0);
        QTRY_COMPARE(bench.done(QStringLiteral("conv.mark")).last().body["read"].toInt(), 5);
        const auto count = bench.done(QStringLiteral("conv.mark")).size();
        bench.session->markRead(v1);
        bench.session->sendText(v1, QStringLiteral("a round trip"));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QCOMPARE(bench.done(QStringLiteral("conv.mark")).size(), count);
    }

    void typingIsThrottledAndRunsOut()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        for (int i = 0; i < 20; ++i)
            bench.session->setTyping(v1);
        bench.session->setTyping(v2);
        QTRY_COMPARE(bench.hub.last().all<wire::Signal>().size(), 2);
        bench.hub.send(bench.hub.last(), wire::Signal{v1, QStringLiteral("typing"), 30, QStringLiteral("c:1")});
        QTRY_VERIFY(bench.session->isTyping(v1));
        QTRY_VERIFY(!bench.session->isTyping(v1));
        bench.hub.send(bench.hub.last(), wire::Signal{v1, QStringLiteral("typing"), 60000, QStringLiteral("c:1")});
        QTRY_VERIFY(bench.session->isTyping(v1));
        bench.customerWrites(v1, QStringLiteral("there"), QStringLiteral("m1"));
        QTRY_VERIFY(!bench.session->isTyping(v1));
    }

    void draftsStayWithTheirConversation()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.session->setDraft(v1, QStringLiteral("one"));
        bench.session->setDraft(v2, QStringLiteral("two"));
        bench.session->setDraft(v2, QString());
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QCOMPARE(bench.session->draft(v1), QStringLiteral("one"));
        QVERIFY(bench.session->draft(v2).isEmpty());
    }

    void statusIsShownAtOnceAndTakenBackIfRefused()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QTRY_VERIFY(bench.session->me().status == AgentStatus::Available);
        bench.hub.refuse = [](const wire::Command &) -> std::optional<wire::Err> {
            wire::Err err;
            err.code = ErrorCode::Invalid;
            return err;
        };
        bench.session->setStatus(AgentStatus::Break, QStringLiteral("lunch"));
        QVERIFY(bench.session->me().status == AgentStatus::Break);
        QTRY_VERIFY(bench.session->me().status == AgentStatus::Available);
    }

    void questionsNeedALink()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.onAsk = [&](ScriptedHub::Peer &peer, const wire::Ask &ask) {
            bench.hub.send(peer, wire::Answer{ask.re, ask.kind, {{"agents", QJsonArray{QJsonObject{{"id", "ben"}}}}}});
        };
        QString id;
        QString error;
        bench.session->askAgents(this, [&](const QList<Agent> &agents, const QString &) { id = agents.value(0).id; });
        QTRY_COMPARE(id, QStringLiteral("ben"));
        bench.link->stop();
        bench.session->askAgents(this, [&](const QList<Agent> &, const QString &text) { error = text; });
        QTRY_VERIFY(!error.isEmpty());
    }

    void whatTheStoreCouldNotTakeComesAgain()
    {
        SessionBench bench(false);
        bench.options.mostPages = std::make_shared<std::atomic<qint64>>(0);
        bench.options.mostQueuedRows = 1;
        bench.options.retryMs = 20;
        bench.options.reserveBytes = 0;
        bench.start();
        QVERIFY(bench.goLive());
        bench.customerWrites(v1, QStringLiteral("first"), QStringLiteral("m0"));
        QTRY_VERIFY(bench.session->unread(v1) == 1 && bench.session->uncommitted(v1).isEmpty());
        *bench.options.mostPages = 1; // the disk is full
        for (int i = 1; i <= 8; ++i) {
            bench.customerWrites(v1, QString::number(i) + QString(7000, QLatin1Char('x')), QStringLiteral("m%1").arg(i));
            QTRY_COMPARE(bench.session->unread(v1), i + 1); // the day goes on from memory
            QTRY_VERIFY(i < 4 || bench.session->sync().store.isError());
        }
        // What the agent does now cannot be kept, so it is not sent either, and he is told.
        QSignalSpy refused(bench.session.get(), &Session::refused);
        bench.session->sendText(v2, QStringLiteral("risky"));
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(bench.session->pending(v2).first().error, QStringLiteral("not_stored"));
        QVERIFY(bench.done(QStringLiteral("msg.send")).isEmpty());

        *bench.options.mostPages = 0;
        QTRY_VERIFY(!bench.session->sync().store.isError());
        QVERIFY(bench.goLive());
        bench.customerWrites(v1, QStringLiteral("last"), QStringLiteral("m9"));
        QTRY_VERIFY(bench.session->conversation(v1)->last.text == QLatin1String("last"));
        QTRY_VERIFY(bench.session->uncommitted(v1).isEmpty());
        bench.session->retry(bench.session->pending(v2).first().message.mid);
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);

        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        MessageListModel messages(bench.session.get(), v1);
        QTRY_COMPARE(messages.rowCount(), 10);
        QCOMPARE(messages.index(9).data(MessageRole::Text).toString(), QStringLiteral("last"));
    }

    void syncSaysWhatTheStatusBarNeeds()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QCOMPARE(bench.session->sync().offlineSince, 0);
        QVERIFY(bench.session->sync().inSyncAt > 0);
        bench.link->stop();
        QVERIFY(bench.session->sync().offlineSince > 0);
        bench.session->sendText(v1, QStringLiteral("x"));
        QTRY_COMPARE(bench.session->sync().toSend, 1);
    }
};

QTEST_MAIN(tst_Session)
#include "tst_session.moc"
