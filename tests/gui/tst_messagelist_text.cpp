// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageText.h"

#include <QtTest>

using namespace liaison;

/// What is shown of a text that somebody else wrote, perhaps to deceive.
class tst_messagelist_text : public QObject
{
    Q_OBJECT
private slots:
    void nothingHiddenStaysHidden_data();
    void nothingHiddenStaysHidden();
    void writingThatNeedsJoinersKeepsThem_data();
    void writingThatNeedsJoinersKeepsThem();
    void findsLinks_data();
    void findsLinks();
    void saysTheTrueHost_data();
    void saysTheTrueHost();
    void looksAlike_data();
    void looksAlike();
    void theTrueHostStandsBesideTheLink();
    void shortens();
};

void tst_messagelist_text::nothingHiddenStaysHidden_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const QChar mark(0xFFFD);
    for (const char16_t c : {0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200B, 0x200E, 0x200F,
                             0x061C, 0x2060, 0xFEFF, 0x00AD, 0x3164, 0x0080, 0x009F, 0x200C, 0x200D, 0xFFFC, 0xD800, 0xDC00})
        QTest::addRow("U+%04X", uint(c)) << QString("a") + QChar(c) + "b" << QString("a") + mark + "b";
    QTest::addRow("bell") << QString("a\ab") << QString("a") + QChar(0x2407) + "b";
    QTest::addRow("nul") << QString("a") + QChar(0) + "b" << QString("a") + QChar(0x2400) + "b";
    QTest::addRow("line breaks") << "a\r\nb\rc" + QString(QChar(0x2028)) + "d\ne"
                                 << "a\nb\nc\nd\ne";
    QTest::addRow("tab stays") << "a\tb"
                               << "a\tb";
    const QString tag = QString::fromUcs4(U"\U000E0041", 1);
    QTest::addRow("tag") << "a" + tag + "b" << QString("a") + mark + mark + "b";
    const QString woman = QString::fromUtf8("👩");
    QTest::addRow("joiner before a tag") << woman + QChar(0x200D) + tag << woman + mark + mark + mark;
    QTest::addRow("joiner before a selector") << woman + QChar(0x200D) + QChar(0xFE0F) << woman + mark + mark;
    QTest::addRow("space before an unseen vowel")
        << QString::fromUtf8("ក") + QChar(0x200B) + QChar(0x17B4) << QString::fromUtf8("ក") + mark + mark;
    QTest::addRow("chinese stays") << "杯盖.jpg · ￥399"
                                   << "杯盖.jpg · ￥399";
    QTest::addRow("file name turned round") << QString("report") + QChar(0x202E) + "gpj.exe"
                                            << QString("report") + mark + "gpj.exe";
}

void tst_messagelist_text::nothingHiddenStaysHidden()
{
    QFETCH(QString, text);
    QTEST(neutralised(text), "shown");
    QCOMPARE(neutralised(neutralised(text)), neutralised(text));
}

void tst_messagelist_text::writingThatNeedsJoinersKeepsThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addRow("family") << QString::fromUtf8("👨‍👩‍👧");
    QTest::addRow("flag") << QString::fromUtf8("🏳️‍🌈");
    QTest::addRow("heart") << QString::fromUtf8("❤️");
    QTest::addRow("persian") << QString::fromUtf8("می‌خواهم");
    QTest::addRow("arabic") << QString::fromUtf8("مرحبا بالعالم");
}

void tst_messagelist_text::writingThatNeedsJoinersKeepsThem()
{
    QFETCH(QString, text);
    QCOMPARE(neutralised(text), text);
}

void tst_messagelist_text::findsLinks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("urls");
    QTest::addRow("none") << "no link, just words: and 10:30" << QStringList{};
    QTest::addRow("http") << "see http://example.com/a?b=c#d now" << QStringList{"http://example.com/a?b=c#d"};
    QTest::addRow("full stop") << "Go to https://example.com." << QStringList{"https://example.com"};
    QTest::addRow("brackets") << "(https://example.com/a_(b)) and (https://example.com)"
                              << QStringList{"https://example.com/a_(b)", "https://example.com"};
    QTest::addRow("in chinese") << "请看https://example.com/订单，谢谢" << QStringList{"https://example.com/"};
    QTest::addRow("chinese comma") << "请看 https://example.com，谢谢" << QStringList{"https://example.com"};
    QTest::addRow("two") << "http://a.example http://b.example" << QStringList{"http://a.example", "http://b.example"};
    QTest::addRow("mail") << "mailto:help@example.com please" << QStringList{"mailto:help@example.com"};
    QTest::addRow("capital") << "HTTPS://Example.com/x" << QStringList{"https://example.com/x"};
    QTest::addRow("javascript") << "javascript:alert(1) JAVASCRIPT://x" << QStringList{};
    QTest::addRow("file") << "file:///etc/passwd ftp://example.com data:text/html,x smb://host/x" << QStringList{};
    QTest::addRow("no scheme") << "www.example.com example.com" << QStringList{};
    QTest::addRow("inside a word") << "xhttp://example.com" << QStringList{};
    QTest::addRow("no host") << "http:// and http:///x" << QStringList{};
    QTest::addRow("hidden turn") << neutralised(QString("http://exa") + QChar(0x202E) + "mple.com") << QStringList{};
}

void tst_messagelist_text::findsLinks()
{
    QFETCH(QString, text);
    QStringList found;
    for (const TextLink &link : findLinks(text)) {
        found.append(link.url.toString(QUrl::FullyEncoded));
        QVERIFY(link.start >= 0 && link.start + link.length <= text.size());
        QVERIFY(text.mid(link.start, link.length).contains(u':'));
    }
    QTEST(found, "urls");
}

void tst_messagelist_text::saysTheTrueHost_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("host");
    QTest::addRow("plain") << "https://example.com/login"
                           << "example.com";
    QTest::addRow("port") << "https://example.com:8443/"
                          << "example.com:8443";
    QTest::addRow("user is no host") << "https://bank.example@evil.example/"
                                     << "evil.example";
    QTest::addRow("cyrillic") << QString::fromUtf8("https://аррӏе.com/") << "xn--80ak6aa92e.com";
    QTest::addRow("mail") << "mailto:help@example.com?subject=x"
                          << "help@example.com";
}

void tst_messagelist_text::saysTheTrueHost()
{
    QFETCH(QString, url);
    QFETCH(QString, host);
    const QString said = trueHost(QUrl(url));
    QVERIFY2(said.contains(host), qPrintable(said));
}

void tst_messagelist_text::looksAlike_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("foreign");
    QTest::addColumn<bool>("mixed");
    QTest::addRow("plain") << "https://example.com/" << false << false;
    QTest::addRow("all Cyrillic") << QString::fromUtf8("https://аррӏе.com/") << true << false;
    QTest::addRow("one Cyrillic letter") << QString::fromUtf8("https://pаypal.com/") << true << true;
    QTest::addRow("the same in punycode") << "https://xn--pypal-4ve.com/" << true << true;
    QTest::addRow("Greek in Latin") << QString::fromUtf8("https://gοogle.com/") << true << true;
    QTest::addRow("Chinese") << QString::fromUtf8("https://例子.测试/") << true << false;
    QTest::addRow("Japanese") << QString::fromUtf8("https://日本のサイト.jp/") << true << false;
    QTest::addRow("umlaut") << QString::fromUtf8("https://bücher.example/") << true << false;
    QTest::addRow("digits and hyphens") << "https://a-1.example/" << false << false;
}

void tst_messagelist_text::looksAlike()
{
    QFETCH(QString, url);
    QTEST(isForeignHost(QUrl(url)), "foreign");
    QTEST(mixesScripts(QUrl(url)), "mixed");
}

void tst_messagelist_text::theTrueHostStandsBesideTheLink()
{
    QCOMPARE(withTrueHosts(QString::fromUtf8("Sign in at https://pаypal.com/x, please")),
             QString::fromUtf8("Sign in at https://pаypal.com/x [xn--pypal-4ve.com], please"));
    QCOMPARE(withTrueHosts(QString::fromUtf8("https://例子.测试 https://b.example")),
             QString::fromUtf8("https://例子.测试 [xn--fsqu00a.xn--0zwm56d] https://b.example"));
    const QString honest = QStringLiteral("https://a.example/1 https://xn--pypal-4ve.com mailto:x@a.example");
    QCOMPARE(withTrueHosts(honest), honest); // it stands there already
    // The true host elsewhere in the link is no host.
    for (const char *behind : {"/xn--pypal-4ve.com", "?x=xn--pypal-4ve.com", "#xn--pypal-4ve.com"}) {
        const QString hiding = QString::fromUtf8("https://pаypal.com") + QLatin1String(behind);
        QCOMPARE(withTrueHosts(hiding), hiding + QStringLiteral(" [xn--pypal-4ve.com]"));
    }
    // What is in brackets is no part of the link.
    const QString shown = withTrueHosts(QString::fromUtf8("https://pаypal.com"));
    QCOMPARE(findLinks(shown).size(), 1);
    QCOMPARE(findLinks(shown).first().url, QUrl(QString::fromUtf8("https://pаypal.com")));
}

void tst_messagelist_text::shortens()
{
    QCOMPARE(shortened("a\nb\nc", 2, 100), QString("a\nb"));
    QCOMPARE(shortened("a\nb\nc", 3, 100), QString("a\nb\nc"));
    QCOMPARE(shortened("abcdef", 3, 4), QString("abcd"));
    QCOMPARE(shortened(QString::fromUtf8("ab😀"), 3, 3), QString("ab")); // not through a character
    QCOMPARE(shortened({}, 3, 3), QString());
}

QTEST_GUILESS_MAIN(tst_messagelist_text)
#include "tst_messagelist_text.moc"
