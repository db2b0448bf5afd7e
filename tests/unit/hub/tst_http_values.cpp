// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/ByteRange.h"
#include "hub/channels/FileType.h"
#include "hub/links/RateLimit.h"

#include <QTest>

using namespace liaison::hub;

/// The pure parts of the HTTP side: ranges, what a file is and may be called, buckets.
class TestHttpValues : public QObject
{
    Q_OBJECT
private slots:
    void range_data();
    void range();
    void sniff_data();
    void sniff();
    void cleanName_data();
    void cleanName();
    void rateLimit();
    void rateLimitForgets();
};

void TestHttpValues::range_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("first");
    QTest::addColumn<qint64>("last");
    const int whole = int(ByteRange::Kind::Whole);
    const int part = int(ByteRange::Kind::Part);
    const int bad = int(ByteRange::Kind::Unsatisfiable);
    const auto row = [](const char *name, const char *header, int kind, qint64 first, qint64 last) {
        QTest::newRow(name) << QByteArray(header) << kind << first << last;
    };
    row("none", "", whole, 0, 0);
    row("first byte", "bytes=0-0", part, 0, 0);
    row("middle", "bytes=10-19", part, 10, 19);
    row("open end", "bytes=90-", part, 90, 99);
    row("suffix", "bytes=-5", part, 95, 99);
    row("suffix longer than the file", "bytes=-500", part, 0, 99);
    row("end behind the file", "bytes=50-5000", part, 50, 99);
    row("start behind the file", "bytes=100-", bad, 0, 0);
    row("no bytes", "bytes=-0", bad, 0, 0);
    row("backwards", "bytes=20-10", whole, 0, 0);
    row("several", "bytes=0-1,5-6", whole, 0, 0);
    row("other unit", "lines=1-2", whole, 0, 0);
    row("sign", "bytes=+1-+2", whole, 0, 0);
    row("words", "bytes=a-b", whole, 0, 0);
    row("huge", "bytes=99999999999999999999-", whole, 0, 0);
    row("two dashes", "bytes=--1", whole, 0, 0);
}

void TestHttpValues::range()
{
    QFETCH(QByteArray, header);
    QFETCH(int, kind);
    const ByteRange range = ByteRange::parse(header, 100);
    QCOMPARE(int(range.kind), kind);
    QTEST(range.first, "first");
    QTEST(range.last, "last");
}

void TestHttpValues::sniff_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("declared");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("mime");
    const auto row = [](const char *title, const QByteArray &head, const char *declared, const char *name, const char *mime) {
        QTest::newRow(title) << head << QString::fromLatin1(declared) << QString::fromLatin1(name) << QString::fromLatin1(mime);
    };
    const QByteArray png = "\x89PNG\r\n\x1a\n....";
    const QByteArray zip = QByteArray("PK\x03\x04") + "....";
    const QByteArray office = zip + "[Content_Types].xml";
    const char *docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    row("png", png, "image/png", "a.png", "image/png");
    row("png, nothing declared", png, "application/octet-stream", "a", "image/png");
    row("png called jpeg", png, "image/jpeg", "a.jpg", "");
    row("png called html", png, "text/html", "a.html", "");
    row("jpeg alias", "\xFF\xD8\xFF\xE0....", "image/jpg", "a.jpg", "image/jpeg");
    row("gif", "GIF89a....", "image/gif", "a.gif", "image/gif");
    row("webp", "RIFF1234WEBPVP8 ", "image/webp", "a.webp", "image/webp");
    row("wav", "RIFF1234WAVEfmt ", "audio/x-wav", "a.wav", "audio/wav");
    row("pdf", "%PDF-1.7", "application/pdf", "a.pdf", "application/pdf");
    row("zip", zip, "application/zip", "a.zip", "application/zip");
    row("zip called docx", zip, docx, "a.docx", "");
    row("docx", office, docx, "a.docx", docx);
    row("docx by name", office, "", "a.docx", docx);
    row("jar called zip by name", zip, "", "a.jar", "application/zip");
    row("macro document", office, "application/vnd.ms-word.document.macroEnabled.12", "a.docm", "");
    row("mp4",
        QByteArray("\0\0\0\x18"
                   "ftypisom",
                   12),
        "video/mp4", "a.mp4", "video/mp4");
    row("mp3", "ID3\x03....", "audio/mpeg", "a.mp3", "audio/mpeg");
    row("ogg voice", "OggS....", "audio/ogg; codecs=opus", "a.ogg", "audio/ogg");
    row("text", "Dear all,\r\nthe lid leaks.\n", "text/plain; charset=utf-8", "a.txt", "text/plain");
    row("chinese text", "杯盖漏水", "text/plain", "a.txt", "text/plain");
    row("csv", "a,b\n1,2\n", "text/csv", "a.csv", "text/csv");
    row("html called text", "<!DOCTYPE html><html>", "text/plain", "a.txt", "");
    row("html behind blanks", "  \n\t<HTML><body>", "text/plain", "a.txt", "");
    row("script in text", "hello <script>alert(1)</script>", "text/plain", "a.txt", "");
    row("svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "a.svg", "");
    row("svg called text", "<svg onload=alert(1)>", "text/plain", "a.txt", "");
    row("xml", "<?xml version='1.0'?><svg/>", "text/plain", "a.txt", "");
    row("shell script", "#!/bin/sh\nrm -rf /\n", "text/plain", "a.txt", "");
    row("windows program", QByteArray("MZ\x90\0\x03", 5), "application/octet-stream", "a.exe", "");
    row("windows program called png", QByteArray("MZ\x90\0\x03", 5), "image/png", "a.png", "");
    row("linux program",
        QByteArray("\x7F"
                   "ELF\x02\x01",
                   6),
        "application/octet-stream", "a", "");
    row("binary called text", QByteArray("abc\0def", 7), "text/plain", "a.txt", "");
    row("broken UTF-8", "\xC3\x28 abc", "text/plain", "a.txt", "");
    row("nothing", "", "text/plain", "a.txt", "");
}

void TestHttpValues::sniff()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, declared);
    QFETCH(QString, name);
    QTEST(FileType::sniff(head, declared, name), "mime");
}

void TestHttpValues::cleanName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("mime");
    QTest::addColumn<QString>("clean");
    const QString png = QStringLiteral("image/png");
    const QString text = QStringLiteral("text/plain");
    const auto row = [](const char *title, const QString &name, const QString &mime, const QString &clean) {
        QTest::newRow(title) << name << mime << clean;
    };
    row("as it is", QStringLiteral("杯盖 1.png"), png, QStringLiteral("杯盖 1.png"));
    row("upper case ending", QStringLiteral("A.PNG"), png, QStringLiteral("A.png"));
    row("empty picture", QString(), png, QStringLiteral("picture.png"));
    row("empty file", QStringLiteral("   "), text, QStringLiteral("file.txt"));
    row("path", QStringLiteral("../../etc/passwd"), text, QStringLiteral("passwd.txt"));
    row("windows path", QStringLiteral("C:\\temp\\a.txt"), text, QStringLiteral("a.txt"));
    row("only a path", QStringLiteral("../"), text, QStringLiteral("file.txt"));
    row("dots", QStringLiteral("....txt"), text, QStringLiteral("txt.txt"));
    row("program", QStringLiteral("run.bat"), text, QStringLiteral("run.bat.txt"));
    row("turned around", QStringLiteral("a\u202Etxt.exe"), text, QStringLiteral("atxt.exe.txt"));
    row("control characters", QStringLiteral("a\r\nb\u0000c\u007F.txt"), text, QStringLiteral("abc.txt"));
    row("forbidden on Windows", QStringLiteral("a<b>:\"|?*.txt"), text, QStringLiteral("a_b______.txt"));
    row("trailing dot", QStringLiteral("a.txt. "), text, QStringLiteral("a.txt"));
    row("header trick", QStringLiteral("a\"; filename=\"b.html.txt"), text, QStringLiteral("a_; filename=_b.html.txt"));
}

void TestHttpValues::cleanName()
{
    QFETCH(QString, name);
    QFETCH(QString, mime);
    QTEST(FileType::cleanName(name, mime), "clean");
    const QString longName = FileType::cleanName(QString(500, QLatin1Char('x')) + name, mime);
    QVERIFY(longName.size() <= 120);
    QVERIFY(longName.endsWith(mime == QLatin1String("image/png") ? QLatin1String(".png") : QLatin1String(".txt")));
}

void TestHttpValues::rateLimit()
{
    RateLimit limit(3, 60'000);
    const QString a = QStringLiteral("a");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(limit.take(a, 1000), 0);
    QCOMPARE(limit.take(a, 1000), 20'000);
    QCOMPARE(limit.take(QStringLiteral("b"), 1000), 0);
    QCOMPARE(limit.take(a, 11'000), 10'000);
    QCOMPARE(limit.take(a, 21'000), 0);
    QVERIFY(limit.take(a, 21'000) > 0);

    RateLimit bytes(8000, 4000);
    QCOMPARE(bytes.take(a, 1000, 5000), 0);
    QCOMPARE(bytes.take(a, 1000, 5000), 1000); // of the 2000 that are missing two come each millisecond
    QCOMPARE(bytes.take(a, 1000, 3000), 0);
    QCOMPARE(bytes.take(a, 1000, 1 << 20), 4000); // no more than the bucket holds is ever asked for
    QCOMPARE(bytes.take(a, 5000, 1 << 20), 0);
}

void TestHttpValues::rateLimitForgets()
{
    RateLimit limit(1, 1000);
    for (int i = 0; i < 5000; ++i)
        QCOMPARE(limit.take(QString::number(i), i), 0);
    QVERIFY(limit.take(QStringLiteral("4999"), 5000) > 0);
    QCOMPARE(limit.take(QStringLiteral("0"), 5000), 0);
}

QTEST_GUILESS_MAIN(TestHttpValues)
#include "tst_http_values.moc"
