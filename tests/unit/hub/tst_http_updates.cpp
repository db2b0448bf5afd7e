// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of updates over real sockets: whole, in parts, again, and everything that is no file of it.
#include "tests/unit/hub/HttpFixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace liaison;
using namespace liaison::hub;

namespace {

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

class TestHttpUpdates : public QObject
{
    Q_OBJECT
private slots:
    void aFileWholeAndInParts();
    void aReplacedManifestIsSeen();
    void onlyFilesOfTheFolder_data();
    void onlyFilesOfTheFolder();
    void withoutAFolderThereIsNothing();
};

void TestHttpUpdates::aFileWholeAndInParts()
{
    HttpFixture http;
    http.options.updatesDir = http.folder.filePath(QStringLiteral("updates"));
    QVERIFY(QDir().mkpath(http.options.updatesDir));
    QVERIFY(write(http.options.updatesDir + QStringLiteral("/liaison-0.2.0.AppImage"), "0123456789"));
    QVERIFY2(http.start(), qPrintable(http.startError()));

    const HttpReply whole = http.get("/updates/liaison-0.2.0.AppImage"); // without a token: a workstation asks before it signs in
    QCOMPARE(whole.status, 200);
    QCOMPARE(whole.body, QByteArray("0123456789"));
    QCOMPARE(whole.header("content-type"), QByteArray("application/octet-stream"));
    QCOMPARE(whole.header("accept-ranges"), QByteArray("bytes"));

    const HttpReply part = http.get("/updates/liaison-0.2.0.AppImage", {"Range: bytes=4-"});
    QCOMPARE(part.status, 206);
    QCOMPARE(part.body, QByteArray("456789"));
    QCOMPARE(part.header("content-range"), QByteArray("bytes 4-9/10"));
    QCOMPARE(http.get("/updates/liaison-0.2.0.AppImage", {"Range: bytes=10-"}).status, 416);
    QCOMPARE(http.get("/updates/liaison-0.2.0.AppImage", {"If-None-Match: " + whole.header("etag")}).status, 304);
    QCOMPARE(http.post("/updates/liaison-0.2.0.AppImage", {}).status, 405);
}

void TestHttpUpdates::aReplacedManifestIsSeen()
{
    HttpFixture http;
    http.options.updatesDir = http.folder.filePath(QStringLiteral("updates"));
    QVERIFY(QDir().mkpath(http.options.updatesDir));
    const QString manifest = http.options.updatesDir + QStringLiteral("/update.json");
    QVERIFY(write(manifest, "{}"));
    QVERIFY2(http.start(), qPrintable(http.startError()));
    const HttpReply first = http.get("/updates/update.json");
    QCOMPARE(first.header("content-type"), QByteArray("application/json"));
    QCOMPARE(first.header("cache-control"), QByteArray("no-cache"));
    QVERIFY(write(manifest, "{\"longer\":1}"));
    const HttpReply second = http.get("/updates/update.json", {"If-None-Match: " + first.header("etag")});
    QCOMPARE(second.status, 200);
    QCOMPARE(second.body, QByteArray("{\"longer\":1}"));
}

void TestHttpUpdates::onlyFilesOfTheFolder_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("the folder") << QByteArray("/updates/");
    QTest::newRow("above") << QByteArray("/updates/../secret");
    QTest::newRow("above, encoded") << QByteArray("/updates/%2e%2e%2fsecret");
    QTest::newRow("below") << QByteArray("/updates/below/file");
    QTest::newRow("hidden") << QByteArray("/updates/.hidden");
    QTest::newRow("absolute") << QByteArray("/updates//etc/passwd");
    QTest::newRow("not there") << QByteArray("/updates/missing");
    QTest::newRow("a folder's name") << QByteArray("/updates/below");
    QTest::newRow("a blank") << QByteArray("/updates/a%20b");
}

void TestHttpUpdates::onlyFilesOfTheFolder()
{
    QFETCH(QByteArray, path);
    HttpFixture http;
    http.options.updatesDir = http.folder.filePath(QStringLiteral("updates"));
    QVERIFY(QDir().mkpath(http.options.updatesDir + QStringLiteral("/below")));
    for (const QString name : {"/../secret", "/below/file", "/.hidden", "/a b"})
        QVERIFY(write(http.options.updatesDir + name, "not to be had"));
    QVERIFY2(http.start(), qPrintable(http.startError()));
    const HttpReply reply = http.get(path);
    QVERIFY2(reply.status == 404 || reply.status == 400, qPrintable(QString::number(reply.status)));
    QVERIFY(!reply.body.contains("not to be had"));
}

void TestHttpUpdates::withoutAFolderThereIsNothing()
{
    HttpFixture http;
    QVERIFY2(http.start(), qPrintable(http.startError()));
    QCOMPARE(http.get("/updates/update.json").status, 404);
    QCOMPARE(http.get("/updates/etc").status, 404);
}

QTEST_GUILESS_MAIN(TestHttpUpdates)
#include "tst_http_updates.moc"
