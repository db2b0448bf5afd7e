// SPDX-License-Identifier: GPL-3.0-or-later
// The hub as a process: it signs people in, survives kill -9 in the middle of a busy desk without losing or doubling anything by the
// synthetic customers' own count, drains on SIGTERM, and names the line of a mistake in its configuration.
#include "app/sim/HttpClient.h"
#include "hub/store/Database.h"
#include "models/domain/Ids.h"
#include "tests/system/HubProcess.h"
#include "tests/unit/link/TestCertificates.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace liaison;
using namespace liaison::test;

namespace {
const QString password = QStringLiteral("Correct-horse-7");

/// How many messages a running hub has committed. Closed each time: a connection that outlived the hub would keep the next one from
/// recovering the log.
qint64 storedMessages(const HubProcess &hub)
{
    hub::Database database({hub.databasePath(), 5000, 0, true});
    hub::Query count(database.connection(), QStringLiteral("SELECT COUNT(*) FROM message"));
    return count.next() ? count.number(0) : 0;
}

} // namespace

class HubProcessTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void signIn();
    void aBusyDeskSurvivesKillAndRestart();
    void terminateDrains();
    void checkConfigNamesTheLine();
    void hugePagesAreOffForIt();

private:
    sim::HttpClient::Answer signInAs(const HubProcess &hub, const QString &name, const QString &word);
};

void HubProcessTest::initTestCase()
{
    QVERIFY2(QFile::exists(HubProcess::program(QStringLiteral("liaison-hub"))), "LIAISON_BIN_DIR does not hold liaison-hub");
    QVERIFY2(QFile::exists(HubProcess::program(QStringLiteral("liaison-sim"))), "LIAISON_BIN_DIR does not hold liaison-sim");
}

sim::HttpClient::Answer HubProcessTest::signInAs(const HubProcess &hub, const QString &name, const QString &word)
{
    sim::HttpClient http(hub.httpUrl());
    sim::HttpClient::Answer result;
    bool done = false;
    http.post(QStringLiteral("/api/v1/sign-in"),
              {{"name", name}, {"password", word}, {"device", newId()}, {"device_name", "test"}}, this,
              [&](const sim::HttpClient::Answer &answer) {
                  result = answer;
                  done = true;
              });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 20000); }();
    return result;
}

void HubProcessTest::signIn()
{
    HubProcess hub;
    QString text;
    QVERIFY2(hub.addAgent(QStringLiteral("lin"), password, &text), qPrintable(text));
    QVERIFY2(hub.start(&text), qPrintable(text));
    const auto good = signInAs(hub, QStringLiteral("lin"), password);
    QCOMPARE(good.status, 200);
    QCOMPARE(good.body["agent"]["name"].toString(), QStringLiteral("lin"));
    QVERIFY(good.body["token"].toString().size() >= 32);
    QVERIFY(good.body["link"].toString().startsWith(QLatin1String("ws://127.0.0.1:")));
    const auto wrong = signInAs(hub, QStringLiteral("lin"), QStringLiteral("wrong"));
    const auto unknown = signInAs(hub, QStringLiteral("nobody"), password);
    QCOMPARE(wrong.status, 401);
    QCOMPARE(unknown.status, 401);
    QCOMPARE(wrong.body, unknown.body);
    QVERIFY(!hub.logText().contains(password));
    QVERIFY(!hub.logText().contains(good.body["token"].toString()));
}

void HubProcessTest::aBusyDeskSurvivesKillAndRestart()
{
    HubProcess hub;
    QString text;
    QVERIFY2(hub.addAgent(QStringLiteral("sim1"), password, &text), qPrintable(text));
    QVERIFY2(hub.addAgent(QStringLiteral("sim2"), password, &text), qPrintable(text));
    QVERIFY2(hub.start(&text), qPrintable(text));

    QProcess simulation;
    simulation.start(HubProcess::program(QStringLiteral("liaison-sim")), {"--hub",           hub.httpUrl().toString(),
                                                                          "--customers",     "10",
                                                                          "--rate",          "400",
                                                                          "--seconds",       "12",
                                                                          "--seed",          "7",
                                                                          "--pictures",      "20",
                                                                          "--agents",        "2",
                                                                          "--agent-name",    "sim%1",
                                                                          "--password-file", hub.folder() + "/password",
                                                                          "--answer-after",  "200",
                                                                          "--answer-within", "1500",
                                                                          "--settle",        "60",
                                                                          "--json"});
    QVERIFY(simulation.waitForStarted());
    // Twice in the middle of the traffic, of 80 messages of customers and their answers.
    for (const qint64 messages : {15, 45}) {
        QTRY_VERIFY_WITH_TIMEOUT(storedMessages(hub) >= messages || simulation.state() != QProcess::Running, 30000);
        QCOMPARE(simulation.state(), QProcess::Running);
        hub.killHard();
        QVERIFY2(hub.start(&text), qPrintable(text));
    }
    QTRY_COMPARE_WITH_TIMEOUT(simulation.state(), QProcess::NotRunning, 120000);
    const QByteArray report = simulation.readAllStandardOutput();
    const QJsonObject json = QJsonDocument::fromJson(report).object();
    const QByteArray all = report + simulation.readAllStandardError();
    QCOMPARE(json["customers"].toInt(), 10);
    QVERIFY2(json["sent_by_customers"].toInt() >= 20, all.constData());
    QVERIFY2(json["sent_by_agents"].toInt() >= 5, all.constData());
    QVERIFY2(json["link_drops"].toInt() >= 2, all.constData());
    QVERIFY2(json["seen_by_customers"].toInt() > 0, all.constData());
    QVERIFY2(json["lost"].toInt(-1) == 0, all.constData());
    QVERIFY2(json["doubled"].toInt(-1) == 0, all.constData());
    QVERIFY2(json["out_of_order"].toInt(-1) == 0, all.constData());
    QVERIFY2(simulation.exitStatus() == QProcess::NormalExit && simulation.exitCode() == 0, all.constData());
}

void HubProcessTest::terminateDrains()
{
    HubProcess hub;
    QString text;
    QVERIFY2(hub.start(&text), qPrintable(text));
    QProcess simulation;
    simulation.start(
        HubProcess::program(QStringLiteral("liaison-sim")),
        {"--hub", hub.httpUrl().toString(), "--customers", "3", "--rate", "120", "--seconds", "4", "--settle", "60", "--json"});
    QTRY_VERIFY_WITH_TIMEOUT(storedMessages(hub) >= 2, 20000);
    QCOMPARE(hub.terminate(), 0);
    QVERIFY2(hub.start(&text), qPrintable(text));
    QTRY_COMPARE_WITH_TIMEOUT(simulation.state(), QProcess::NotRunning, 90000);
    const QByteArray report = simulation.readAllStandardOutput();
    QVERIFY2(simulation.exitCode() == 0, report.constData());
    QCOMPARE(hub.terminate(), 0);
}

void HubProcessTest::checkConfigNamesTheLine()
{
    HubProcess good;
    QString text;
    QCOMPARE(good.run({QStringLiteral("check-config")}, {}, &text), 0);
    HubProcess bad({QStringLiteral("# four lines stand above"), QStringLiteral("offer_seconds = soon")});
    QVERIFY(bad.run({QStringLiteral("check-config")}, {}, &text) != 0);
    QVERIFY2(text.contains(QStringLiteral("hub.conf:6")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("offer_seconds")), qPrintable(text));
    // Well written, but of no use: with such a key the next start would be the end.
    HubProcess keyless({QStringLiteral("tls_cert = /nowhere/hub.pem"), QStringLiteral("tls_key = /nowhere/hub.key")});
    QCOMPARE(keyless.run({QStringLiteral("check-config")}, {}, &text), 2);
    QVERIFY2(text.contains(QStringLiteral("/nowhere/hub.pem")), qPrintable(text));
    TestCertificates certificates;
    const TestCertificates::Pair authority = certificates.authority(QStringLiteral("desk"));
    const TestCertificates::Pair server = certificates.server(QStringLiteral("hub"), authority);
    HubProcess right({QStringLiteral("tls_cert = ") + server.certificate, QStringLiteral("tls_key = ") + server.key});
    QCOMPARE(right.run({QStringLiteral("check-config")}, {}, &text), 0);
    HubProcess foreign({QStringLiteral("tls_cert = ") + server.certificate, QStringLiteral("tls_key = ") + authority.key});
    QCOMPARE(foreign.run({QStringLiteral("check-config")}, {}, &text), 2);
    QVERIFY2(text.contains(authority.key), qPrintable(text));
    HubProcess folderless({QStringLiteral("updates_dir = /nowhere/updates")});
    QCOMPARE(folderless.run({QStringLiteral("check-config")}, {}, &text), 2);
    QVERIFY2(text.contains(QStringLiteral("/nowhere/updates")), qPrintable(text));
}

/// app/hub/main.cpp says why.
void HubProcessTest::hugePagesAreOffForIt()
{
    HubProcess hub;
    QString text;
    QVERIFY2(hub.start(&text), qPrintable(text));
    QFile status(QStringLiteral("/proc/%1/status").arg(hub.processId()));
    QVERIFY(status.open(QIODevice::ReadOnly));
    const QByteArray said = status.readAll(); // Linux 5.0 and later say it
    QVERIFY2(said.contains("THP_enabled:\t0"), said.constData());
}

QTEST_GUILESS_MAIN(HubProcessTest)
#include "tst_hub_process.moc"
