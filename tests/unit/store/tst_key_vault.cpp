// SPDX-License-Identifier: GPL-3.0-or-later
// The data key: in a secret store (a real one, on a bus of its own), without one, and when it changed between two starts.
#include "models/store/KeyCheck.h"
#include "models/store/KeyVault.h"
#include "models/store/Secret.h"
#include "models/store/StoreFiles.h"
#include "models/store/WrappedKey.h"
#include "tests/unit/store/StoreFixture.h"

#include <QEventLoop>
#include <QProcess>
#include <cstdio>

using namespace liaison;
using Outcome = KeyVault::Outcome;

namespace {
struct Answer
{
    int outcome = -1;
    QByteArray key;
    QString detail;
};

const QString service = QStringLiteral("liaison-test-account");
const QString passphrase = QStringLiteral("correct horse 电池");

/// The child: one call of the vault with the secret store, its answer on one line.
int child(const QStringList &arguments)
{
    KeyVault vault(arguments.value(1), service, true);
    vault.setKeychainOnly(arguments.value(0) == QLatin1String("--only"));
    const auto say = [](const char *word, int outcome, const QByteArray &key) {
        std::printf("%s %d %s\n", word, outcome, key.toHex().constData());
        std::fflush(stdout);
        QCoreApplication::exit(0);
    };
    if (arguments.value(0) == QLatin1String("--destroy"))
        vault.destroy(&vault, [&](const QString &trouble) { say("destroyed", trouble.isEmpty() ? 0 : 1, {}); });
    else
        vault.obtain(arguments.value(2), &vault,
                     [&](Outcome outcome, const QByteArray &key, const QString &) { say("answer", int(outcome), key); });
    return QCoreApplication::exec();
}

/// What the child said.
Answer answerOf(QProcess &process)
{
    Answer answer;
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
        answer.detail = QString::fromUtf8(process.readAllStandardError());
        return answer;
    }
    const QList<QByteArray> words = process.readAllStandardOutput().trimmed().split(' ');
    answer.outcome = words.value(1).toInt();
    answer.key = QByteArray::fromHex(words.value(2));
    return answer;
}

/// Runs the child on a bus with a keyring kept in `keyring`.
Answer withKeyring(const QString &keyring, const QStringList &arguments)
{
    QProcess process;
    process.start(QFINDTESTDATA("with_keyring.sh"), QStringList{keyring, QCoreApplication::applicationFilePath()} + arguments);
    return answerOf(process);
}

/// Runs the child where no secret store can be reached.
Answer withoutBus(const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nowhere/bus"));
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), arguments);
    return answerOf(process);
}

Answer obtain(KeyVault &vault, const QString &typed)
{
    QEventLoop loop;
    Answer answer;
    vault.obtain(typed, &loop, [&](Outcome outcome, const QByteArray &key, const QString &detail) {
        answer = {int(outcome), key, detail};
        loop.exit();
    });
    loop.exec();
    return answer;
}
/// How often 32 bytes stand in this process' writable memory. They are given masked, so that the asking is no copy itself.
int copiesInMemory(const QByteArray &masked, char mask)
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    QFile memory(QStringLiteral("/proc/self/mem"));
    if (!maps.open(QIODevice::ReadOnly) || !memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return -1;
    constexpr qint64 chunk = 1 << 20;
    QByteArray window(chunk + masked.size(), '\0');
    int found = 0;
    for (const QByteArray &line : maps.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        const QList<QByteArray> range = words.value(0).split('-');
        if (!words.value(1).startsWith("rw") || range.size() != 2)
            continue;
        const qint64 end = range[1].toLongLong(nullptr, 16);
        constexpr qint64 shadow = 1LL << 30; // a sanitizer's notes about memory: terabytes of nothing, and no key
        if (end - range[0].toLongLong(nullptr, 16) > shadow)
            continue;
        for (qint64 at = range[0].toLongLong(nullptr, 16); at < end; at += chunk) {
            if (!memory.seek(at))
                break;
            const qint64 got = memory.read(window.data(), qMin(end - at, qint64(window.size())));
            for (qint64 i = 0; i + masked.size() <= got && i < chunk; ++i) {
                qsizetype same = 0;
                while (same < masked.size() && char(window[i + same] ^ mask) == masked[same])
                    ++same;
                found += same == masked.size();
            }
            window.fill('\0');
        }
    }
    return found;
}
} // namespace

class TestKeyVault : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    QString m_folder;

    Answer withoutKeychain(const QString &typed)
    {
        KeyVault vault(m_folder, service, false);
        return obtain(vault, typed);
    }
    QString wrapped() const { return m_folder + QLatin1String("/key.wrapped"); }
    QString check() const { return m_folder + QLatin1String("/store.check"); }

private slots:
    void init()
    {
        static int n = 0;
        m_folder = m_dir.filePath(QStringLiteral("account%1").arg(++n));
    }

    void withoutASecretStore()
    {
        QCOMPARE(withoutKeychain({}).outcome, int(Outcome::NeedsNewPassphrase));
        QVERIFY(!QFile::exists(wrapped()));
        const Answer made = withoutKeychain(passphrase);
        QCOMPARE(made.outcome, int(Outcome::Ready));
        QCOMPARE(made.key.size(), 32);
        QCOMPARE(QFile::permissions(wrapped()) & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(withoutKeychain({}).outcome, int(Outcome::NeedsPassphrase));
        const Answer wrong = withoutKeychain(QStringLiteral("wrong"));
        QCOMPARE(wrong.outcome, int(Outcome::WrongPassphrase));
        QVERIFY(wrong.key.isEmpty());
        const Answer right = withoutKeychain(passphrase);
        QCOMPARE(right.outcome, int(Outcome::Ready));
        QCOMPARE(right.key, made.key);
    }

    void noCopyOfTheKeyIsLeftInMemory()
    {
#ifdef __SANITIZE_THREAD__
        QSKIP("The thread sanitizer's own memory is too large to be looked through.");
#endif
        constexpr char mask = 0x5a;
        QByteArray masked(32, '\0');
        const auto take = [&](bool keep) {
            KeyVault vault(m_folder, service, false);
            QEventLoop loop;
            QByteArray kept;
            vault.obtain(passphrase, &loop, [&](Outcome outcome, const QByteArray &key, const QString &) {
                if (outcome == Outcome::Ready) {
                    for (int i = 0; i < key.size(); ++i)
                        masked[i] = char(key[i] ^ mask);
                }
                if (keep)
                    kept = QByteArray(key.constData(), key.size());
                loop.exit();
            });
            loop.exec();
            if (keep)
                QVERIFY(copiesInMemory(masked, mask) > 0); // what is there is found
            Secret::zero(kept);
        };
        take(false); // made
        QVERIFY(masked != QByteArray(32, '\0'));
        QCOMPARE(copiesInMemory(masked, mask), 0);
        take(false); // unwrapped
        QCOMPARE(copiesInMemory(masked, mask), 0);
        take(true);
        QCOMPARE(copiesInMemory(masked, mask), 0);
    }

    void aSecretStoreThatDoesNotAnswer()
    {
        // No bus at all: as on a bare machine. The same as without, and it does not hang.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        KeyVault vault(m_folder, service, true);
        QCOMPARE(obtain(vault, {}).outcome, int(Outcome::NeedsNewPassphrase));
        const Answer made = obtain(vault, passphrase);
        QCOMPARE(made.outcome, int(Outcome::Ready));
        QCOMPARE(obtain(vault, {}).outcome, int(Outcome::NeedsPassphrase));
        QCOMPARE(obtain(vault, passphrase).key, made.key);
    }

    void aNewPassphrase()
    {
        const Answer made = withoutKeychain(passphrase);
        {
            KeyVault vault(m_folder, service, false);
            const QByteArray before = [&] {
                QFile file(wrapped());
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            }();
            vault.rewrap(made.key, QStringLiteral("another"));
            const auto now = [&] {
                QFile file(wrapped());
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            };
            QTRY_VERIFY(!now().isEmpty() && now() != before);
        }
        QCOMPARE(withoutKeychain(passphrase).outcome, int(Outcome::WrongPassphrase));
        QCOMPARE(withoutKeychain(QStringLiteral("another")).key, made.key);
    }

    void aLostKeyDeletesNothing()
    {
        const Answer made = withoutKeychain(passphrase);
        QVERIFY(KeyCheck::write(check(), made.key)); // there is a history under that key
        QVERIFY(QFile::remove(wrapped()));
        const Answer lost = withoutKeychain(passphrase);
        QCOMPARE(lost.outcome, int(Outcome::Failed));
        QVERIFY(lost.key.isEmpty());
        QVERIFY(QFile::exists(check()));
        Store::wipe(m_folder); // what the agent may decide
        QCOMPARE(withoutKeychain(passphrase).outcome, int(Outcome::Ready));
    }

    void aDamagedWrappedKey()
    {
        const Answer made = withoutKeychain(passphrase);
        QCOMPARE(made.outcome, int(Outcome::Ready));
        QFile file(wrapped());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray whole = file.readAll();
        file.close();
        QCOMPARE(WrappedKey::unwrap(whole, passphrase), made.key);
        for (qsizetype at = 4; at < whole.size(); at += 13) {
            QByteArray changed = whole;
            changed[at] = char(changed[at] ^ 0x40);
            QVERIFY(WrappedKey::unwrap(changed, passphrase).isEmpty());
        }
        QVERIFY(WrappedKey::unwrap(whole.left(50), passphrase).isEmpty());
        QVERIFY(WrappedKey::unwrap({}, passphrase).isEmpty());
    }

    void destroyLeavesNoKey()
    {
        QCOMPARE(withoutKeychain(passphrase).outcome, int(Outcome::Ready));
        KeyVault vault(m_folder, service, false);
        bool done = false;
        vault.destroy(this, [&](const QString &trouble) { done = trouble.isEmpty(); });
        QTRY_VERIFY(done);
        QVERIFY(!QFile::exists(wrapped()));
        QCOMPARE(withoutKeychain({}).outcome, int(Outcome::NeedsNewPassphrase));
    }

    void noCallbackAfterItsContext()
    {
        bool called = false;
        {
            KeyVault vault(m_folder, service, false);
            auto context = std::make_unique<QObject>();
            vault.obtain(passphrase, context.get(), [&](Outcome, const QByteArray &, const QString &) { called = true; });
            context.reset();
            QTRY_VERIFY(QFile::exists(wrapped()));
        } // waits for what is still being stretched
        QCoreApplication::sendPostedEvents();
        QVERIFY(!called);
    }

    void theCallersThreadIsNotHeldUp()
    {
        // Between the call and the answer the event loop goes round: the slow hash runs elsewhere.
        KeyVault vault(m_folder, service, false);
        int turns = 0;
        QTimer turn;
        connect(&turn, &QTimer::timeout, this, [&] { ++turns; });
        turn.start(0);
        QCOMPARE(obtain(vault, passphrase).outcome, int(Outcome::Ready));
        QVERIFY2(turns > 10, qPrintable(QString::number(turns)));
    }

    void inTheSecretStoreOnly()
    {
        // Without one there is no start, whatever passphrase is at hand, and nothing is written.
        {
            KeyVault vault(m_folder, service, false);
            vault.setKeychainOnly(true);
            QCOMPARE(obtain(vault, passphrase).outcome, int(Outcome::NoKeychain));
            QVERIFY(!QFile::exists(wrapped()));
        }
        const QString keyring = m_dir.filePath(QStringLiteral("keyring-only"));
        const Answer made = withKeyring(keyring, {QStringLiteral("--only"), m_folder, passphrase});
        QVERIFY2(made.outcome == int(Outcome::Ready), qPrintable(made.detail));
        QVERIFY(!QFile::exists(wrapped()));
        QCOMPARE(withKeyring(keyring, {QStringLiteral("--only"), m_folder}).key, made.key);
        // A copy from before the policy goes, once the secret store has the key.
        QCOMPARE(withKeyring(keyring, {QStringLiteral("--obtain"), m_folder, passphrase}).key, made.key);
        QVERIFY(QFile::exists(wrapped()));
        QCOMPARE(withKeyring(keyring, {QStringLiteral("--only"), m_folder}).key, made.key);
        QVERIFY(!QFile::exists(wrapped()));
        // It is the way back into a keyring that lost it.
        QCOMPARE(withKeyring(keyring, {QStringLiteral("--obtain"), m_folder, passphrase}).key, made.key);
        QVERIFY(KeyCheck::write(check(), made.key));
        const QString other = m_dir.filePath(QStringLiteral("keyring-other"));
        QCOMPARE(withKeyring(other, {QStringLiteral("--only"), m_folder}).outcome, int(Outcome::NeedsPassphrase));
        QCOMPARE(withKeyring(other, {QStringLiteral("--only"), m_folder, passphrase}).key, made.key);
        QVERIFY(!QFile::exists(wrapped()));
        QCOMPARE(withKeyring(other, {QStringLiteral("--only"), m_folder}).key, made.key);
    }

    void onlyASecretStoreThatHadTheKeyMustBeReachedToDestroyIt()
    {
        const Answer made = withoutBus({QStringLiteral("--obtain"), m_folder, passphrase});
        QVERIFY2(made.outcome == int(Outcome::Ready), qPrintable(made.detail));
        QCOMPARE(withoutBus({QStringLiteral("--destroy"), m_folder}).outcome, 0);
        QVERIFY(!QFile::exists(wrapped()));

        const QString keyring = m_dir.filePath(QStringLiteral("keyring-had"));
        QCOMPARE(withKeyring(keyring, {QStringLiteral("--obtain"), m_folder, passphrase}).outcome, int(Outcome::Ready));
        QCOMPARE(withoutBus({QStringLiteral("--destroy"), m_folder}).outcome, 1);
        // Whatever else is wiped: the next one must reach it as well.
        StoreFiles(m_folder).wipe();
        QVERIFY(!StoreFiles(m_folder).wipePending());
        QCOMPARE(withoutBus({QStringLiteral("--destroy"), m_folder}).outcome, 1);
        KeyVault unasked(m_folder, service, false);
        QString trouble;
        unasked.destroy(this, [&trouble](const QString &said) { trouble = said; });
        QTRY_VERIFY(!trouble.isEmpty());
        QCOMPARE(withKeyring(keyring, {QStringLiteral("--destroy"), m_folder}).outcome, 0);
        QCOMPARE(withoutBus({QStringLiteral("--destroy"), m_folder}).outcome, 0);
    }

    void withASecretStore()
    {
        const QString keyring = m_dir.filePath(QStringLiteral("keyring-a"));
        const Answer made = withKeyring(keyring, {QStringLiteral("--obtain"), m_folder, passphrase});
        QVERIFY2(made.outcome == int(Outcome::Ready), qPrintable(made.detail));
        QCOMPARE(made.key.size(), 32);
        QVERIFY(QFile::exists(wrapped()));
        // The second start asks for nothing.
        const Answer again = withKeyring(keyring, {QStringLiteral("--obtain"), m_folder});
        QCOMPARE(again.outcome, int(Outcome::Ready));
        QCOMPARE(again.key, made.key);

        // Another keyring: the passphrase brings the key back, and into that keyring too.
        QVERIFY(KeyCheck::write(check(), made.key));
        const QString other = m_dir.filePath(QStringLiteral("keyring-b"));
        QCOMPARE(withKeyring(other, {QStringLiteral("--obtain"), m_folder}).outcome, int(Outcome::NeedsPassphrase));
        QCOMPARE(withKeyring(other, {QStringLiteral("--obtain"), m_folder, QStringLiteral("no")}).outcome,
                 int(Outcome::WrongPassphrase));
        QCOMPARE(withKeyring(other, {QStringLiteral("--obtain"), m_folder, passphrase}).key, made.key);
        QCOMPARE(withKeyring(other, {QStringLiteral("--obtain"), m_folder}).key, made.key);

        // A keyring that holds another key under this name.
        const QString third = m_dir.filePath(QStringLiteral("keyring-c"));
        const Answer stranger =
            withKeyring(third, {QStringLiteral("--obtain"), m_dir.filePath(QStringLiteral("stranger")), passphrase});
        QVERIFY(stranger.outcome == int(Outcome::Ready) && stranger.key != made.key);
        QCOMPARE(withKeyring(third, {QStringLiteral("--obtain"), m_folder}).outcome, int(Outcome::NeedsPassphrase));
        QCOMPARE(withKeyring(third, {QStringLiteral("--obtain"), m_folder, passphrase}).key, made.key);

        // Destroyed: in neither place any more.
        QCOMPARE(withKeyring(other, {QStringLiteral("--destroy"), m_folder}).outcome, 0);
        QVERIFY(!QFile::exists(wrapped()));
        QVERIFY(QFile::remove(check()));
        const Answer fresh = withKeyring(other, {QStringLiteral("--obtain"), m_folder});
        QVERIFY(fresh.outcome == int(Outcome::Ready) && fresh.key != made.key);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList calls{QStringLiteral("--obtain"), QStringLiteral("--only"), QStringLiteral("--destroy")};
    if (calls.contains(app.arguments().value(1)))
        return child(app.arguments().mid(1));
    TestKeyVault test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_key_vault.moc"
