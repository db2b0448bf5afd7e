// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeskBench.h"
#include "hub/accounts/Accounts.h"
#include "hub/accounts/HubCommands.h"
#include "hub/accounts/VisitorIdentity.h"

#include <QTest>
#include <QTextStream>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// Passwords, tokens, the growing delay, the host site's signature, and the administrator's subcommands.
class AccountsTest : public QObject
{
    Q_OBJECT
private slots:
    void signInAndToken();
    void unknownAndWrongLookAlike();
    void theDelayGrows();
    void nothingSecretIsStored();
    void tokensEnd();
    void theHostSitesSignature_data();
    void theHostSitesSignature();
    void subcommands();
    void aPasswordIsAskedForBeforeTheDatabaseIsLocked();
    void theDemoDesk();
};

namespace {
using Outcome = Accounts::SignIn::Outcome;
const QString word = QStringLiteral("correct horse");
} // namespace

void AccountsTest::signInAndToken()
{
    DeskBench bench;
    Accounts accounts(bench.clock, PasswordCost::forTests());
    QVERIFY(accounts.addAgent(bench.connection(), QStringLiteral("Lin"), word, QStringLiteral("陈晓")).ok());
    const auto welcome = accounts.signIn(bench.connection(), QStringLiteral(" LIN "), word, QStringLiteral("1.2.3.4"),
                                         QStringLiteral("dev1"), QStringLiteral("Desk PC"));
    QVERIFY(welcome.outcome == Outcome::Welcome);
    QCOMPARE(welcome.agent.display, QStringLiteral("陈晓"));
    // Not valid before the hub has committed it.
    QVERIFY(!identify(bench.connection(), welcome.tokenForUser, bench.clock.utcMs()));
    QVERIFY(bench.run(welcome.command).ok());
    const auto identity = identify(bench.connection(), welcome.tokenForUser, bench.clock.utcMs());
    QVERIFY(identity);
    QVERIFY(identity->principal == Principal::agent(QStringLiteral("lin")));
    QCOMPARE(identity->device, QStringLiteral("dev1"));
    QVERIFY(!identify(bench.connection(), welcome.tokenForUser + QLatin1Char('x'), bench.clock.utcMs()));
    QVERIFY(bench.run(Accounts::signOut(welcome.tokenForUser)).ok());
    QVERIFY(!identify(bench.connection(), welcome.tokenForUser, bench.clock.utcMs()));
}

void AccountsTest::unknownAndWrongLookAlike()
{
    DeskBench bench;
    Accounts accounts(bench.clock, PasswordCost::forTests());
    accounts.addAgent(bench.connection(), QStringLiteral("lin"), word, {});
    accounts.addAgent(bench.connection(), QStringLiteral("gone"), word, {});
    accounts.setDisabled(bench.connection(), QStringLiteral("gone"), true);
    for (const char *name : {"lin", "nobody", "gone", ""}) {
        const QString given = QLatin1String(name) == QLatin1String("gone") ? word : QStringLiteral("wrong");
        const auto result = accounts.signIn(bench.connection(), QLatin1String(name), given, QStringLiteral("1.1.1.1"),
                                            QStringLiteral("dev1"), {});
        QVERIFY(result.outcome == Outcome::Refused);
        QVERIFY(result.tokenForUser.isEmpty() && result.agent.id.isEmpty());
    }
    QCOMPARE(accounts.addAgent(bench.connection(), QStringLiteral("lin"), word, {}).ok(), false);
    QCOMPARE(accounts.addAgent(bench.connection(), QStringLiteral("a b"), word, {}).ok(), false);
    QCOMPARE(accounts.addAgent(bench.connection(), QStringLiteral("short"), QStringLiteral("1234567"), {}).ok(), false);
}

void AccountsTest::theDelayGrows()
{
    DeskBench bench;
    Accounts accounts(bench.clock, PasswordCost::forTests());
    accounts.addAgent(bench.connection(), QStringLiteral("lin"), word, {});
    const auto tryIt = [&](const QString &given, const QString &address = QStringLiteral("1.1.1.1")) {
        return accounts.signIn(bench.connection(), QStringLiteral("lin"), given, address, QStringLiteral("dev1"), {});
    };
    for (int i = 0; i < 5; ++i)
        QVERIFY(tryIt(QStringLiteral("wrong")).outcome == Outcome::Refused);
    auto blocked = tryIt(word); // not even the right one now
    QVERIFY(blocked.outcome == Outcome::TooMany);
    QCOMPARE(blocked.afterMs, 1000);
    // Another address is not punished for it.
    QVERIFY(tryIt(word, QStringLiteral("2.2.2.2")).outcome == Outcome::Welcome);
    qint64 expected = 1000;
    for (int i = 0; i < 14; ++i) {
        bench.clock.advance(expected);
        QVERIFY(tryIt(QStringLiteral("wrong")).outcome == Outcome::Refused);
        expected = qMin<qint64>(expected * 2, 900'000);
        QCOMPARE(tryIt(word).afterMs, expected);
    }
    QCOMPARE(expected, 900'000);
    bench.clock.advance(expected);
    QVERIFY(tryIt(word).outcome == Outcome::Welcome);
    QVERIFY(tryIt(QStringLiteral("wrong")).outcome == Outcome::Refused); // counted anew
    QVERIFY(tryIt(word).outcome == Outcome::Welcome);
}

void AccountsTest::nothingSecretIsStored()
{
    DeskBench bench;
    Accounts accounts(bench.clock, PasswordCost::forTests());
    accounts.addAgent(bench.connection(), QStringLiteral("lin"), word, {});
    const auto welcome =
        accounts.signIn(bench.connection(), QStringLiteral("lin"), word, QStringLiteral("1.1.1.1"), QStringLiteral("dev1"), {});
    bench.run(welcome.command);
    QVERIFY(bench.text(QStringLiteral("SELECT password FROM agent WHERE id = 'lin'")).startsWith(QLatin1String("$argon2id$")));
    bench.sql(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
    QFile file(bench.database.path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.contains("argon2id"));
    QVERIFY(!bytes.contains(word.toUtf8()));
    QVERIFY(!bytes.contains(welcome.tokenForUser.toUtf8()));
}

void AccountsTest::tokensEnd()
{
    DeskBench bench;
    Accounts accounts(bench.clock, PasswordCost::forTests());
    accounts.addAgent(bench.connection(), QStringLiteral("lin"), word, {});
    const auto signIn = [&](const QString &device) {
        const auto welcome =
            accounts.signIn(bench.connection(), QStringLiteral("lin"), word, QStringLiteral("1.1.1.1"), device, {});
        bench.run(welcome.command);
        return welcome.tokenForUser;
    };
    const auto valid = [&](const QString &token) { return identify(bench.connection(), token, bench.clock.utcMs()).has_value(); };
    const QString first = signIn(QStringLiteral("d"));
    const QString again = signIn(QStringLiteral("d"));
    QVERIFY(!valid(first) && valid(again)); // one a device
    const qint64 day = 24LL * 3600 * 1000;
    bench.clock.advance(29 * day);
    bench.linkUp(Principal::agent(QStringLiteral("lin"))); // a link on that device moves the end on
    bench.clock.advance(29 * day);
    QVERIFY(valid(again));
    bench.clock.advance(2 * day);
    QVERIFY(!valid(again));
    const QString third = signIn(QStringLiteral("d"));
    accounts.setDisabled(bench.connection(), QStringLiteral("lin"), true);
    QVERIFY(!valid(third));
    accounts.setDisabled(bench.connection(), QStringLiteral("lin"), false);
    QVERIFY(valid(third));
    accounts.setPassword(bench.connection(), QStringLiteral("lin"), QStringLiteral("another word"));
    QVERIFY(!valid(third));
    const QString customer = bench.addCustomer();
    Q_UNUSED(customer)
    const NewToken token = newToken();
    bench.internal(Principal::hub(), QStringLiteral("customer.create"), {{"token_hash", token.hash}});
    QVERIFY(valid(token.token));
    QVERIFY(token.token.size() >= 43 && newToken().token != token.token);
}

void AccountsTest::theHostSitesSignature_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<bool>("good");
    QTest::newRow("as signed") << QString() << QJsonValue() << true;
    QTest::newRow("another id") << "id" << QJsonValue("u-8") << false;
    QTest::newRow("another name") << "name" << QJsonValue("Eve") << false;
    QTest::newRow("another mail") << "email" << QJsonValue("eve@example.org") << false;
    QTest::newRow("another phone") << "phone" << QJsonValue("1") << false;
    QTest::newRow("a later end") << "exp" << QJsonValue(1'900'000'000) << false;
    QTest::newRow("no signature") << "sig" << QJsonValue() << false;
    QTest::newRow("half a signature") << "sig" << QJsonValue("00ff") << false;
    QTest::newRow("text moved between fields") << "move" << QJsonValue() << false;
}

void AccountsTest::theHostSitesSignature()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QFETCH(bool, good);
    const QByteArray secret("site secret");
    const qint64 now = 1'800'000'000'000;
    const QByteArray sig =
        VisitorIdentity::signature(secret, QStringLiteral("u-7"), QStringLiteral("林"), QStringLiteral("l@example.org"),
                                   QStringLiteral("138"), QStringLiteral("1800000060"));
    // Computed by another program: printf 'u-7\n林\nl@example.org\n138\n1800000060' | openssl dgst -sha256 -hmac 'site secret'
    QCOMPARE(sig, QByteArray("1a4fc0f4bcc7e2e1e8c4287f021446c18c0fbde9deeae915baf1b3e0cdae232b"));
    QJsonObject user{{"id", "u-7"},    {"name", "林"},         {"email", "l@example.org"},
                     {"phone", "138"}, {"exp", 1'800'000'060}, {"sig", QString::fromLatin1(sig)}};
    if (field == QLatin1String("move")) {
        user["id"] = "u-7\n林";
        user["name"] = "l@example.org";
        user["email"] = "138";
        user["phone"] = "";
    } else if (!field.isEmpty()) {
        user[field] = value;
    }
    const auto found = VisitorIdentity::verified(user, secret, now);
    QCOMPARE(found.has_value(), good);
    QVERIFY(!VisitorIdentity::verified(user, "another secret", now));
    QVERIFY(!VisitorIdentity::verified(user, {}, now));
    QVERIFY(!VisitorIdentity::verified(user, secret, now + 61'000));
}

void AccountsTest::subcommands()
{
    DeskBench bench;
    QString out;
    QString err;
    QTextStream outStream(&out);
    QTextStream errStream(&err);
    HubCommands commands(bench.clock, outStream, errStream, PasswordCost::forTests());
    commands.setPasswordSource([] { return word; });
    const auto run = [&](const QStringList &arguments) {
        out.clear();
        err.clear();
        return commands.run(bench.connection(), arguments);
    };
    QCOMPARE(run({"agent", "add", "lin", "--display", "陈晓", "--role", "monitor", "--capacity", "12"}), 0);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM queue_member WHERE agent = 'lin'")), 2); // all queues
    QCOMPARE(run({"agent", "add", "wang", "--queues", "q2"}), 0);
    QCOMPARE(bench.text(QStringLiteral("SELECT queue FROM queue_member WHERE agent = 'wang'")), QStringLiteral("q2"));
    QCOMPARE(run({"agent", "add", "zhao", "--queues", "q9"}), 1);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM agent WHERE id = 'zhao'")), 0); // nothing half done
    QVERIFY(err.contains(QStringLiteral("q9")));
    QCOMPARE(run({"agent", "add", "lin"}), 1);
    QCOMPARE(run({"agent", "list"}), 0);
    QVERIFY(out.contains(QStringLiteral("lin\t陈晓\tmonitor\t12\toffline\tq1,q2")));
    QCOMPARE(run({"agent", "disable", "wang"}), 0);
    QCOMPARE(run({"agent", "disable", "nobody"}), 1);
    QCOMPARE(run({"agent", "add", "x", "--password", "12345678"}), 2); // never as an argument
    QCOMPARE(run({"queue", "add", "VIP desk", "--id", "vip", "--mode", "auto", "--target", "20"}), 0);
    QCOMPARE(run({"queue", "add", "VIP desk"}), 1);
    QCOMPARE(run({"queue", "join", "vip", "lin"}), 0);
    QCOMPARE(run({"queue", "join", "vip", "nobody"}), 1);
    QCOMPARE(run({"queue", "leave", "vip", "lin"}), 0);
    QCOMPARE(run({"queue", "list"}), 0);
    QVERIFY(out.contains(QStringLiteral("vip\tVIP desk\tauto\t20\t0")));
    QCOMPARE(run({"code", "add", "refund", "Refund"}), 0);
    QCOMPARE(run({"code", "list"}), 0);
    QVERIFY(out.contains(QStringLiteral("refund\tRefund")));
    QFile file(bench.folder.filePath(QStringLiteral("canned.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"([{"shortcut":"hi","title":"Hi","text":"Hello","lang":"en"},{"shortcut":"nh","text":"您好","lang":"zh"}])");
    file.close();
    QCOMPARE(run({"canned", "import", file.fileName()}), 0);
    QCOMPARE(run({"canned", "import", file.fileName()}), 0);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM canned")), 2);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[{]");
    file.close();
    QCOMPARE(run({"canned", "import", file.fileName()}), 1);
    QCOMPARE(run({"agent"}), 2);
    QVERIFY(!HubCommands::knows(QStringLiteral("serve")));
}

// Who types a password takes his time; customers' words do not wait for it.
void AccountsTest::aPasswordIsAskedForBeforeTheDatabaseIsLocked()
{
    DeskBench bench;
    QString said;
    QTextStream stream(&said);
    HubCommands commands(bench.clock, stream, stream, PasswordCost::forTests());
    HubCommands another(bench.clock, stream, stream, PasswordCost::forTests());
    commands.setPasswordSource([&] {
        // Throws inside another's transaction.
        return another.run(bench.connection(), {"queue", "add", "Meanwhile"}) == 0 ? std::optional(word) : std::nullopt;
    });
    QCOMPARE(commands.run(bench.connection(), {"agent", "add", "lin"}), 0);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM queue WHERE name = 'Meanwhile'")), 1);

    commands.setPasswordSource([]() -> std::optional<QString> { return std::nullopt; });
    QCOMPARE(commands.run(bench.connection(), {"agent", "add", "wang"}), 1);
    QVERIFY(said.contains(QStringLiteral("No password was given.")));
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM agent WHERE id = 'wang'")), 0);
}

void AccountsTest::theDemoDesk()
{
    DeskBench bench;
    bench.sql(QStringLiteral("DELETE FROM queue"));
    QString out;
    QString err;
    QTextStream outStream(&out);
    QTextStream errStream(&err);
    HubCommands commands(bench.clock, outStream, errStream, PasswordCost::forTests());
    commands.setPasswordSource([] { return word; });
    QVERIFY2(commands.run(bench.connection(), {"seed-demo"}) == 0, qPrintable(err));
    QCOMPARE(commands.run(bench.connection(), {"seed-demo"}), 0); // again changes nothing
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM agent WHERE id IN ('lin', 'wang', 'emma')")), 3);
    QVERIFY(bench.number(QStringLiteral("SELECT COUNT(*) FROM canned")) >= 40);
    QVERIFY(bench.number(QStringLiteral("SELECT COUNT(*) FROM canned WHERE lang = 'zh'")) >= 20);
    QVERIFY(bench.number(QStringLiteral("SELECT COUNT(*) FROM wrapup_code")) >= 7);
    // It works: a customer's first word is offered to one of them.
    bench.linkUp(Principal::agent(QStringLiteral("lin")));
    bench.available(QStringLiteral("lin"));
    QCOMPARE(bench.askedFor(bench.writes(bench.addCustomer())), QStringLiteral("lin"));
}

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts_signin.moc"
