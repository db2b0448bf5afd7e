// SPDX-License-Identifier: GPL-3.0-or-later
// What may not be kept any longer goes: closed conversations with everything in them, in small pieces, and nothing else.
#include "models/store/AccountFolders.h"
#include "models/store/FolderLock.h"
#include "models/store/LocalWipe.h"
#include "models/store/SqlCipherDatabase.h"
#include "models/store/StoreFiles.h"
#include "tests/unit/store/StoreFixture.h"

using namespace liaison;

namespace {
constexpr qint64 old = 1'600'000'000'000;
constexpr qint64 limit = 1'650'000'000'000;
constexpr qint64 recent = 1'700'000'000'000;
} // namespace

class StoreRetentionTest : public QObject
{
    Q_OBJECT

    static Conversation closed(const QString &id, const QString &customer, const QString &name, qint64 at)
    {
        Conversation conversation = StoreFixture::conversation(id, customer, name);
        conversation.state = ConversationState::Closed;
        conversation.createdAt = at - 1000;
        conversation.closedAt = at;
        conversation.last.at = at;
        return conversation;
    }
    static Message said(const QString &conversation, qint64 cseq, const QString &text, qint64 at, const QString &customer)
    {
        Message message = StoreFixture::message(conversation, cseq, text);
        message.at = at;
        message.by = QLatin1String("c:") + customer;
        message.byName = QLatin1String("Name of ") + customer;
        return message;
    }
    static qint64 count(StoreFixture &fixture, const char *sql)
    {
        SqlCipherDatabase database;
        database.open(fixture.file(QStringLiteral("store.db")), fixture.key, SqlCipherDatabase::Role::Reader);
        return database.number(sql);
    }

private slots:
    void oldClosedConversationsGo()
    {
        StoreFixture fixture;
        QVERIFY(fixture.open());
        StoreBatch batch;
        batch.cursor = Cursor{QStringLiteral("e1"), 1};
        // More messages than one step takes, so that it takes several.
        for (int i = 1; i <= 350; ++i)
            batch.messages.append(
                said(QStringLiteral("old"), i, QStringLiteral("geheimwort %1").arg(i), old + i, QStringLiteral("cu1")));
        batch.messages.append(said(QStringLiteral("new"), 1, QStringLiteral("neuwort"), recent, QStringLiteral("cu2")));
        Conversation open = closed(QStringLiteral("open"), QStringLiteral("cu3"), QStringLiteral("Open"), old);
        open.state = ConversationState::Active;
        open.closedAt = 0;
        batch.messages.append(said(QStringLiteral("open"), 1, QStringLiteral("offenwort"), old, QStringLiteral("cu3")));
        batch.conversations = {closed(QStringLiteral("old"), QStringLiteral("cu1"), QStringLiteral("Alt"), old),
                               closed(QStringLiteral("new"), QStringLiteral("cu2"), QStringLiteral("Neu"), recent), open};
        batch.customers = {StoreFixture::customer(QStringLiteral("cu1"), QStringLiteral("Alt")),
                           StoreFixture::customer(QStringLiteral("cu2"), QStringLiteral("Neu")),
                           StoreFixture::customer(QStringLiteral("cu3"), QStringLiteral("Open"))};
        batch.unknownEvents = {QJsonObject{{"k", "later"}, {"at", double(old)}},
                               QJsonObject{{"k", "later"}, {"at", double(recent)}}};
        QVERIFY(!fixture.apply(batch).isError());
        fixture.store().putDraft({QStringLiteral("old"), QStringLiteral("a draft")});
        fixture.settle();
        QCOMPARE(fixture.search(QStringLiteral("geheimwort")).hits.isEmpty(), false);

        QSignalSpy removed(&fixture.store(), &Store::removed);
        const qint64 commits = fixture.store().commits();
        fixture.store().removeClosedBefore(limit);
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().toStringList(), QStringList{QStringLiteral("old")});
        QVERIFY2(fixture.store().commits() - commits >= 4, "not in one piece");
        QTRY_VERIFY(fixture.search(QStringLiteral("geheimwort")).hits.isEmpty());
        QVERIFY(fixture.search(QStringLiteral("Alt")).conversations.isEmpty());
        QCOMPARE(fixture.newest(QStringLiteral("old")).messages.size(), 0);
        QCOMPARE(fixture.newest(QStringLiteral("new")).messages.size(), 1);
        QCOMPARE(fixture.newest(QStringLiteral("open")).messages.size(), 1);
        const StoreOverview overview = fixture.overview();
        QCOMPARE(overview.conversations.size(), 2);
        QCOMPARE(overview.drafts.value(QStringLiteral("old")), QStringLiteral("a draft"));
        QCOMPARE(overview.cursor.pos, 1);
        QTRY_COMPARE(count(fixture, "SELECT count(*) FROM raw_event"), 1);
        fixture.close();
        QCOMPARE(count(fixture, "SELECT count(*) FROM customer WHERE id = 'cu1'"), 0);
        QCOMPARE(count(fixture, "SELECT count(*) FROM author WHERE name = 'Name of cu1'"), 0);
        QCOMPARE(count(fixture, "SELECT count(*) FROM author WHERE name = 'Name of cu2'"), 1);
        QCOMPARE(count(fixture, "SELECT count(*) FROM message"), 2);
    }

    void whatWaitsToBeSentKeepsItsConversation()
    {
        StoreFixture fixture;
        QVERIFY(fixture.open());
        StoreBatch batch;
        batch.conversations = {closed(QStringLiteral("a"), QStringLiteral("cu1"), QStringLiteral("A"), old),
                               closed(QStringLiteral("b"), QStringLiteral("cu2"), QStringLiteral("B"), old)};
        batch.messages = {said(QStringLiteral("a"), 1, QStringLiteral("one"), old, QStringLiteral("cu1")),
                          said(QStringLiteral("b"), 1, QStringLiteral("two"), old, QStringLiteral("cu2"))};
        QVERIFY(!fixture.apply(batch).isError());
        OutboxEntry entry = StoreFixture::entry(QStringLiteral("01234567-89ab-cdef-0123-456789abcdef"), QStringLiteral("wait"));
        entry.conversation = QStringLiteral("a");
        QVERIFY(!fixture.putOutbox(entry).isError());
        QSignalSpy removed(&fixture.store(), &Store::removed);
        fixture.store().removeClosedBefore(limit);
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().toStringList(), QStringList{QStringLiteral("b")});
        QCOMPARE(fixture.newest(QStringLiteral("a")).messages.size(), 1);
        QCOMPARE(fixture.overview().outbox.size(), 1);
        // Once it is answered, it goes with the next round.
        fixture.store().removeOutbox(entry.cid);
        fixture.settle();
        fixture.store().removeClosedBefore(limit);
        QTRY_COMPARE(removed.size(), 2);
        QCOMPARE(fixture.newest(QStringLiteral("a")).messages.size(), 0);
    }

    void olderHistoryOfWhichOnlyMessagesAreKnown()
    {
        StoreFixture fixture;
        QVERIFY(fixture.open());
        StoreBatch batch;
        batch.messages = {said(QStringLiteral("a"), 1, QStringLiteral("one"), old, QStringLiteral("cu1")),
                          said(QStringLiteral("b"), 1, QStringLiteral("two"), old, QStringLiteral("cu2")),
                          said(QStringLiteral("b"), 2, QStringLiteral("three"), recent, QStringLiteral("cu2"))};
        QVERIFY(!fixture.apply(batch).isError());
        QSignalSpy removed(&fixture.store(), &Store::removed);
        fixture.store().removeClosedBefore(limit);
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().toStringList(), QStringList{QStringLiteral("a")});
        QCOMPARE(fixture.newest(QStringLiteral("b")).messages.size(), 2);
    }

    void aWipeLeavesNothing()
    {
        QTemporaryDir dir;
        const AccountFolders accounts(dir.path());
        QStringList folders;
        for (const char *name : {"lin", "wang"}) {
            StoreFixture fixture;
            fixture.setFolder(accounts.folderOf(QUrl(QStringLiteral("https://desk.example.com")), QLatin1String(name)));
            QVERIFY(fixture.open());
            folders.append(fixture.folder());
            QVERIFY(!fixture.apply(StoreFixture::batch({StoreFixture::message(QStringLiteral("a"), 1, QStringLiteral("one"))}))
                         .isError());
            QVERIFY(StoreFiles::writePrivate(fixture.folder() + QStringLiteral("/key.wrapped"), "sealed"));
        }
        folders.sort();
        QFile settings(dir.filePath(QStringLiteral("liaison.ini")));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.close();
        const QString foreign = accounts.accounts() + QStringLiteral("/notes");
        QVERIFY(QDir().mkpath(foreign));

        {
            LocalWipe wipe(dir.path(), false);
            QCOMPARE(wipe.folders(), folders);
            FolderLock window(AccountFolders::windowLock(folders.last()));
            QCOMPARE(window.take(), FolderLock::Outcome::Held);
            QVERIFY(!wipe.lock()); // a workstation is running
        }
        for (const QString &folder : folders)
            QVERIFY(QFile::exists(folder + QStringLiteral("/store.db")) &&
                    QFile::exists(folder + QStringLiteral("/key.wrapped")));

        LocalWipe wipe(dir.path(), false);
        QVERIFY(wipe.lock());
        QStringList order;
        connect(&wipe, &LocalWipe::keyRemoved, this, [&](const QString &folder) {
            // Whoever pulls the plug here leaves ciphertext, and the next start knows what was meant.
            order.append(QStringLiteral("key"));
            QVERIFY(!QFile::exists(folder + QStringLiteral("/key.wrapped")));
            QVERIFY(QFile::exists(folder + QStringLiteral("/store.db")));
            QVERIFY(StoreFiles(folder).wipePending());
        });
        connect(&wipe, &LocalWipe::folderRemoved, this, [&] { order.append(QStringLiteral("files")); });
        QSignalSpy finished(&wipe, &LocalWipe::finished);
        wipe.start();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(order, (QStringList{"key", "key", "files", "files"}));
        QCOMPARE(finished.first().at(0).toStringList(), folders + QStringList{settings.fileName()});
        QVERIFY2(finished.first().at(1).toStringList().isEmpty(), qPrintable(finished.first().at(1).toStringList().join(u'\n')));
        for (const QString &folder : folders)
            QVERIFY(!QFile::exists(folder));
        QVERIFY(QFile::exists(foreign)); // what is not ours stays
    }
};

QTEST_GUILESS_MAIN(StoreRetentionTest)
#include "tst_store_retention.moc"
