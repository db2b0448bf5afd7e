// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/HubConfig.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace liaison::hub;

/// The configuration: every mistake is found, and its place is named.
class AccountsConfigTest : public QObject
{
    Q_OBJECT
private slots:
    void defaultsAreInOrder();
    void theLaterWins();
    void mistakesNameTheirPlace_data();
    void mistakesNameTheirPlace();
    void allMistakesAtOnce();
    void whatIsPrintedIsReadAgain();
    void secretsAreNotPrinted();
    void otherArgumentsAreLeft();

private:
    QString write(const QByteArray &text);
    QTemporaryDir m_folder;
};

QString AccountsConfigTest::write(const QByteArray &text)
{
    QFile file(m_folder.filePath(QStringLiteral("hub.conf")));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return {};
    file.write(text);
    return file.fileName();
}

void AccountsConfigTest::defaultsAreInOrder()
{
    QList<HubConfig::Mistake> mistakes;
    const HubConfig config = HubConfig::load({}, {}, {}, &mistakes);
    QVERIFY(mistakes.isEmpty());
    QCOMPARE(config.port("http_port"), quint16(8080));
    QCOMPARE(config.seconds("offer_seconds"), 25);
    QCOMPARE(config.bytes("file_max_bytes"), 25 * 1024 * 1024);
    QCOMPARE(config.list("languages"), (QStringList{"zh", "en"}));
    QVERIFY(!config.flag("behind_proxy"));
    for (const ConfigKey &key : HubConfig::keys())
        QVERIFY2(QByteArray(key.help).endsWith('.'), key.name);
}

void AccountsConfigTest::theLaterWins()
{
    const QString file = write("# the desk\nname = \"Service desk\"\nhttp_port = 9000\ndata_dir = data\n\nbehind_proxy = yes\n"
                               "wrapup_seconds = 2m\n");
    QList<HubConfig::Mistake> mistakes;
    const QMap<QString, QString> environment{{"LIAISON_HUB_HTTP_PORT", "9001"}, {"LIAISON_HUB_LINK_PORT", "9002"}, {"HOME", "/"}};
    const HubConfig config = HubConfig::load(file, environment, {"--link-port", "9003", "--accent=#123456"}, &mistakes);
    QVERIFY2(mistakes.isEmpty(), qPrintable(mistakes.value(0).toString()));
    QCOMPARE(config.text("name"), QStringLiteral("Service desk"));
    QCOMPARE(config.port("http_port"), quint16(9001));
    QCOMPARE(config.port("link_port"), quint16(9003));
    QCOMPARE(config.text("accent"), QStringLiteral("#123456"));
    QCOMPARE(config.seconds("wrapup_seconds"), 120);
    QVERIFY(config.flag("behind_proxy"));
    QCOMPARE(config.path("data_dir"), m_folder.filePath(QStringLiteral("data"))); // beside the file, wherever the hub is started
}

void AccountsConfigTest::mistakesNameTheirPlace_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("key");
    QTest::newRow("unknown key") << QByteArray("htpp_port = 80") << "htpp_port";
    QTest::newRow("no number") << QByteArray("offer_seconds = soon") << "offer_seconds";
    QTest::newRow("port too high") << QByteArray("http_port = 65536") << "http_port";
    QTest::newRow("negative") << QByteArray("grace_seconds = -1") << "grace_seconds";
    QTest::newRow("no truth value") << QByteArray("behind_proxy = perhaps") << "behind_proxy";
    QTest::newRow("no size") << QByteArray("file_max_bytes = 25 parsecs") << "file_max_bytes";
    QTest::newRow("overflow") << QByteArray("file_max_bytes = 999999999999999G") << "file_max_bytes";
    QTest::newRow("colour") << QByteArray("accent = blue") << "accent";
    QTest::newRow("origin with a path") << QByteArray("allowed_origins = https://shop.example/page") << "allowed_origins";
    QTest::newRow("origin that is another rule")
        << QByteArray("allowed_origins = https://shop.example; script-src *") << "allowed_origins";
    QTest::newRow("any origin") << QByteArray("allowed_origins = *") << "allowed_origins";
    QTest::newRow("half of TLS") << QByteArray("tls_cert = cert.pem") << "tls_cert";
    QTest::newRow("too short") << QByteArray("offer_seconds = 1") << "offer_seconds";
    QTest::newRow("twice") << QByteArray("name = B") << "name";
    QTest::newRow("no key") << QByteArray("just words") << "";
}

void AccountsConfigTest::mistakesNameTheirPlace()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, key);
    const QString file = write("# first\nname = A\n\n" + line + "\n");
    QList<HubConfig::Mistake> mistakes;
    HubConfig::load(file, {}, {}, &mistakes);
    QCOMPARE(mistakes.size(), 1);
    QCOMPARE(mistakes.first().line, 4);
    QCOMPARE(mistakes.first().key, key);
    QVERIFY(mistakes.first().toString().contains(QStringLiteral("hub.conf:4: ")));
}

void AccountsConfigTest::allMistakesAtOnce()
{
    QList<HubConfig::Mistake> mistakes;
    HubConfig::load(write("a = 1\nhttp_port = x\n"), {{"LIAISON_HUB_NONSENSE", "1"}}, {"--link-port", "y", "--name"}, &mistakes);
    QCOMPARE(mistakes.size(), 5);
    mistakes.clear();
    HubConfig::load(m_folder.filePath(QStringLiteral("none.conf")), {}, {}, &mistakes);
    QCOMPARE(mistakes.size(), 1);
}

void AccountsConfigTest::whatIsPrintedIsReadAgain()
{
    QList<HubConfig::Mistake> mistakes;
    const HubConfig config =
        HubConfig::load({}, {{"LIAISON_HUB_NAME", "客服 desk"}, {"LIAISON_HUB_BEHIND_PROXY", "1"}}, {}, &mistakes);
    const HubConfig again = HubConfig::load(write(config.toFile().toUtf8()), {}, {}, &mistakes);
    QVERIFY2(mistakes.isEmpty(), qPrintable(mistakes.value(0).toString()));
    for (const ConfigKey &key : HubConfig::keys()) {
        if (key.type != ConfigKey::Type::Path)
            QCOMPARE(again.text(key.name), config.text(key.name));
    }
    for (const ConfigKey &key : HubConfig::keys())
        QVERIFY(HubConfig::toMarkdown().contains(QLatin1Char('`') + QLatin1String(key.name) + QLatin1Char('`')));
}

void AccountsConfigTest::secretsAreNotPrinted()
{
    QList<HubConfig::Mistake> mistakes;
    const HubConfig config = HubConfig::load({}, {{"LIAISON_HUB_SITE_SECRET", "hunter2"}}, {}, &mistakes);
    QCOMPARE(config.text("site_secret"), QStringLiteral("hunter2"));
    QVERIFY(!config.toFile().contains(QStringLiteral("hunter2")));
}

void AccountsConfigTest::otherArgumentsAreLeft()
{
    QList<HubConfig::Mistake> mistakes;
    QStringList rest;
    const QString file = write("name = Desk\n");
    const HubConfig config = HubConfig::fromProcess(
        {"agent", "add", "lin", "--password-file", "p", "--config", file, "--http-port=7000", "--display", "Lin"}, &mistakes,
        &rest);
    QVERIFY2(mistakes.isEmpty(), qPrintable(mistakes.value(0).toString()));
    QCOMPARE(rest, (QStringList{"agent", "add", "lin", "--password-file", "p", "--display", "Lin"}));
    QCOMPARE(config.text("name"), QStringLiteral("Desk"));
    QCOMPARE(config.port("http_port"), quint16(7000));
}

QTEST_GUILESS_MAIN(AccountsConfigTest)
#include "tst_accounts_config.moc"
