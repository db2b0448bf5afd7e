// SPDX-License-Identifier: GPL-3.0-or-later
// A process that writes is killed at random times; what it reported as done is there, and the cursor never passes its rows.
#include "tests/unit/store/StoreFixture.h"

#include <QProcess>
#include <QRandomGenerator>
#include <cstdio>

using namespace liaison;

namespace {
const QString conv1 = QStringLiteral("conv-1");

/// The child: writes batches and outbox entries for ever, and a line for each one that was reported as done.
int write(const QString &folder, int round)
{
    Store store(StoreFixture::fast());
    qint64 pos = 0;
    int entry = 0;
    std::function<void()> next = [&] {
        for (int i = 0; i < 3; ++i) {
            ++pos;
            QList<Message> messages;
            for (int k = 0; k < 3; ++k)
                messages.append(
                    StoreFixture::message(conv1, pos * 3 + k, QStringLiteral("round %1 消息 %2").arg(round).arg(pos)));
            store.apply(StoreFixture::batch(messages, pos), &store, [pos](const StoreError &error) {
                std::printf("%s %lld\n", error.isError() ? "error" : "pos", static_cast<long long>(pos));
                std::fflush(stdout);
            });
        }
        const QString cid = QStringLiteral("r%1-%2").arg(round).arg(++entry);
        store.putDraft({conv1, cid});
        store.putOutbox(StoreFixture::entry(cid, QStringLiteral("unsent")), &store, [&next, cid](const StoreError &error) {
            std::printf("%s %s\n", error.isError() ? "error" : "cid", qPrintable(cid));
            std::fflush(stdout);
            next();
        });
    };
    QObject::connect(&store, &Store::opened, &store, [&] {
        store.readCursor(&store, [&](const Cursor &cursor) {
            pos = qMax<qint64>(0, cursor.pos);
            std::printf("ready\n");
            std::fflush(stdout);
            next();
        });
    });
    QObject::connect(&store, &Store::failed, &store, [](const StoreError &error) {
        std::printf("error %s\n", qPrintable(error.detail));
        std::fflush(stdout);
    });
    store.open(folder, QByteArray(32, 'k'));
    return QCoreApplication::exec();
}
} // namespace

class TestStoreCrash : public QObject
{
    Q_OBJECT
private slots:
    void killedAtRandomTimes()
    {
        constexpr int rounds = 30;
        StoreFixture f;
        QSet<QString> doneCids;
        qint64 donePos = 0;
        QRandomGenerator random(QRandomGenerator::securelySeeded());
        const quint32 seed = random.generate();
        qInfo("seed %u", seed);
        random.seed(seed);
        for (int round = 0; round < rounds; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), f.folder(), QString::number(round)});
            QVERIFY(child.waitForStarted());
            // Killed after a random number of lines, and then some microseconds: the time is the child's own, not the clock's.
            const int lines = 1 + random.bounded(60);
            QByteArray output;
            while (output.count('\n') < lines) {
                QVERIFY2(child.waitForReadyRead(30'000), output.constData());
                output += child.readAll();
            }
            for (int spin = random.bounded(200'000); spin > 0; --spin)
                random.generate();
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            output += child.readAll();
            QVERIFY2(!output.contains("error"), output.constData());
            output.truncate(output.lastIndexOf('\n') + 1);
            for (const QByteArray &line : output.split('\n')) {
                if (line.startsWith("cid "))
                    doneCids.insert(QString::fromUtf8(line.mid(4)));
                else if (line.startsWith("pos "))
                    donePos = qMax(donePos, line.mid(4).toLongLong());
            }

            QVERIFY(f.open());
            QVERIFY(f.failures().isEmpty());
            const Cursor cursor = f.cursor();
            // A commit with NORMAL outlives the process, if not a power cut.
            QVERIFY(cursor.pos >= donePos);
            const MessageSlice all = f.newest(conv1, 1'000'000);
            QCOMPARE(all.messages.size(), qMax<qint64>(0, cursor.pos) * 3);
            if (!all.messages.isEmpty())
                QCOMPARE(all.messages.constLast().cseq, cursor.pos * 3 + 2);
            const StoreOverview overview = f.overview();
            QSet<QString> there;
            for (const OutboxEntry &entry : overview.outbox)
                there.insert(entry.cid);
            QVERIFY2(there.contains(doneCids), qPrintable(QStringLiteral("round %1").arg(round)));
            f.close();
        }
        QVERIFY(doneCids.size() >= rounds);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == QLatin1String("--write"))
        return write(app.arguments().value(2), app.arguments().value(3).toInt());
    TestStoreCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_store_crash.moc"
