// SPDX-License-Identifier: GPL-3.0-or-later
// What a liaison:// link may ask for, and that nothing else gets through.
#include "models/domain/DeskUrl.h"

#include <QtTest>

using namespace liaison;

class DeskUrlTest : public QObject
{
    Q_OBJECT
private slots:
    void whatMayBeAskedFor_data();
    void whatMayBeAskedFor();
    void nothingElseGetsThrough_data();
    void nothingElseGetsThrough();
};

void DeskUrlTest::whatMayBeAskedFor_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("conversation");
    QTest::addColumn<QString>("hub");
    QTest::newRow("conversation") << "liaison://conversation/c-17_B"
                                  << "c-17_B"
                                  << "";
    QTest::newRow("a browser's slash") << "liaison://conversation/c17/"
                                       << "c17"
                                       << "";
    QTest::newRow("scheme in capitals") << "LIAISON://Conversation/c17"
                                        << "c17"
                                        << "";
    QTest::newRow("hub") << "liaison://hub/desk.example"
                         << ""
                         << "desk.example";
    QTest::newRow("hub with port") << "liaison://hub/Desk.Example:8443/"
                                   << ""
                                   << "desk.example:8443";
    QTest::newRow("address") << "liaison://hub/[::1]:8081"
                             << ""
                             << "[::1]:8081";
    QTest::newRow("another script, as it is written") << "liaison://hub/xn--bcher-kva.example"
                                                      << ""
                                                      << "xn--bcher-kva.example";
}

void DeskUrlTest::whatMayBeAskedFor()
{
    QFETCH(QString, link);
    QFETCH(QString, conversation);
    QFETCH(QString, hub);
    const DeskUrl url = DeskUrl::parse(link);
    QCOMPARE(url.kind, hub.isEmpty() ? DeskUrl::Kind::Conversation : DeskUrl::Kind::Hub);
    QCOMPARE(url.conversation, conversation);
    QCOMPARE(url.hub, hub);
}

void DeskUrlTest::nothingElseGetsThrough_data()
{
    QTest::addColumn<QString>("link");
    for (const char *link : {"",
                             "liaison:",
                             "liaison://",
                             "liaison://conversation",
                             "liaison://conversation/",
                             "liaison://wipe/all",
                             "liaison://conversation/../settings",
                             "liaison://conversation/c1/c2",
                             "liaison://conversation/c1?send=1",
                             "liaison://conversation/c1#x",
                             "liaison://conversation/%63",
                             "liaison://conversation/c1 --data=x",
                             "liaison://conversation//",
                             "https://desk.example/",
                             "file:///etc/passwd",
                             "--data=/tmp",
                             "javascript:1",
                             "liaison://hub/",
                             "liaison://hub//",
                             "liaison://hub/desk.example/path",
                             "liaison://hub/lin:secret@desk.example",
                             "liaison://hub/desk.example@evil.example",
                             "liaison://hub/desk.example?x",
                             "liaison://hub/desk.example:",
                             "liaison://hub/desk.example:0",
                             "liaison://hub/desk.example:99999",
                             "liaison://hub/desk.example:8a",
                             "liaison://hub/b\xc3\xbc"
                             "cher.example",
                             "liaison://hub/http://evil.example",
                             "liaison://hub/a b",
                             "liaison://hub/desk.example\nx",
                             "liaison://lin@hub/desk.example",
                             "liaison://hub:80/desk.example"})
        QTest::newRow(link) << QString::fromUtf8(link);
    QTest::newRow("too long") << QStringLiteral("liaison://hub/") + QString(600, QLatin1Char('a'));
    QTest::newRow("a turned text") << QStringLiteral("liaison://hub/desk.example") + QChar(0x202E);
    QTest::newRow("a zero") << QStringLiteral("liaison://conversation/c1") + QChar(0);
}

void DeskUrlTest::nothingElseGetsThrough()
{
    QFETCH(QString, link);
    const DeskUrl url = DeskUrl::parse(link);
    QCOMPARE(url.kind, DeskUrl::Kind::None);
    QVERIFY(url.conversation.isEmpty());
    QVERIFY(url.hub.isEmpty());
}

QTEST_GUILESS_MAIN(DeskUrlTest)
#include "tst_desk_url.moc"
