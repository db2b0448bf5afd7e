// SPDX-License-Identifier: GPL-3.0-or-later
// Every row of "When it breaks" in docs/store.md.
#include "models/store/SqlCipherDatabase.h"
#include "models/store/StoreFiles.h"
#include "tests/unit/store/Noise.h"
#include "tests/unit/store/StoreFixture.h"

#include <QDirIterator>
#include <QProcess>

#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

using namespace liaison;
using liaison::test::overwrite;
using Kind = StoreError::Kind;

namespace {
const QString conv1 = QStringLiteral("conv-1");
const QString conv2 = QStringLiteral("conv-2");
constexpr qint64 pageBytes = 4096;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A store with rows of every sort that only this machine has, and `messages` messages.
void fill(StoreFixture &f, int messages, int entries = 2)
{
    QVERIFY(f.open());
    QList<Message> many;
    for (int i = 1; i <= messages; ++i)
        many.append(f.message(conv1, i, QStringLiteral("message number %1 with some words").arg(i)));
    StoreBatch batch = f.batch(many, messages);
    batch.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("Li"))};
    QVERIFY(!f.apply(batch).isError());
    for (int i = 0; i < entries; ++i)
        QVERIFY(
            !f.putOutbox(f.entry(QStringLiteral("cid-%1").arg(i, 3, 10, QLatin1Char('0')), QStringLiteral("unsent"))).isError());
    f.store().putDraft({conv1, QStringLiteral("draft")});
    f.store().putSetting(QStringLiteral("name"), QStringLiteral("value"));
    f.settle();
}

QStringList cids(const QList<OutboxEntry> &outbox)
{
    QStringList list;
    for (const OutboxEntry &entry : outbox)
        list.append(entry.cid);
    return list;
}

/// Copies the files of a living store, as they are after a power cut; without its lock.
QString copyOf(StoreFixture &f, const QTemporaryDir &to)
{
    const QString target = to.filePath(QStringLiteral("copy"));
    QDir().mkpath(target);
    for (const QString &name : QDir(f.folder()).entryList(QDir::Files | QDir::Hidden)) {
        if (name != QLatin1String("store.lock"))
            QFile::copy(f.file(name), target + QLatin1Char('/') + name);
    }
    return target;
}
} // namespace

class TestStoreFailures : public QObject
{
    Q_OBJECT

    /// What a rebuilt store must have, and must not have.
    void verifyRebuilt(StoreFixture &f, int entries)
    {
        QTRY_COMPARE(f.failures().size(), 1);
        const StoreError error = f.failures().constFirst();
        QCOMPARE(error.kind, Kind::Damaged);
        QCOMPARE(error.salvagedOutbox, entries);
        QVERIFY(!error.text().isEmpty());
        QVERIFY(QFile::exists(error.setAsidePath));
        const StoreOverview all = f.overview();
        QVERIFY(!all.cursor.isValid());
        QCOMPARE(all.outbox.size(), entries);
        QVERIFY(all.conversations.isEmpty());
        QCOMPARE(all.drafts.value(conv1), QStringLiteral("draft"));
        QCOMPARE(f.setting(QStringLiteral("name")), QStringLiteral("value"));
        // And it works, and lasts.
        StoreBatch snapshot = f.batch({f.message(conv1, 1, QStringLiteral("again"))}, 9);
        snapshot.replaceAll = true;
        QVERIFY(!f.apply(snapshot).isError());
        QVERIFY(f.open());
        QVERIFY(f.failures().isEmpty());
        QCOMPARE(f.cursor().pos, 9);
        QCOMPARE(f.overview().outbox.size(), entries);
    }

private slots:
    void wrongKey()
    {
        StoreFixture f;
        fill(f, 10);
        f.close();
        const QByteArray before = contentOf(f.file(QStringLiteral("store.db")));
        const QByteArray right = std::exchange(f.key, QByteArray(32, 'x'));
        QVERIFY(!f.open());
        QCOMPARE(f.failures().constFirst().kind, Kind::WrongKey);
        QVERIFY(f.apply(f.batch({})).isError()); // answered, not forgotten
        QVERIFY(f.overview().outbox.isEmpty());
        f.close();
        QCOMPARE(contentOf(f.file(QStringLiteral("store.db"))), before);
        QVERIFY(QFile::remove(f.file(QStringLiteral("store.check")))); // even when nothing says which of the two it is
        QVERIFY(!f.open());
        QCOMPARE(f.failures().constFirst().kind, Kind::WrongKey);
        f.close();
        QCOMPARE(contentOf(f.file(QStringLiteral("store.db"))), before);
        f.key = right;
        QVERIFY(f.open());
        QCOMPARE(f.overview().outbox.size(), 2);
        QVERIFY(QFile::exists(f.file(QStringLiteral("store.check"))));
    }

    void aDamagedCheckValueLocksNobodyOut()
    {
        StoreFixture f;
        fill(f, 10);
        f.close();
        overwrite(f.file(QStringLiteral("store.check")), 0, 32);
        QVERIFY(f.open());
        QVERIFY(f.failures().isEmpty());
        QCOMPARE(f.overview().outbox.size(), 2);
    }

    void firstPageDamaged_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("salt") << qint64(16);
        QTest::newRow("all of it") << pageBytes;
    }
    void firstPageDamaged()
    {
        QFETCH(qint64, bytes);
        StoreFixture f;
        fill(f, 3000); // the copy of page 1 is from when the file was small
        f.close();
        overwrite(f.file(QStringLiteral("store.db")), 0, bytes);
        QVERIFY(f.open());
        verifyRebuilt(f, 2);
    }

    void laterPageDamaged_data()
    {
        QTest::addColumn<bool>("writing");
        QTest::newRow("met while reading") << false;
        QTest::newRow("met while writing") << true;
    }
    void laterPageDamaged()
    {
        QFETCH(bool, writing);
        StoreFixture f;
        fill(f, 3000);
        f.close();
        overwrite(f.file(QStringLiteral("store.db")), 60 * pageBytes);
        QVERIFY(f.open());
        QVERIFY(f.failures().isEmpty());
        if (writing) {
            QList<Message> more;
            for (int i = 1; i <= 300; ++i)
                more.append(f.message(conv1, 3000 + i, QStringLiteral("more")));
            const StoreError error = f.apply(f.batch(more, 4000));
            QCOMPARE(error.kind, Kind::Damaged); // not stored: its cursor would have passed what is gone
            QCOMPARE(f.apply(f.batch({f.message(conv1, 3400, QStringLiteral("next"))}, 4001)).kind, Kind::Damaged);
        } else {
            QVERIFY(f.newest(conv1, 2000).messages.isEmpty()); // asked again of the new file
        }
        verifyRebuilt(f, 2);
    }

    void afterARebuildEventsGoOnOnceTheCursorIsKnown()
    {
        StoreFixture f;
        fill(f, 3000);
        f.close();
        overwrite(f.file(QStringLiteral("store.db")), 60 * pageBytes);
        QVERIFY(f.open());
        f.newest(conv1, 2000);
        QCOMPARE(f.apply(f.batch({f.message(conv1, 1, QStringLiteral("late"))}, 3001)).kind, Kind::Damaged);
        QVERIFY(!f.cursor().isValid());
        QVERIFY(!f.apply(f.batch({f.message(conv1, 1, QStringLiteral("anew"))}, 1)).isError());
        QCOMPARE(f.cursor().pos, 1);
    }

    void anyOnePageDamaged()
    {
        constexpr int entries = 120;
        StoreFixture f;
        fill(f, 200, entries);
        f.close();
        const QByteArray whole = contentOf(f.file(QStringLiteral("store.db")));
        int rebuilt = 0;
        int lossless = 0;
        const qint64 pages = whole.size() / pageBytes;
        for (qint64 page = 0; page < pages; ++page) {
            QFile file(f.file(QStringLiteral("store.db")));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QCOMPARE(file.write(whole), whole.size());
            file.close();
            overwrite(f.file(QStringLiteral("store.db")), page * pageBytes, pageBytes);
            QVERIFY(f.open());
            f.overview();
            f.newest(conv1, 300);
            f.search(QStringLiteral("message"));
            f.putOutbox(f.entry(QStringLiteral("cid-new"), QStringLiteral("x")));
            const QStringList found = cids(f.overview().outbox);
            QVERIFY(found.contains(QStringLiteral("cid-new")));
            QVERIFY(std::is_sorted(found.cbegin(), found.cend()));
            // One leaf of the outbox holds some twenty entries; its inner page all of them.
            rebuilt += f.failures().isEmpty() ? 0 : 1;
            lossless += found.size() == entries + 1 ? 1 : 0;
            if (f.failures().isEmpty())
                QCOMPARE(found.size(), entries + 1);
            f.close();
        }
        QVERIFY2(rebuilt > pages / 3, qPrintable(QString::number(rebuilt)));
        QVERIFY2(lossless >= pages - 12, qPrintable(QStringLiteral("%1 of %2").arg(lossless).arg(pages)));
    }

    void keepsOnlyTwoDamagedFiles()
    {
        StoreFixture f;
        for (int i = 0; i < 4; ++i) {
            fill(f, 10);
            f.close();
            overwrite(f.file(QStringLiteral("store.db")), 0, pageBytes);
            QVERIFY(f.open());
        }
        f.close();
        const QDir dir(f.folder());
        QCOMPARE(dir.entryList({QStringLiteral("store.db.damaged-*")}, QDir::Files).size(), 2);
    }

    void damageIsFoundAfterAnUncleanEnd()
    {
        StoreFixture f;
        fill(f, 3000);
        f.close();
        const qint64 size = QFileInfo(f.file(QStringLiteral("store.db"))).size();
        overwrite(f.file(QStringLiteral("store.db")), size - 20 * pageBytes, 20 * pageBytes);
        QFile unclean(f.file(QStringLiteral("store.open")));
        QVERIFY(unclean.open(QIODevice::WriteOnly));
        unclean.close();
        QVERIFY(f.open()); // nobody reads anything
        verifyRebuilt(f, 2);
    }

    void emptyFile_data()
    {
        QTest::addColumn<bool>("missing");
        QTest::newRow("empty") << false;
        QTest::newRow("missing") << true;
    }
    void emptyFile()
    {
        QFETCH(bool, missing);
        StoreFixture f;
        fill(f, 10);
        f.close();
        if (missing)
            QVERIFY(QFile::remove(f.file(QStringLiteral("store.db"))));
        else
            QVERIFY(QFile::resize(f.file(QStringLiteral("store.db")), 0));
        QVERIFY(f.open());
        QCOMPARE(f.failures().size(), 1);
        QCOMPARE(f.failures().constFirst().kind, Kind::Emptied);
        QVERIFY(!f.cursor().isValid());
        QVERIFY(!f.apply(f.batch({f.message(conv1, 1, QStringLiteral("new"))}, 1)).isError());
        QVERIFY(f.open());
        QVERIFY(f.failures().isEmpty());
        QCOMPARE(f.cursor().pos, 1);
    }

    void walLostOrDamaged_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"whole", "lost", "header", "tail", "middle"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void walLostOrDamaged()
    {
        QFETCH(QString, how);
        StoreFixture f;
        fill(f, 0);
        f.open(); // the WAL was emptied into the file; what follows is only in the WAL
        for (int i = 1; i <= 40; ++i)
            QVERIFY(!f.apply(f.batch({f.message(conv1, i, QStringLiteral("message %1").arg(i))}, i)).isError());
        const QTemporaryDir dir;
        StoreFixture copy;
        copy.setFolder(copyOf(f, dir));
        const QString wal = copy.file(QStringLiteral("store.db-wal"));
        const qint64 size = QFileInfo(wal).size();
        QVERIFY(size > 40 * pageBytes);
        if (how == QLatin1String("lost"))
            QVERIFY(QFile::remove(wal));
        else if (how == QLatin1String("header"))
            overwrite(wal, 0, 32);
        else if (how == QLatin1String("tail"))
            overwrite(wal, size - 3 * pageBytes, 3 * pageBytes);
        else if (how == QLatin1String("middle"))
            overwrite(wal, size / 2, 100);
        QVERIFY(copy.open());
        QVERIFY(copy.failures().isEmpty());
        // The cursor is as far as the rows, no further.
        const qint64 rows = copy.newest(conv1, 100).messages.size();
        QCOMPARE(qMax<qint64>(copy.cursor().pos, 0), rows);
        if (how == QLatin1String("whole"))
            QCOMPARE(rows, 40);
        else if (how == QLatin1String("lost") || how == QLatin1String("header"))
            QCOMPARE(rows, 0);
        else
            QVERIFY(rows > 0 && rows < 40);
    }

    void diskFull()
    {
        StoreOptions options = StoreFixture::fast();
        options.mostPages = std::make_shared<std::atomic<qint64>>(0);
        options.reserveBytes = 64 * 1024;
        StoreFixture f(options);
        fill(f, 100);
        QTRY_VERIFY(QFileInfo(f.file(QStringLiteral("store.reserve"))).size() == options.reserveBytes);
        *options.mostPages = 1; // less than it has: not one page more
        int stored = 0;
        QList<qint64> order;
        for (int i = 1; i <= 30; ++i) {
            QList<Message> many;
            for (int k = 0; k < 50; ++k)
                many.append(f.message(conv1, 1000 + i * 50 + k, QStringLiteral("while it is full")));
            f.store().apply(f.batch(many, 100 + i), this, [&, i](const StoreError &error) {
                stored += error.isError() ? 0 : 1;
                order.append(i);
            });
        }
        QTRY_COMPARE(f.degradations().size(), 1);
        QCOMPARE(f.degradations().constFirst().kind, Kind::DiskFull);
        QVERIFY(!f.degradations().constFirst().text().isEmpty());
        QVERIFY(!QFile::exists(f.file(QStringLiteral("store.reserve")))); // freed first
        QCOMPARE(f.putOutbox(f.entry(QStringLiteral("cid-full"), QString(20000, QLatin1Char('x')))).kind, Kind::DiskFull);
        // Readable. The first of what was given may have found room in the pages there are, if it was written alone.
        QCOMPARE(f.newest(conv1, 10).messages.constLast().cseq, stored == 0 ? 100 : 1000 + stored * 50 + 49);
        QVERIFY(f.failures().isEmpty());
        QVERIFY(stored < 30);
        *options.mostPages = 0;
        QTRY_COMPARE(f.recoveries(), 1);
        QTRY_COMPARE(order.size(), 30);
        QCOMPARE(stored, 30);
        QVERIFY(std::is_sorted(order.cbegin(), order.cend()));
        QCOMPARE(f.cursor().pos, 130);
        QCOMPARE(f.overview().outbox.size(), 2);
        QVERIFY(!f.putOutbox(f.entry(QStringLiteral("cid-full"), QStringLiteral("x"))).isError());
        QTRY_VERIFY(QFileInfo(f.file(QStringLiteral("store.reserve"))).size() == options.reserveBytes);
    }

    void whatWritesNothingDoesNotEndAFullDisk()
    {
        StoreOptions options = StoreFixture::fast();
        options.mostPages = std::make_shared<std::atomic<qint64>>(0);
        StoreFixture f(options);
        fill(f, 100);
        *options.mostPages = 1;
        const OutboxEntry large = f.entry(QStringLiteral("cid-full"), QString(200000, QLatin1Char('x')));
        QCOMPARE(f.putOutbox(large).kind, Kind::DiskFull);
        const qint64 commits = f.store().commits();
        f.store().putDraft({conv2, QString()}); // was empty
        QTRY_VERIFY(f.store().commits() > commits);
        QCOMPARE(f.putOutbox(large).kind, Kind::DiskFull);
        QCOMPARE(f.degradations().size(), 1);
        QCOMPARE(f.recoveries(), 0);
        *options.mostPages = 0;
        QVERIFY(!f.putOutbox(large).isError());
        QTRY_COMPARE(f.recoveries(), 1);
    }

    void diskFullForTooLong()
    {
        StoreOptions options = StoreFixture::fast();
        options.mostPages = std::make_shared<std::atomic<qint64>>(0);
        options.mostQueuedRows = 200;
        StoreFixture f(options);
        fill(f, 100);
        *options.mostPages = 1;
        int refused = 0;
        int stored = 0;
        const auto applySome = [&](int from, int to) {
            for (int i = from; i <= to; ++i) {
                QList<Message> many;
                for (int k = 0; k < 50; ++k)
                    many.append(f.message(conv1, i * 100 + k, QStringLiteral("text text text")));
                f.store().apply(f.batch(many, i), this, [&](const StoreError &error) { ++(error.isError() ? refused : stored); });
            }
        };
        applySome(101, 110);
        QTRY_COMPARE(f.degradations().size(), 1);
        applySome(111, 130);
        *options.mostPages = 0;
        QTRY_COMPARE(f.recoveries(), 1);
        QTRY_COMPARE(refused + stored, 30);
        QVERIFY2(refused > 0, "memory is not without limit");
        // No hole: exactly the first ones are stored, whatever was added after.
        QCOMPARE(f.cursor().pos, 100 + stored);
        QCOMPARE(f.newest(conv1, 9000).messages.size(), 100 + 50 * stored);
        applySome(101 + stored, 130); // asked for again from the cursor
        QTRY_COMPARE(refused + stored, 30 + refused);
        QCOMPARE(f.cursor().pos, 130);
    }

    void newerVersion()
    {
        StoreFixture f;
        fill(f, 10);
        f.close();
        {
            SqlCipherDatabase database;
            database.open(f.file(QStringLiteral("store.db")), f.key, SqlCipherDatabase::Role::Writer);
            database.exec("PRAGMA user_version = 9999");
        }
        const QByteArray before = contentOf(f.file(QStringLiteral("store.db")));
        QVERIFY(!f.open());
        QCOMPARE(f.failures().constFirst().kind, Kind::NewerVersion);
        f.close();
        QCOMPARE(contentOf(f.file(QStringLiteral("store.db"))), before);
    }

    void inUse()
    {
        StoreFixture f;
        fill(f, 10);
        StoreFixture other;
        other.setFolder(f.folder());
        QVERIFY(!other.open());
        QCOMPARE(other.failures().constFirst().kind, Kind::InUse);
        other.close();
        QVERIFY(!f.putOutbox(f.entry(QStringLiteral("c9"), QStringLiteral("still works"))).isError());
        f.close();
        QVERIFY(other.open());
    }

    void anInterruptedRebuildIsFinished()
    {
        StoreFixture f;
        fill(f, 10);
        f.close();
        // As if it had ended between its two renames.
        QVERIFY(QFile::rename(f.file(QStringLiteral("store.db")), f.file(QStringLiteral("store.new"))));
        QVERIFY(f.open());
        QVERIFY(f.failures().isEmpty());
        QCOMPARE(f.overview().outbox.size(), 2);
    }

    void wipe()
    {
        StoreFixture f;
        fill(f, 10);
        f.close();
        QVERIFY(QDir(f.folder()).mkpath(QStringLiteral("downloads/pictures")));
        QVERIFY(QFile::copy(f.file(QStringLiteral("store.check")), f.file(QStringLiteral("downloads/pictures/a.png"))));
        Store::wipe(f.folder());
        QVERIFY(QDir(f.folder()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
        QVERIFY(f.open()); // a new one
        QVERIFY(f.failures().isEmpty());
        QVERIFY(f.overview().outbox.isEmpty());
    }

    void anInterruptedWipeIsFinished()
    {
        StoreFixture f;
        fill(f, 10);
        f.close();
        QFile marker(f.file(QStringLiteral("wipe.pending")));
        QVERIFY(marker.open(QIODevice::WriteOnly));
        marker.close();
        QVERIFY(QFile::remove(f.file(QStringLiteral("store.check")))); // it got as far as this
        f.key = QByteArray(32, 'n');
        QVERIFY(f.open());
        QVERIFY(f.failures().isEmpty());
        QVERIFY(f.overview().outbox.isEmpty());
        QVERIFY(!QFile::exists(marker.fileName()));
    }

#ifdef Q_OS_LINUX
    void aDeadProcessLocksNothingOnAFullDisk_data() { disks(); }
    void aDeadProcessLocksNothingOnAFullDisk()
    {
        QFETCH(bool, mounted);
        StoreFixture f(withReserve());
        fillWithReserve(f, mounted);
        QByteArray lock = StoreFiles::read(f.file(QStringLiteral("store.lock")));
        f.close();
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("echo $$")});
        QVERIFY(shell.waitForFinished());
        lock.replace(0, lock.indexOf('\n'), shell.readAllStandardOutput().trimmed()); // of a process that was, and died
        QFile left(f.file(QStringLiteral("store.lock")));
        QVERIFY(left.open(QIODevice::WriteOnly) && left.write(lock) == lock.size());
        left.close();
        QFile filler(m_mount.filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        fillUp(mounted, &filler);
        QVERIFY(f.open());
        QVERIFY2(f.failures().isEmpty(), qPrintable(f.failures().value(0).detail));
        QCOMPARE(f.overview().outbox.size(), 2);
        if (!mounted)
            return;
        // Without the reserve it cannot work, and says what is wrong.
        f.close();
        QFile::remove(f.file(QStringLiteral("store.reserve")));
        QVERIFY(left.open(QIODevice::WriteOnly) && left.write(lock) == lock.size());
        left.close();
        fillUp(mounted, &filler);
        QVERIFY(!f.open());
        QCOMPARE(f.failures().constFirst().kind, Kind::DiskFull);
    }

    void realDiskFull_data() { disks(); }
    void realDiskFull()
    {
        QFETCH(bool, mounted);
        StoreFixture f(withReserve());
        fillWithReserve(f, mounted);
        QFile filler(m_mount.filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        fillUp(mounted, &filler);
        int answers = 0;
        constexpr int batches = 40;
        for (int i = 1; i <= batches; ++i) {
            QList<Message> many;
            for (int k = 0; k < 50; ++k)
                many.append(f.message(conv1, i * 100 + k, QStringLiteral("text %1").arg(k)));
            f.store().apply(f.batch(many, 100 + i), this, [&](const StoreError &error) { answers += error.isError() ? 0 : 1; });
        }
        if (mounted) {
            QTRY_COMPARE(f.degradations().size(), 1);
            QCOMPARE(f.degradations().constFirst().kind, Kind::DiskFull);
            QVERIFY(answers < batches);
            QCOMPARE(f.overview().outbox.size(), 2);
            QVERIFY(filler.resize(0));
            QTRY_COMPARE(f.recoveries(), 1);
        }
        QTRY_COMPARE(answers, batches);
        QCOMPARE(f.cursor().pos, 100 + batches);
        QVERIFY(f.failures().isEmpty());
    }
    void cleanup() { ::umount(m_mount.path().toUtf8().constData()); }

private:
    void disks()
    {
        // Mounting needs rights that not every machine gives; diskFull() above tries the same everywhere.
        QTest::addColumn<bool>("mounted");
        QTest::newRow("without a mount, the folder itself") << false;
        if (mountSmall()) {
            QTest::newRow("a file system of 3 MiB") << true;
            cleanup();
        }
    }
    bool mountSmall() const { return ::mount("none", m_mount.path().toUtf8().constData(), "tmpfs", 0, "size=3m") == 0; }
    static StoreOptions withReserve()
    {
        StoreOptions options = StoreFixture::fast();
        options.reserveBytes = 128 * 1024;
        return options;
    }
    /// A store with some messages, on the small file system if there is one, whose reserve is written.
    void fillWithReserve(StoreFixture &f, bool mounted)
    {
        if (mounted) {
            QVERIFY(mountSmall());
            f.setFolder(m_mount.filePath(QStringLiteral("account")));
        }
        fill(f, 50);
        QTRY_VERIFY(QFileInfo(f.file(QStringLiteral("store.reserve"))).size() == withReserve().reserveBytes);
    }
    static void fillUp(bool mounted, QFile *filler)
    {
        const QByteArray block(pageBytes, 'f');
        for (int i = 0; mounted && i < 1024 && filler->write(block) == block.size(); ++i) {
        }
    }

    QTemporaryDir m_mount;
#endif
};

QTEST_GUILESS_MAIN(TestStoreFailures)
#include "tst_store_failures.moc"
