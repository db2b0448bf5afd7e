// SPDX-License-Identifier: GPL-3.0-or-later
// What the store keeps and finds again.
#include "models/domain/Ids.h"
#include "tests/unit/store/StoreFixture.h"

using namespace liaison;

namespace {
const QString conv1 = QStringLiteral("conv-1");
const QString conv2 = QStringLiteral("conv-2");

QStringList texts(const QList<Message> &messages)
{
    QStringList list;
    for (const Message &message : messages)
        list.append(message.text);
    return list;
}

QStringList texts(const SearchResult &result)
{
    QStringList list;
    for (const SearchHit &hit : result.hits)
        list.append(hit.message.text);
    return list;
}

QList<qint64> cseqs(const MessageSlice &slice)
{
    QList<qint64> list;
    for (const Message &message : slice.messages)
        list.append(message.cseq);
    return list;
}

StoreBatch snapshot(const QString &epoch, qint64 pos, const QList<Conversation> &conversations = {})
{
    StoreBatch batch;
    batch.replaceAll = true;
    batch.cursor = Cursor{epoch, pos};
    batch.conversations = conversations;
    return batch;
}
} // namespace

class TestStore : public QObject
{
    Q_OBJECT
private slots:
    void keepsEverythingOfABatch()
    {
        StoreFixture f;
        QVERIFY(f.open());
        StoreBatch batch = f.batch({f.message(conv1, 1, QStringLiteral("你好，我的订单在哪里？"))}, 7);
        Conversation head = f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("王小明"));
        head.offer = Offer{QStringLiteral("o1"), QStringLiteral("a1"), 1'700'000'020'000};
        head.wrapupEndsAt = 1'700'000'090'000;
        head.last = {MessageKind::Text, Side::Customer, QStringLiteral("preview"), 1'700'000'000'001};
        batch.conversations = {head};
        Customer customer = f.customer(QStringLiteral("cust-1"), QStringLiteral("王小明"), QStringLiteral("13800138000"));
        customer.notes = {{QStringLiteral("n1"), QStringLiteral("a:a1"), QStringLiteral("Ann"), 5, QStringLiteral("note")}};
        batch.customers = {customer};
        CannedReply reply;
        reply.id = QStringLiteral("r1");
        reply.text = QStringLiteral("{customer.name}，您好");
        batch.canned = {reply};
        Queue queue;
        queue.id = QStringLiteral("q1");
        queue.name = QStringLiteral("Sales");
        batch.queues = {queue};
        batch.codes = {{QStringLiteral("w1"), QStringLiteral("Order")}};
        Agent me;
        me.id = QStringLiteral("a1");
        me.display = QStringLiteral("Ann");
        batch.me = me;
        batch.unknownEvents = {{{"k", "new.kind"}}};
        QVERIFY(!f.apply(batch).isError());

        for (int round = 0; round < 2; ++round) {
            const StoreOverview all = f.overview();
            QCOMPARE(all.cursor, (Cursor{QStringLiteral("epoch-1"), 7}));
            QCOMPARE(all.conversations, QList<Conversation>{head});
            QCOMPARE(all.customers, QList<Customer>{customer});
            QCOMPARE(all.canned, QList<CannedReply>{reply});
            QCOMPARE(all.queues, QList<Queue>{queue});
            QCOMPARE(all.codes, batch.codes);
            QCOMPARE(all.me, me);
            QCOMPARE(f.newest(conv1).messages, batch.messages);
            QVERIFY(f.open()); // the same after a restart
        }
    }

    void keepsEveryFieldOfAMessage()
    {
        StoreFixture f;
        QVERIFY(f.open());
        Message picture = f.message(conv1, 1, QStringLiteral("see"));
        picture.kind = MessageKind::Picture;
        picture.side = Side::Agent;
        picture.file = FileRef{QStringLiteral("f1"), QStringLiteral("票据.png"), QStringLiteral("image/png"), 12345, 640, 480};
        Message system = f.message(conv1, 2, QStringLiteral("assigned"));
        system.kind = MessageKind::System;
        system.side = Side::Hub;
        system.args = {{"agent", "Ann"}};
        Message odd = f.message(conv1, 3, QString(QChar(0)) + QStringLiteral("nul and \U0001F600 and 'quotes\""));
        odd.mid = QStringLiteral("not-a-uuid");
        QVERIFY(!f.apply(f.batch({picture, system, odd})).isError());
        QCOMPARE(f.newest(conv1).messages, (QList<Message>{picture, system, odd}));
    }

    void idsOfAnyForm_data()
    {
        QTest::addColumn<QString>("mid");
        QTest::newRow("uuid") << newId();
        QTest::newRow("upper case") << newId().toUpper();
        QTest::newRow("one") << QStringLiteral("a");
        QTest::newRow("15 characters") << QString(15, QLatin1Char('x'));
        QTest::newRow("16 characters") << QString(16, QLatin1Char('x'));
        QTest::newRow("17 characters") << QString(17, QLatin1Char('x'));
        QTest::newRow("64 characters") << QString(64, QLatin1Char('x'));
        QTest::newRow("nil uuid") << QStringLiteral("00000000-0000-0000-0000-000000000000");
    }
    void idsOfAnyForm()
    {
        QFETCH(QString, mid);
        StoreFixture f;
        QVERIFY(f.open());
        Message message = f.message(conv1, 1, QStringLiteral("x"));
        message.mid = mid;
        QVERIFY(!f.apply(f.batch({message})).isError());
        QVERIFY(!f.apply(f.batch({message})).isError());
        QCOMPARE(f.newest(conv1).messages, QList<Message>{message});
    }

    void readsSlices()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QList<Message> messages;
        for (int i = 1; i <= 20; ++i)
            messages.append(f.message(conv1, i, QString::number(i)));
        messages.append(f.message(conv2, 5, QStringLiteral("other")));
        QVERIFY(!f.apply(f.batch(messages)).isError());

        MessageSlice got = f.newest(conv1, 5);
        QCOMPARE(cseqs(got), (QList<qint64>{16, 17, 18, 19, 20}));
        QVERIFY(got.moreBefore && !got.moreAfter);
        got = f.newest(conv1, 20);
        QVERIFY(!got.moreBefore);
        const auto read = [&](auto call) {
            MessageSlice slice;
            bool answered = false;
            call([&](const MessageSlice &s) {
                slice = s;
                answered = true;
            });
            [&] { QTRY_VERIFY(answered); }();
            return slice;
        };
        got = read([&](auto done) { f.store().readBefore(conv1, 4, 10, this, done); });
        QCOMPARE(cseqs(got), (QList<qint64>{1, 2, 3}));
        QVERIFY(!got.moreBefore && got.moreAfter);
        got = read([&](auto done) { f.store().readAfter(conv1, 17, 2, this, done); });
        QCOMPARE(cseqs(got), (QList<qint64>{18, 19}));
        QVERIFY(got.moreBefore && got.moreAfter);
        got = read([&](auto done) { f.store().readAround(conv1, 10, 4, this, done); });
        QCOMPARE(cseqs(got), (QList<qint64>{8, 9, 10, 11}));
        QVERIFY(got.moreBefore && got.moreAfter);
        QVERIFY(f.newest(QStringLiteral("nowhere")).messages.isEmpty());
    }

    void aMessageIsStoredOnce()
    {
        StoreFixture f;
        QVERIFY(f.open());
        const Message message = f.message(conv1, 1, QStringLiteral("only once"));
        for (int i = 0; i < 3; ++i)
            QVERIFY(!f.apply(f.batch({message}, i)).isError());
        QCOMPARE(f.newest(conv1).messages, QList<Message>{message});
        QCOMPARE(texts(f.search(QStringLiteral("once"))), QStringList{QStringLiteral("only once")});
    }

    void aRecalledMessageLosesItsText()
    {
        StoreFixture f;
        QVERIFY(f.open());
        const Message message = f.message(conv1, 1, QStringLiteral("密码是 hunter2"));
        QVERIFY(!f.apply(f.batch({message})).isError());
        QCOMPARE(f.search(QStringLiteral("hunter2")).hits.size(), 1);
        Message recalled = message;
        recalled.recalled = true;
        QVERIFY(!f.apply(f.batch({recalled})).isError());
        QVERIFY(f.search(QStringLiteral("hunter2")).hits.isEmpty());
        QVERIFY(f.search(QStringLiteral("密码")).hits.isEmpty());
        QVERIFY(f.newest(conv1).messages.constFirst().text.isEmpty());
        QVERIFY(!f.apply(f.batch({message})).isError()); // replayed: stays recalled
        QVERIFY(f.newest(conv1).messages.constFirst().recalled);
        QVERIFY(f.search(QStringLiteral("hunter2")).hits.isEmpty());
    }

    void findsChineseAndEnglish_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("found");
        const QString text = QStringLiteral("您好，请问iPhone手机壳什么时候发货？Café №7 ｱｲﾌｫﾝ 서울역");
        Q_UNUSED(text);
        const auto row = [](const char *typed, bool found) { QTest::newRow(typed) << QString::fromUtf8(typed) << found; };
        row("手机", true);
        row("手机壳什么时候", true);
        row("壳", true);
        row("货", true);
        row("机手", false);
        row("手机什么", false);
        row("iphone", true);
        row("IPHO", true);
        row("iphone手机", true);
        row("hone", false);
        row("cafe", true);
        row("发货 您好", true);
        row("发货 再见", false);
        row("アイフォン", true);
        row("서울", true);
        row("울역", true);
    }
    void findsChineseAndEnglish()
    {
        QFETCH(QString, typed);
        QFETCH(bool, found);
        StoreFixture f;
        QVERIFY(f.open());
        const Message message = f.message(conv1, 1, QStringLiteral("您好，请问iPhone手机壳什么时候发货？Café №7 ｱｲﾌｫﾝ 서울역"));
        QVERIFY(!f.apply(f.batch({message, f.message(conv1, 2, QStringLiteral("nothing"))})).isError());
        QCOMPARE(f.search(typed).hits.size(), found ? 1 : 0);
    }

    void searchesNewestFirst()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QList<Message> later;
        QList<Message> earlier;
        for (int i = 1; i <= 30; ++i)
            (i > 15 ? later : earlier).append(f.message(conv1, i, QStringLiteral("parcel %1").arg(i)));
        StoreBatch head = f.batch(later);
        head.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("Li"))};
        QVERIFY(!f.apply(head).isError());
        QVERIFY(!f.apply(f.batch(earlier)).isError()); // history fetched later is older all the same
        const SearchResult result = f.search(QStringLiteral("parcel"), 3);
        QCOMPARE(texts(result),
                 (QStringList{QStringLiteral("parcel 30"), QStringLiteral("parcel 29"), QStringLiteral("parcel 28")}));
        QVERIFY(result.more);
        QCOMPARE(result.hits.constFirst().customerName, QStringLiteral("Li"));
        QVERIFY(!f.search(QStringLiteral("parcel"), 30).more);
    }

    void findsConversationsByCustomer()
    {
        StoreFixture f;
        QVERIFY(f.open());
        StoreBatch batch;
        batch.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("王小明"))};
        batch.customers = {f.customer(QStringLiteral("cust-1"), QStringLiteral("王小明"), QStringLiteral("13800138000"))};
        QVERIFY(!f.apply(batch).isError());
        const auto found = [&](const char *typed) { return f.search(QString::fromUtf8(typed)).conversations.size(); };
        QCOMPARE(found("小明"), 1);
        QCOMPARE(found("138001"), 1);
        QCOMPARE(found("李"), 0);
        StoreBatch renamed; // the profile changes without its conversation
        renamed.customers = {f.customer(QStringLiteral("cust-1"), QStringLiteral("李四"), QStringLiteral("02088"))};
        QVERIFY(!f.apply(renamed).isError());
        QCOMPARE(found("李四"), 1);
        QCOMPARE(found("02088"), 1);
        QCOMPARE(found("小明"), 0);
    }

    void noInputBreaksTheSearch()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QVERIFY(!f.apply(f.batch({f.message(conv1, 1, QStringLiteral("plain text"))})).isError());
        const QStringList nasty{
            QStringLiteral("\""),         QStringLiteral("*"),         QStringLiteral("plain* OR"),
            QStringLiteral("NEAR(a b)"),  QStringLiteral("seg:plain"), QStringLiteral("'; DROP TABLE message; --"),
            QStringLiteral("^plain"),     QStringLiteral("a AND NOT"), QString(5000, QLatin1Char('(')),
            QString(5000, QChar(0x624B)), QString(QChar(0)),           QString(QChar(0xD800)),
            QStringLiteral("\U0001F600"), QStringLiteral("\u0301")};
        for (const QString &typed : nasty) {
            f.search(typed);
            QVERIFY(f.failures().isEmpty());
        }
        QCOMPARE(f.search(QStringLiteral("plain")).hits.size(), 1);
        QCOMPARE(f.search(QStringLiteral("\"plain text\"")).hits.size(), 1);
    }

    void aNewerSearchOvertakesAnOlder()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QList<Message> many;
        for (int i = 1; i <= 3000; ++i)
            many.append(f.message(conv1, i, QStringLiteral("word number %1").arg(i)));
        QVERIFY(!f.apply(f.batch(many)).isError());
        int stale = 0;
        SearchResult last;
        bool answered = false;
        for (int i = 0; i < 50; ++i)
            f.store().search(QStringLiteral("w"), 2000, this, [&](const SearchResult &) { ++stale; });
        f.store().search(QStringLiteral("number 17"), 20, this, [&](const SearchResult &result) {
            last = result;
            answered = true;
        });
        QTRY_VERIFY(answered);
        QVERIFY2(stale < 50, qPrintable(QString::number(stale)));
        QVERIFY(!last.hits.isEmpty());
    }

    void keepsOutboxInOrder()
    {
        StoreFixture f;
        QVERIFY(f.open());
        for (const char *cid : {"c1", "c2", "c3"})
            QVERIFY(!f.putOutbox(f.entry(QLatin1String(cid), QLatin1String(cid))).isError());
        OutboxEntry changed = f.entry(QStringLiteral("c1"), QStringLiteral("c1"));
        changed.state = OutboxEntry::State::Failed;
        changed.error = QStringLiteral("forbidden");
        changed.confirmed = true;
        changed.filePath = QStringLiteral("/file");
        changed.version = 3;
        QVERIFY(!f.putOutbox(changed).isError());
        f.store().removeOutbox(QStringLiteral("c2"));
        f.settle();
        QVERIFY(f.open());
        const QList<OutboxEntry> outbox = f.overview().outbox;
        QCOMPARE(outbox.size(), 2);
        QCOMPARE(outbox[0].cid, QStringLiteral("c1"));
        QCOMPARE(outbox[0].state, OutboxEntry::State::Failed);
        QCOMPARE(outbox[0].error, QStringLiteral("forbidden"));
        QCOMPARE(outbox[0].filePath, QStringLiteral("/file"));
        QCOMPARE(outbox[0].version, 3);
        QVERIFY(outbox[0].confirmed);
        QCOMPARE(outbox[0].body["text"].toString(), QStringLiteral("c1"));
        QCOMPARE(outbox[1].cid, QStringLiteral("c3"));
        StoreBatch answered;
        answered.removedOutbox = {QStringLiteral("c1"), QStringLiteral("c3")};
        QVERIFY(!f.apply(answered).isError());
        QVERIFY(f.overview().outbox.isEmpty());
    }

    void keepsDraftsAndSettings()
    {
        StoreFixture f;
        QVERIFY(f.open());
        f.store().putDraft({conv1, QStringLiteral("您")});
        f.store().putDraft({conv1, QStringLiteral("您好")});
        f.store().putDraft({conv2, QStringLiteral("gone")});
        f.store().putDraft({conv2, QString()});
        f.store().putSetting(QStringLiteral("density"), QStringLiteral("compact"));
        f.close(); // what is queued is written
        QVERIFY(f.open());
        QCOMPARE(f.overview().drafts, (QHash<QString, QString>{{conv1, QStringLiteral("您好")}}));
        QCOMPARE(f.setting(QStringLiteral("density")), QStringLiteral("compact"));
        QCOMPARE(f.setting(QStringLiteral("none")), QString());
    }
    void wordsThatTheOutboxHasNotStandInTheDraftsRow()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QVERIFY(!f.putOutbox(f.entry(QStringLiteral("c1"), QStringLiteral("on its way"))).isError());
        const QList<UnplacedText> unplaced{{{QStringLiteral("c1")}, QStringLiteral("on its way")},
                                           {{QStringLiteral("c2")}, QStringLiteral("found no room")},
                                           {{QStringLiteral("c4"), QStringLiteral("c1")}, QStringLiteral("another try")}};
        f.store().putDraft({conv1, QStringLiteral("typed"), unplaced});
        QVERIFY(!f.putOutbox(f.entry(QStringLiteral("c3"), QStringLiteral("so that the draft is written"))).isError());
        QCOMPARE(f.overview().drafts.value(conv1), QStringLiteral("found no room\ntyped"));
        f.store().giveBack({QStringLiteral("c1")}, {conv1, {}, unplaced});
        f.close(); // what is queued is written
        QVERIFY(f.open());
        QCOMPARE(f.overview().drafts.value(conv1), QStringLiteral("on its way\nfound no room\nanother try"));
        QCOMPARE(f.overview().outbox.size(), 1);
    }

    void groupsWhatComesTogether()
    {
        StoreOptions options = StoreFixture::fast();
        options.groupMs = 20;
        StoreFixture f(options);
        QVERIFY(f.open());
        const qint64 before = f.store().commits();
        QList<int> order;
        for (int i = 0; i < 100; ++i)
            f.store().apply(f.batch({f.message(conv1, i + 1, QStringLiteral("m"))}, i), this, [&, i](const StoreError &error) {
                QVERIFY(!error.isError());
                order.append(i);
            });
        QTRY_COMPARE(order.size(), 100);
        QVERIFY(std::is_sorted(order.cbegin(), order.cend()));
        QVERIFY2(f.store().commits() - before < 50, "one commit for each batch is too many");
        QCOMPARE(f.cursor().pos, 99);
    }

    void noCallbackAfterItsContext()
    {
        StoreFixture f;
        QVERIFY(f.open());
        bool called = false;
        auto context = std::make_unique<QObject>();
        f.store().apply(f.batch({f.message(conv1, 1, QStringLiteral("m"))}), context.get(),
                        [&](const StoreError &) { called = true; });
        f.store().readNewest(conv1, 5, context.get(), [&](const MessageSlice &) { called = true; });
        context.reset();
        f.settle();
        f.newest(conv1);
        QVERIFY(!called);
    }

    void aSnapshotOfTheSameLogReplacesHeads()
    {
        StoreFixture f;
        QVERIFY(f.open());
        Conversation closed = f.conversation(QStringLiteral("closed"), QStringLiteral("cust-c"), QStringLiteral("Closed"));
        closed.state = ConversationState::Closed;
        StoreBatch first =
            f.batch({f.message(conv1, 1, QStringLiteral("stays one")), f.message(conv2, 1, QStringLiteral("goes two")),
                     f.message(QStringLiteral("closed"), 1, QStringLiteral("stays closed"))},
                    10);
        first.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("One")),
                               f.conversation(conv2, QStringLiteral("cust-2"), QStringLiteral("Two")), closed};
        first.customers = {f.customer(QStringLiteral("cust-1"), QStringLiteral("One")),
                           f.customer(QStringLiteral("cust-2"), QStringLiteral("Two")),
                           f.customer(QStringLiteral("cust-c"), QStringLiteral("Closed"))};
        CannedReply reply;
        reply.id = QStringLiteral("old");
        first.canned = {reply};
        QVERIFY(!f.apply(first).isError());
        f.store().putDraft({conv2, QStringLiteral("draft")});
        f.store().putSetting(QStringLiteral("s"), QStringLiteral("v"));
        QVERIFY(!f.putOutbox(f.entry(QStringLiteral("c1"), QStringLiteral("x"))).isError());

        QVERIFY(!f.apply(snapshot(QStringLiteral("epoch-1"), 20, {first.conversations[0]})).isError());
        const StoreOverview all = f.overview();
        QCOMPARE(all.cursor.pos, 20);
        QCOMPARE(all.conversations.size(), 2);
        QCOMPARE(all.customers.size(), 2);
        QVERIFY(all.canned.isEmpty());
        QCOMPARE(all.outbox.size(), 1);
        QCOMPARE(all.drafts.value(conv2), QStringLiteral("draft"));
        QCOMPARE(f.setting(QStringLiteral("s")), QStringLiteral("v"));
        QCOMPARE(texts(f.newest(conv1).messages), QStringList{QStringLiteral("stays one")});
        QVERIFY(f.newest(conv2).messages.isEmpty());
        QVERIFY(f.search(QStringLiteral("goes")).hits.isEmpty());
        QCOMPARE(f.search(QStringLiteral("stays")).hits.size(), 2);

        QVERIFY(!f.apply(snapshot(QStringLiteral("epoch-2"), 1)).isError()); // another log: nothing stays
        QVERIFY(f.overview().conversations.isEmpty());
        QVERIFY(f.search(QStringLiteral("stays")).hits.isEmpty());
        QVERIFY(f.newest(conv1).messages.isEmpty());
        QCOMPARE(f.overview().outbox.size(), 1);
        QCOMPARE(f.overview().drafts.size(), 1);
        QCOMPARE(f.setting(QStringLiteral("s")), QStringLiteral("v"));
    }

    void aPurgedConversationIsGone()
    {
        StoreFixture f;
        QVERIFY(f.open());
        StoreBatch batch = f.batch({f.message(conv1, 1, QStringLiteral("secret")), f.message(conv2, 1, QStringLiteral("other"))});
        batch.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("Zhang"))};
        batch.customers = {f.customer(QStringLiteral("cust-1"), QStringLiteral("Zhang"))};
        QVERIFY(!f.apply(batch).isError());
        f.store().putDraft({conv1, QStringLiteral("draft")});
        StoreBatch purge;
        purge.purgedConversations = {conv1};
        QVERIFY(!f.apply(purge).isError());
        QVERIFY(f.newest(conv1).messages.isEmpty());
        QVERIFY(f.search(QStringLiteral("secret")).hits.isEmpty());
        QVERIFY(f.search(QStringLiteral("zhang")).conversations.isEmpty());
        QCOMPARE(f.overview().drafts.value(conv1), QStringLiteral("draft")); // the agent's own words
        QVERIFY(f.overview().conversations.isEmpty());
        QCOMPARE(f.newest(conv2).messages.size(), 1);
        QVERIFY(!f.apply(batch).isError()); // access comes back
        QCOMPARE(f.search(QStringLiteral("secret")).hits.size(), 1);
    }

    void closedConversationsBeyondTheOverviewAreFound()
    {
        StoreFixture f;
        QVERIFY(f.open());
        StoreBatch batch;
        for (int i = 0; i < 250; ++i) {
            Conversation c =
                f.conversation(QStringLiteral("c%1").arg(i), QStringLiteral("u%1").arg(i), QStringLiteral("Customer"));
            c.state = ConversationState::Closed;
            c.closedAt = 1'700'000'000'000 + i;
            batch.conversations.append(c);
            batch.messages.append(f.message(c.id, 1, QStringLiteral("topic%1").arg(i)));
        }
        QVERIFY(!f.apply(batch).isError());
        const StoreOverview all = f.overview();
        QCOMPARE(all.conversations.size(), 200);
        QCOMPARE(all.conversations.constFirst().id, QStringLiteral("c249"));
        QCOMPARE(f.search(QStringLiteral("topic7 ")).hits.constFirst().message.conversation, QStringLiteral("c7"));
    }

    void emptiesTheWalWhenIdle()
    {
        StoreOptions options = StoreFixture::fast();
        options.truncateAfterCommitMs = 10;
        options.mergeAfterIdleMs = 5;
        StoreFixture f(options);
        QVERIFY(f.open());
        QList<Message> many;
        for (int i = 1; i <= 500; ++i)
            many.append(f.message(conv1, i, QStringLiteral("message %1").arg(i)));
        QVERIFY(!f.apply(f.batch(many)).isError());
        QTRY_COMPARE(QFileInfo(f.file(QStringLiteral("store.db-wal"))).size(), 0);
        QCOMPARE(f.search(QStringLiteral("message 500")).hits.size(), 1);
    }

    void aSnapshotLeavesNoHoleInAConversation()
    {
        StoreFixture f;
        QVERIFY(f.open());
        StoreBatch first =
            f.batch({f.message(conv1, 1, QStringLiteral("long ago")), f.message(conv1, 2, QStringLiteral("and then")),
                     f.message(conv2, 1, QStringLiteral("hello")), f.message(conv2, 2, QStringLiteral("again"))},
                    10);
        first.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("One")),
                               f.conversation(conv2, QStringLiteral("cust-2"), QStringLiteral("Two"))};
        first.cursor = Cursor{QStringLiteral("epoch-1"), 10};
        QVERIFY(!f.apply(first).isError());
        // Away for longer than the hub keeps its log: a snapshot under the same epoch, with the newest messages only.
        StoreBatch later = snapshot(QStringLiteral("epoch-1"), 900, first.conversations);
        later.messages = {f.message(conv1, 41, QStringLiteral("today")), f.message(conv1, 42, QStringLiteral("now")),
                          f.message(conv2, 3, QStringLiteral("joined on"))};
        QVERIFY(!f.apply(later).isError());
        QCOMPARE(cseqs(f.newest(conv1)), (QList<qint64>{41, 42}));
        QCOMPARE(cseqs(f.newest(conv2)), (QList<qint64>{1, 2, 3}));
        QVERIFY(f.search(QStringLiteral("long ago")).hits.isEmpty());
        // An older copy of the hub's database under the same epoch: it ends before what was seen of it.
        StoreBatch older = snapshot(QStringLiteral("epoch-1"), 20, {first.conversations[0]});
        older.messages = {f.message(conv1, 1, QStringLiteral("long ago"))};
        QVERIFY(!f.apply(older).isError());
        QCOMPARE(cseqs(f.newest(conv1)), QList<qint64>{1});
        QVERIFY(f.newest(conv2).messages.isEmpty());
        QVERIFY(f.search(QStringLiteral("today")).hits.isEmpty());
    }

    void writesWaitForTheOpening()
    {
        StoreFixture f;
        Store store(StoreFixture::fast());
        bool written = false;
        bool read = false;
        store.apply(f.batch({f.message(conv1, 1, QStringLiteral("early"))}), this,
                    [&](const StoreError &e) { written = !e.isError(); });
        store.open(f.folder(), f.key);
        store.readOverview(this, [&](const StoreOverview &) { read = true; });
        QTRY_VERIFY(written && read);
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
