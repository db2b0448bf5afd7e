// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Ids.h"
#include "tests/unit/session/SessionBench.h"
#include "tests/unit/store/Noise.h"

#include <thread>

using namespace liaison;
using namespace liaison::test;

namespace {
const auto v1 = QStringLiteral("v1");
const auto v2 = QStringLiteral("v2");
const auto msgSend = QStringLiteral("msg.send");
constexpr qint64 tooLong = 11 * 60 * 1000;

/// Waits until the store has written all that it was given.
bool settled(const SessionBench &bench)
{
    const auto done = std::make_shared<bool>(false);
    bench.store->readCursor(bench.store.get(), [done](const Cursor &) { *done = true; });
    return QTest::qWaitFor([&done] { return *done; });
}

/// `mostPages` 1 fills the disk, 0 empties it; nothing is kept in reserve.
bool goLiveOnADiskThatCanBeFull(SessionBench &bench)
{
    bench.options.mostPages = std::make_shared<std::atomic<qint64>>(0);
    bench.options.reserveBytes = 0;
    bench.options.retryMs = 20;
    bench.start();
    return bench.goLive();
}

/// Whether the hub has carried it out.
bool hasGot(const SessionBench &bench, const QString &text)
{
    const QList<wire::Command> sent = bench.done(msgSend);
    return std::any_of(sent.cbegin(), sent.cend(),
                       [&text](const wire::Command &command) { return command.body["text"].toString() == text; });
}

/// The row of a draft as it is on the disk.
QString storedDraft(const SessionBench &bench, const QString &conversation)
{
    const auto found = std::make_shared<std::optional<QString>>();
    bench.store->readOverview(bench.store.get(), [found, conversation](const StoreOverview &overview) {
        *found = overview.drafts.value(conversation);
    });
    return QTest::qWaitFor([&found] { return found->has_value(); }) ? **found : QStringLiteral("no answer");
}
} // namespace

/// What was said and of which nobody knows for sure whether it was heard: it goes again under its cid, and reaches the customer once.
class tst_Outbox : public QObject
{
    Q_OBJECT
private slots:
    // Words that find no room in the outbox stay where they were: in the draft, or in the refused entry that is tried again.
    void wordsThatFindNoRoomAreNotTakenFromTheirPlace_data()
    {
        QTest::addColumn<bool>("again");   // a refused message; else a draft
        QTest::addColumn<QString>("then"); // what the agent does in the same conversation once there is room
        QTest::newRow("a draft") << false << QString();
        QTest::newRow("a refused message") << true << QString();
        QTest::newRow("a draft, then another text") << false << QStringLiteral("sends");
        QTest::newRow("a draft, then another draft") << false << QStringLiteral("types");
        QTest::newRow("a draft that is sent again") << false << QStringLiteral("retries");
        QTest::newRow("a draft that is taken back") << false << QStringLiteral("discards");
        QTest::newRow("a refused message, then another text") << true << QStringLiteral("sends");
    }
    void wordsThatFindNoRoomAreNotTakenFromTheirPlace()
    {
        QFETCH(bool, again);
        QFETCH(QString, then);
        SessionBench bench(false);
        QVERIFY(goLiveOnADiskThatCanBeFull(bench));
        const QString words(20000, QLatin1Char('x')); // more than the pages that are there have room for
        bench.hub.refuse = [](const wire::Command &command) -> std::optional<wire::Err> {
            wire::Err err;
            err.code = ErrorCode::Invalid;
            return command.kind == msgSend ? std::optional(err) : std::nullopt;
        };
        const QString another = QStringLiteral("another");
        QString mid;
        if (again) {
            mid = bench.session->sendText(v1, words);
            QTRY_VERIFY(bench.session->pending(v1).value(0).state == OutboxEntry::State::Failed);
        } else {
            bench.session->setDraft(v1, words);
        }
        bench.session->setDraft(v2, words + words); // takes what pages have come free
        QVERIFY(settled(bench));
        *bench.options.mostPages = 1; // the disk is full
        if (again)
            bench.session->retry(mid);
        else
            bench.session->sendText(v1, words);
        QTRY_COMPARE(bench.session->pending(v1).value(0).error, QStringLiteral("not_stored"));
        QVERIFY(bench.session->draft(v1).isEmpty());
        *bench.options.mostPages = 0;
        bench.session->setDraft(v2, QStringLiteral("there is room"));
        QTRY_VERIFY(!bench.session->sync().store.isError());
        if (then == QLatin1String("sends")) {
            bench.session->sendText(v1, another);
            QTRY_COMPARE(bench.session->pending(v1).value(1).error, QStringLiteral("invalid"));
        } else if (then == QLatin1String("types")) {
            bench.session->setDraft(v1, another);
        } else if (then == QLatin1String("retries")) {
            bench.session->retry(bench.session->pending(v1).first().message.mid);
            QTRY_COMPARE(bench.session->pending(v1).value(0).error, QStringLiteral("invalid"));
        } else if (then == QLatin1String("discards")) {
            bench.session->discard(bench.session->pending(v1).first().message.mid);
            QCOMPARE(bench.session->draft(v1), words);
        }
        QVERIFY(settled(bench));
        const QString row = storedDraft(bench, v1);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        const bool inOutbox = again || then == QLatin1String("retries");
        QString expected = inOutbox ? QString() : words;
        if (then == QLatin1String("types"))
            expected += QLatin1Char('\n') + another;
        QCOMPARE(bench.session->draft(v1), expected);
        QCOMPARE(row, expected); // it stood there before the orderly end too
        QStringList left;
        for (const PendingMessage &pending : bench.session->pending(v1))
            left.append(pending.message.text);
        QStringList kept = inOutbox ? QStringList{words} : QStringList();
        if (then == QLatin1String("sends"))
            kept.append(another);
        QCOMPARE(left, kept);
        if (again)
            QCOMPARE(bench.session->pending(v1).first().message.mid, mid);
    }

    void textsThatFindNoRoomKeepTheirOrder()
    {
        SessionBench bench(false);
        QVERIFY(goLiveOnADiskThatCanBeFull(bench));
        bench.hub.pushing = false;
        const QString first(20000, QLatin1Char('a'));
        const QString second(20000, QLatin1Char('b'));
        const auto errorOf = [&bench](int row) { return bench.session->pending(v1).value(row).error; };
        const auto notStored = QStringLiteral("not_stored");
        QVERIFY(settled(bench));
        *bench.options.mostPages = 1;
        const QString mid = bench.session->sendText(v1, first);
        const QString taken = bench.session->sendText(v1, second); // before the first is answered
        QTRY_COMPARE(errorOf(0), notStored);
        QTRY_COMPARE(errorOf(1), notStored);
        bench.session->retry(mid);
        QTRY_COMPARE(errorOf(0), notStored);
        *bench.options.mostPages = 0;
        bench.session->setDraft(v2, QStringLiteral("there is room"));
        QTRY_VERIFY(!bench.session->sync().store.isError());
        QVERIFY(settled(bench));
        QCOMPARE(storedDraft(bench, v1), first + QLatin1Char('\n') + second);
        QCOMPARE(bench.session->draft(v1), QString());
        bench.session->retry(mid);
        bench.session->discard(taken);
        QTRY_COMPARE(bench.done(msgSend).size(), 1);
        QVERIFY(settled(bench));
        QCOMPARE(storedDraft(bench, v1), second);
        QCOMPARE(bench.session->draft(v1), second);
        // Taken back before the store has answered.
        bench.session->setDraft(v1, QString());
        bench.session->discard(bench.session->sendText(v1, first));
        QVERIFY(settled(bench));
        QCOMPARE(storedDraft(bench, v1), first);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QCOMPARE(bench.session->draft(v1), first);
    }

    // A damaged store is made anew while the disk is full: words stand in one place, also those that it could not read again.
    void wordsStandInOnePlaceAfterARebuild_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("outbox"); // is damaged; else another part
        for (const QString &text : {QStringLiteral("waits behind another"), QStringLiteral("is on its way"),
                                    QStringLiteral("was refused, and its next try found no room")}) {
            QTest::addRow("%s, can be read", qPrintable(text)) << text << false;
            QTest::addRow("%s, is lost", qPrintable(text)) << text << true;
        }
    }
    void wordsStandInOnePlaceAfterARebuild()
    {
        QFETCH(QString, text);
        QFETCH(bool, outbox);
        const bool waits = text.startsWith(QLatin1String("waits"));
        const bool refused = text.startsWith(QLatin1String("was refused"));
        SessionBench bench(false);
        bench.options.mergeAfterIdleMs = 600'000; // else it meets the damage
        QVERIFY(goLiveOnADiskThatCanBeFull(bench));
        StoreBatch old;
        for (int i = 1; i <= 3000; ++i)
            old.messages.append(Message::fromJson(messageOf(QStringLiteral("old"), newId(), i, QStringLiteral("said long ago"))));
        bench.store->apply(old, bench.store.get(), [](const StoreError &error) { QVERIFY(!error.isError()); });
        QVERIFY(settled(bench));
        bench.stop();
        const QString file = bench.folder.filePath(QStringLiteral("store.db"));
        overwrite(file, 60 * 4096);
        bench.start();
        QVERIFY(bench.goLive());
        bench.hub.pushing = false;
        bench.hub.answering = refused;
        if (refused)
            bench.hub.refuse = [](const wire::Command &) { return std::optional(wire::Err{}); };
        const QString words(20000, QLatin1Char('x'));
        const auto pending = [&] { return bench.session->pending(v1).value(bench.session->pending(v1).size() - 1); };
        const QString inFront = waits ? bench.session->sendText(v1, QStringLiteral("in front of it")) : QString();
        const QString first = bench.session->sendText(v1, words);
        const auto state = waits ? OutboxEntry::State::Waiting : refused ? OutboxEntry::State::Failed : OutboxEntry::State::Sent;
        QTRY_COMPARE(pending().state, state);
        bench.session->setDraft(v2, QString(20 * words.size(), QLatin1Char('y'))); // takes what pages have come free
        QVERIFY(settled(bench));
        *bench.options.mostPages = 1;
        if (refused) {
            bench.session->retry(first);
            QTRY_COMPARE(pending().error, QStringLiteral("not_stored"));
        }
        if (outbox) {
            overwrite(file, 0);
            overwrite(file + QLatin1String("-wal"), 0);
        }
        QSignalSpy rebuilt(bench.store.get(), &Store::failed);
        bench.store->readNewest(QStringLiteral("old"), 2000, bench.store.get(), [](const MessageSlice &) {});
        QTRY_COMPARE(rebuilt.size(), 1);
        QCOMPARE(rebuilt.first().first().value<StoreError>().salvagedOutbox, outbox ? 0 : waits ? 2 : 1);
        if (outbox)
            QTRY_COMPARE(bench.session->sync().store.kind, StoreError::Kind::DiskFull);
        if (waits && outbox) { // no longer, and the disk is still full
            QTRY_COMPARE(pending().error, QStringLiteral("not_stored"));
            wire::Ok ok;
            ok.cid = inFront;
            bench.hub.send(bench.hub.last(), ok);
            QTRY_COMPARE(bench.session->pending(v1).size(), 1);
            bench.hub.pushing = true;
            bench.customerWrites(v2, QStringLiteral("still there?"), QStringLiteral("m1"));
            QTRY_COMPARE(bench.session->unread(v2), 1);
            QVERIFY2(!hasGot(bench, words), "after a crash nobody would know of it");
        }
        bench.hub.pushing = bench.hub.answering = waits;
        *bench.options.mostPages = 0;
        QTRY_VERIFY(!bench.session->sync().store.isError());
        QVERIFY(settled(bench));
        const QString row = outbox ? words : QString();
        const bool sent = waits && !outbox;
        if (sent) {
            bench.hub.last().end->abort(); // what this link had and nobody answered goes again on the next
            QTRY_VERIFY(hasGot(bench, words));
            QTRY_VERIFY(bench.session->pending(v1).isEmpty());
            QVERIFY(settled(bench));
        } else {
            QCOMPARE(pending().message.text, words);
        }
        QCOMPARE(bench.session->draft(v1), QString());
        QCOMPARE(storedDraft(bench, v1), row);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        // Of what was on its way nobody knows whether the hub has it: better seen twice by the agent than by nobody.
        QCOMPARE(bench.session->draft(v1), row);
        QCOMPARE(pending().message.mid, sent || outbox ? QString() : first);
    }

    void whatARebuildLosesKeepsItsPlaceInTheOrder()
    {
        SessionBench bench(false);
        QVERIFY(goLiveOnADiskThatCanBeFull(bench));
        bench.cutOff();
        const QString first = bench.session->sendText(v1, QStringLiteral("first"));
        const QString second = bench.session->sendText(v1, QStringLiteral("second"));
        QVERIFY(settled(bench));
        bench.store->removeOutbox(first);                                           // as if it had been in a damaged page
        const QString third = bench.session->sendText(v1, QStringLiteral("third")); // is being written
        emit bench.store->failed(StoreError::of(StoreError::Kind::Damaged, {}));
        QVERIFY(settled(bench));
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QStringList left;
        for (const PendingMessage &pending : bench.session->pending(v1))
            left.append(pending.message.mid);
        QCOMPARE(left, (QStringList{first, second, third}));
    }

    // The agent says yes before the store has answered that he was asked.
    void theFirstOfTwoStatesDoesNotLetGoOfTheWords()
    {
        SessionBench bench(false);
        QVERIFY(goLiveOnADiskThatCanBeFull(bench));
        bench.cutOff();
        const QString words(20000, QLatin1Char('x'));
        const QString mid = bench.session->sendText(v1, words);
        QVERIFY(settled(bench));
        bench.letTimePass(tooLong);
        auto awaitCommit = [&bench, before = bench.store->commits()]() mutable { // without hearing of it
            while (bench.store->commits() == before)
                std::this_thread::yield();
            before = bench.store->commits();
        };
        QObject::connect(bench.session.get(), &Session::confirmationNeeded, bench.session.get(),
                         [=, &bench](const QStringList &) mutable {
                             awaitCommit();                      // it is written that he is asked
                             bench.store->removeOutbox(mid);     // as if a damaged page had taken it in between
                             bench.session->setDraft(v2, words); // takes what pages have come free
                             awaitCommit();
                             *bench.options.mostPages = 1;
                             bench.session->retry(mid);
                         });
        bench.back();
        QTRY_COMPARE(bench.session->pending(v1).value(0).error, QStringLiteral("not_stored"));
        *bench.options.mostPages = 0;
        QTRY_VERIFY(!bench.session->sync().store.isError());
        QVERIFY(settled(bench));
        QCOMPARE(storedDraft(bench, v1), words);
    }

    // Killed at any instant the words are in the outbox or in the draft.
    void textGoesFromTheOutboxToTheDraftInOneTransaction_data()
    {
        QTest::addColumn<bool>("discarded"); // by the agent; else refused by the hub
        QTest::newRow("refused") << false;
        QTest::newRow("discarded") << true;
    }
    void textGoesFromTheOutboxToTheDraftInOneTransaction()
    {
        QFETCH(bool, discarded);
        SessionBench bench(false);
        bench.options.groupRows = 1; // each write has a transaction of its own
        bench.start();
        QVERIFY(bench.goLive());
        qint64 before = -1;
        bench.hub.refuse = [&](const wire::Command &command) -> std::optional<wire::Err> {
            if (command.kind != msgSend)
                return {};
            wire::Err err;
            err.code = discarded ? ErrorCode::Invalid : ErrorCode::Forbidden;
            err.retry = discarded ? Retry::Never : Retry::Confirm;
            before = bench.store->commits();
            return err;
        };
        QSignalSpy refused(bench.session.get(), &Session::refused);
        const QString mid = bench.session->sendText(v1, QStringLiteral("my answer"));
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(settled(bench));
        if (discarded) {
            QCOMPARE(bench.session->pending(v1).size(), 1);
            before = bench.store->commits();
            bench.session->discard(mid);
            QVERIFY(settled(bench));
        }
        QCOMPARE(bench.session->draft(v1), QStringLiteral("my answer"));
        QVERIFY(bench.session->pending(v1).isEmpty());
        QCOMPARE(bench.store->commits() - before, 1);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QCOMPARE(bench.session->draft(v1), QStringLiteral("my answer"));
        QVERIFY(bench.session->pending(v1).isEmpty());
    }

    void whatTheHubMayHaveIsNotAskedAbout()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QSignalSpy asked(bench.session.get(), &Session::confirmationNeeded);
        bench.hub.pushing = false; // the answer comes, the message itself does not
        bench.session->sendText(v1, QStringLiteral("answered"));
        QTRY_COMPARE(bench.session->toSend(v1), 0);
        bench.hub.answering = false;
        bench.session->sendText(v1, QStringLiteral("carried out"));
        QTRY_COMPARE(bench.done(msgSend).size(), 2);
        const auto links = bench.hub.peers.size();
        bench.cutOff();
        bench.letTimePass(tooLong);
        QTRY_VERIFY(bench.hub.peers.size() > links + 2); // each try is a chance to ask
        QVERIFY2(asked.isEmpty(), "the agent who says no would write it again: twice for the customer");
        bench.hub.pushing = bench.hub.answering = true;
        bench.back();
        QTRY_VERIFY(bench.session->pending(v1).isEmpty());
        QVERIFY(asked.isEmpty());
        QCOMPARE(bench.done(msgSend).size(), 2);
        MessageListModel messages(bench.session.get(), v1);
        QTRY_COMPARE(SessionBench::texts(messages), (QStringList{QStringLiteral("answered"), QStringLiteral("carried out")}));
    }

    void whatTheHubMayHaveIsNotAskedAboutAfterANewStart()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.answering = bench.hub.pushing = false;
        const QString mid = bench.session->sendText(v1, QStringLiteral("once"));
        QTRY_COMPARE(bench.done(msgSend).size(), 1);
        bench.stop();
        bench.letTimePass(tooLong);
        bench.hub.answering = bench.hub.pushing = true;
        // The hub keeps no log of it any more, only its result: the message does not come by itself.
        bench.hub.log.clear();
        bench.start();
        QSignalSpy asked(bench.session.get(), &Session::confirmationNeeded);
        QVERIFY(bench.goLive());
        QTRY_VERIFY(bench.session->pending(v1).isEmpty());
        QVERIFY(asked.isEmpty());
        QCOMPARE(bench.done(msgSend).size(), 1);
        QCOMPARE(bench.done(msgSend).first().cid, mid);
        QCOMPARE(bench.session->draft(v1), QString());
    }

    void whatIsTooOldIsAskedAboutOnce()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.link->stop();
        QStringList old;
        for (const QString &conversation : {v1, v1, v2, v2, v2})
            old.append(bench.session->sendText(conversation, QStringLiteral("late")));
        QTRY_COMPARE(bench.session->sync().toSend, 5);
        bench.stop();
        bench.letTimePass(tooLong);
        bench.start();
        QSignalSpy asked(bench.session.get(), &Session::confirmationNeeded);
        QVERIFY(bench.goLive());
        QTRY_COMPARE(asked.size(), 1);
        QStringList named = asked.first().first().toStringList();
        named.sort();
        old.sort();
        QCOMPARE(named, old);
        QVERIFY(bench.done(msgSend).isEmpty());
        for (const QString &cid : std::as_const(old))
            bench.session->retry(cid);
        QTRY_COMPARE(bench.done(msgSend).size(), 5);
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        QCOMPARE(asked.size(), 1);
    }

    void anOlderCopyOfTheHubGetsItAgain_data()
    {
        QTest::addColumn<QString>("epoch");
        QTest::addColumn<qint64>("head");
        QTest::addColumn<bool>("drain");
        QTest::addColumn<bool>("old");
        for (const bool drain : {false, true}) {
            for (const bool old : {false, true}) {
                const QByteArray how = QByteArray(drain ? "drain" : "cut") + (old ? ", too old" : "");
                QTest::newRow(how + ", another epoch") << QStringLiteral("e2") << qint64(100) << drain << old;
                QTest::newRow(how + ", behind us") << QStringLiteral("e1") << qint64(1) << drain << old;
                QTest::newRow(how + ", beyond us") << QStringLiteral("e1") << qint64(100) << drain << old;
            }
        }
    }
    void anOlderCopyOfTheHubGetsItAgain()
    {
        QFETCH(QString, epoch);
        QFETCH(qint64, head);
        QFETCH(bool, drain);
        QFETCH(bool, old);
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.customerWrites(v2, QStringLiteral("one"), QStringLiteral("m1"));
        bench.customerWrites(v2, QStringLiteral("two"), QStringLiteral("m2"));
        QTRY_COMPARE(bench.session->unread(v2), 2);
        QTRY_VERIFY(bench.session->uncommitted(v2).isEmpty());
        bench.hub.pushing = false;
        const QString first = bench.session->sendText(v1, QStringLiteral("kept"));
        QTRY_COMPARE(bench.session->toSend(v1), 0);
        bench.hub.answering = false;
        const QString second = bench.session->sendText(v1, QStringLiteral("behind it"));
        QTRY_COMPARE(bench.done(msgSend).size(), 2);
        if (old)
            bench.letTimePass(tooLong);
        QSignalSpy asked(bench.session.get(), &Session::confirmationNeeded);
        bench.hub.onConnect = [&, restored = false](PairTransport &, PairTransport &) mutable {
            if (std::exchange(restored, true))
                return;
            bench.hub.answering = true;
            bench.restoreOlderCopy(epoch, head);
        };
        if (drain)
            bench.hub.send(bench.hub.last(), wire::Bye{QStringLiteral("drain"), 1, {}});
        else
            bench.hub.last().end->abort();
        if (old) {
            QTRY_COMPARE(asked.size(), 1);
            QCOMPARE(asked.first().first().toStringList(), (QStringList{first, second}));
            QVERIFY(bench.done(msgSend).isEmpty());
            bench.session->retry(first);
            bench.session->retry(second);
        }
        QTRY_COMPARE(bench.done(msgSend).size(), 2);
        QCOMPARE(bench.done(msgSend).first().cid, first);
        QCOMPARE(bench.done(msgSend).last().cid, second);
        QTRY_VERIFY(bench.session->pending(v1).isEmpty());
        MessageListModel messages(bench.session.get(), v1);
        QTRY_COMPARE(SessionBench::texts(messages), (QStringList{QStringLiteral("kept"), QStringLiteral("behind it")}));
        QCOMPARE(asked.size(), old ? 1 : 0);
    }

    void whatIsNoBubbleGoesAgainTooAndInItsOrder()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QTRY_COMPARE(bench.session->conversations().size(), 2);
        bench.hub.pushing = false;
        bench.session->addCustomerNote(QStringLiteral("cu-v1"), QStringLiteral("allergic to nuts"));
        bench.session->setStatus(AgentStatus::Break);
        QTRY_COMPARE(bench.done(QStringLiteral("agent.state")).size(), 1);
        QTRY_COMPARE(bench.session->sync().toSend, 0); // answered: nothing to ask about at sign-out
        bench.hub.answering = false;
        bench.session->setStatus(AgentStatus::Available);
        QTRY_COMPARE(bench.done(QStringLiteral("agent.state")).size(), 2);
        bench.cutOff();
        bench.restoreOlderCopy(QStringLiteral("e2"), 100);
        bench.hub.answering = true;
        bench.back();
        QTRY_COMPARE(bench.done(QStringLiteral("agent.state")).size(), 2);
        QCOMPARE(bench.done(QStringLiteral("customer.note")).size(), 1);
        QCOMPARE(bench.done(QStringLiteral("agent.state")).last().body["status"].toString(), QStringLiteral("available"));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        // Done is done: with its event it leaves the disk, too.
        bench.restart();
        QVERIFY(bench.goLive());
        QCOMPARE(bench.done(QStringLiteral("customer.note")).size(), 1);
        QVERIFY(bench.hub.last().all<wire::Command>().isEmpty());
    }

    // The batch with its event found no room, and comes again.
    void whatHasLeftMemoryLeavesTheDiskWithItsEvent()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        OutboxEntry entry;
        entry.cid = newId();
        entry.kind = msgSend;
        entry.conversation = v1;
        bench.store->putOutbox(entry, bench.store.get(), [](const StoreError &) {});
        bench.hub.append(QStringLiteral("noted"), v1, {}, entry.cid);
        QTRY_COMPARE(bench.acked(), bench.hub.head);
        const auto left = std::make_shared<qsizetype>(-1);
        bench.store->readOverview(bench.store.get(), [left](const StoreOverview &overview) { *left = overview.outbox.size(); });
        QTRY_COMPARE(*left, 0);
    }

    void anAnswerWhoseEventIsForOthersIsDoneWhenAllIsTold()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.hub.effect = [&](const wire::Command &) { ++bench.hub.head; }; // a position, and no event of ours
        bench.session->addCustomerNote(QStringLiteral("cu-v1"), QStringLiteral("x"));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        bench.restart();
        QVERIFY(bench.goLive());
        bench.restart();
        QVERIFY(bench.goLive());
        QVERIFY2(bench.hub.last().all<wire::Command>().isEmpty(), "it was asked once more, and that was enough");
    }
};

QTEST_MAIN(tst_Outbox)
#include "tst_outbox.moc"
