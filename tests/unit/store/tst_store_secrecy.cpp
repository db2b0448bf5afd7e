// SPDX-License-Identifier: GPL-3.0-or-later
// Without the key nothing can be learned from any file of the store: looked at with file, strings and the plain sqlite3.
#include "models/store/KeyVault.h"
#include "models/store/SqlCipherDatabase.h"
#include "tests/unit/store/StoreFixture.h"

#include <QProcess>
#include <QStandardPaths>

using namespace liaison;

namespace {
const QString conv1 = QStringLiteral("conv-1");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(30'000))
        qFatal("%s does not run: install the packages file, binutils and sqlite3", qPrintable(program));
    return process.readAll();
}

/// A word in every form a file might hold it.
QList<QByteArray> formsOf(const QString &word)
{
    const QByteArray utf16(reinterpret_cast<const char *>(word.utf16()), word.size() * 2);
    return {word.toUtf8(), utf16, word.toUtf8().toHex(), word.toUtf8().toBase64(QByteArray::OmitTrailingEquals)};
}
} // namespace

class TestStoreSecrecy : public QObject
{
    Q_OBJECT

    const QStringList m_words{QStringLiteral("confidential"), QStringLiteral("机密的消息"),   QStringLiteral("Wang Xiaoming"),
                              QStringLiteral("13800138000"),  QStringLiteral("unsent reply"), QStringLiteral("half a draft"),
                              QStringLiteral("favourite"),    QStringLiteral("rare-event"),   QStringLiteral("Dear customer")};
    /// Words of SQLite and of the schema.
    const QStringList m_schema{QStringLiteral("SQLite format"), QStringLiteral("CREATE TABLE"), QStringLiteral("sync_cursor"),
                               QStringLiteral("message_fts"),   QStringLiteral("unicode61"),    QStringLiteral("conversation")};

    static void fill(StoreFixture &f)
    {
        QVERIFY(f.open());
        StoreBatch batch = f.batch({}, 5);
        for (int i = 1; i <= 300; ++i)
            batch.messages.append(f.message(conv1, i, QStringLiteral("confidential 机密的消息 %1").arg(i)));
        batch.conversations = {f.conversation(conv1, QStringLiteral("cust-1"), QStringLiteral("Wang Xiaoming"))};
        batch.customers = {f.customer(QStringLiteral("cust-1"), QStringLiteral("Wang Xiaoming"), QStringLiteral("13800138000"))};
        CannedReply reply;
        reply.id = QStringLiteral("r1");
        reply.text = QStringLiteral("Dear customer");
        batch.canned = {reply};
        batch.unknownEvents = {{{"k", "rare-event"}}};
        QVERIFY(!f.apply(batch).isError());
        QVERIFY(!f.putOutbox(f.entry(QStringLiteral("c1"), QStringLiteral("unsent reply"))).isError());
        f.store().putDraft({conv1, QStringLiteral("half a draft")});
        f.store().putSetting(QStringLiteral("favourite"), QStringLiteral("favourite"));
        f.settle();
    }

    void verifyNothingIn(const QString &folder)
    {
        const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden);
        QVERIFY(names.size() >= 3);
        for (const QString &name : names) {
            const QString path = folder + QLatin1Char('/') + name;
            QVERIFY2(!(QFile::permissions(path) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)),
                     qPrintable(name));
            const QByteArray content = contentOf(path);
            const QByteArray strings = outputOf(QStringLiteral("strings"), {QStringLiteral("-n"), QStringLiteral("5"), path});
            for (const QString &word : m_words + m_schema) {
                for (const QByteArray &form : formsOf(word))
                    QVERIFY2(!content.contains(form), qPrintable(name + QLatin1String(" holds ") + word));
                QVERIFY(!strings.contains(word.toUtf8()));
            }
        }
    }

private slots:
    void theSearchedWordsAreThere()
    {
        // The other tests look for these words in vain; with the key they are found, so they are looked for rightly.
        StoreFixture f;
        fill(f);
        f.close();
        SqlCipherDatabase database;
        database.open(f.file(QStringLiteral("store.db")), f.key, SqlCipherDatabase::Role::Reader);
        QVERIFY(database.number("SELECT count(*) FROM message WHERE text LIKE 'confidential 机密的消息%'") == 300);
        QVERIFY(database.number("SELECT count(*) FROM sqlite_schema WHERE sql LIKE 'CREATE TABLE%'") > 10);
        QCOMPARE(f.key.size(), 32);
    }

    void nothingWhileOpen()
    {
        StoreOptions options = StoreFixture::fast();
        options.reserveBytes = 1024 * 1024;
        StoreFixture f(options);
        fill(f);
        QTRY_VERIFY(QFileInfo(f.file(QStringLiteral("store.reserve"))).size() == options.reserveBytes);
        QVERIFY(QFileInfo(f.file(QStringLiteral("store.db-wal"))).size() > 100'000);
        f.search(QStringLiteral("confidential"));
        verifyNothingIn(f.folder());
        QVERIFY(!(QFile::permissions(f.folder()) & (QFile::ReadGroup | QFile::ExeGroup | QFile::WriteGroup | QFile::ReadOther |
                                                    QFile::ExeOther | QFile::WriteOther)));
    }

    void nothingWhenClosed()
    {
        StoreFixture f;
        fill(f);
        f.close();
        QVERIFY(f.open());
        f.close();
        QVERIFY(QFile::exists(f.file(QStringLiteral("store.head"))));
        verifyNothingIn(f.folder());
    }

    void nothingInWhatSalvageLeaves()
    {
        StoreFixture f;
        fill(f);
        f.close();
        QFile file(f.file(QStringLiteral("store.db")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QCOMPARE(file.write(QByteArray(4096, '?')), 4096);
        file.close();
        QVERIFY(f.open());
        QCOMPARE(f.failures().size(), 1);
        f.settle();
        verifyNothingIn(f.folder());
    }

    void theKeyIsInNoFile()
    {
        StoreFixture f;
        KeyVault vault(f.folder(), QStringLiteral("liaison-test"), false);
        vault.obtain(QStringLiteral("correct horse"), this,
                     [&](KeyVault::Outcome, const QByteArray &key, const QString &) { f.key = key; });
        f.key.clear();
        QTRY_COMPARE(f.key.size(), 32);
        fill(f);
        for (const QString &name : QDir(f.folder()).entryList(QDir::Files | QDir::Hidden)) {
            const QByteArray content = contentOf(f.file(name));
            QVERIFY(!content.contains(f.key) && !content.contains(f.key.toHex()) && !content.contains(f.key.toBase64()));
            QVERIFY(!content.contains("correct horse"));
        }
        verifyNothingIn(f.folder());
    }

    void otherProgramsSeeNothing()
    {
        StoreFixture f;
        fill(f);
        f.close();
        const QString database = f.file(QStringLiteral("store.db"));
        const QByteArray kind = outputOf(QStringLiteral("file"), {QStringLiteral("-b"), database}).trimmed();
        QVERIFY2(!kind.contains("SQLite"), kind.constData());
        for (const char *sql : {".tables", "SELECT count(*) FROM sqlite_schema", "PRAGMA user_version"}) {
            const QByteArray answer = outputOf(QStringLiteral("sqlite3"), {database, QString::fromLatin1(sql)});
            QVERIFY2(answer.contains("file is not a database"), answer.constData());
        }
        // The same program does read a database that is not encrypted.
        QVERIFY(outputOf(QStringLiteral("sqlite3"), {QStringLiteral(":memory:"), QStringLiteral("SELECT 6*7")}).contains("42"));
    }

    void noTwoPagesOrFilesAreAlike()
    {
        StoreFixture f;
        StoreFixture g;
        fill(f);
        fill(g); // the same content under the same key
        f.close();
        g.close();
        const QByteArray one = contentOf(f.file(QStringLiteral("store.db")));
        const QByteArray two = contentOf(g.file(QStringLiteral("store.db")));
        QSet<QByteArray> blocks;
        constexpr int block = 64;
        int seen = 0;
        for (const QByteArray &content : {one, two}) {
            for (qsizetype at = 0; at + block <= content.size(); at += block, ++seen)
                blocks.insert(content.mid(at, block));
        }
        QCOMPARE(blocks.size(), seen);
    }
};

QTEST_GUILESS_MAIN(TestStoreSecrecy)
#include "tst_store_secrecy.moc"
