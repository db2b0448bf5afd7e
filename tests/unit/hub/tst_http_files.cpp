// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/FileStore.h"
#include "tests/unit/hub/HttpFixture.h"

#include <QBuffer>
#include <QDirIterator>
#include <QImage>
#include <QTcpSocket>
#include <QTest>
#include <QUuid>
#include <atomic>
#include <memory>

using namespace liaison;
using namespace liaison::hub;

namespace {

QByteArray png(int width, int height, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(width, height, format);
    image.fill(Qt::darkCyan);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray newFileId() { return QUuid::createUuid().toByteArray(QUuid::WithoutBraces); }

/// Files below the data folder, without their folders.
QStringList filesOnDisk(const HttpFixture &http)
{
    QStringList names;
    QDirIterator it(http.folder.path(), QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        names << it.fileName();
    }
    return names;
}

} // namespace

/// Files over real sockets: up, down, parts, thumbnails, and everything that is refused.
class TestHttpFiles : public QObject
{
    Q_OBJECT
private slots:
    void upAndDown();
    void names();
    void repeatIsTheSame();
    void repeatOfAnotherOwner();
    void whoMayFetch();
    void tokens();
    void ids_data();
    void ids();
    void types_data();
    void types();
    void tooBigByLength();
    void tooBigWhileStreaming();
    void expectContinue();
    void emptyFile();
    void brokenUpload();
    void diskFull();
    void perHour();
    void recordFails();
    void ranges();
    void conditional();
    void disposition();
    void thumbnail();
    void thumbnailOfSmallPicture();
    void noThumbnail();
    void aHopelessPictureIsTriedOnce();
    void polyglots_data();
    void polyglots();
    void decompressionBomb();
    void leftOversAreSweptAway();
};

void TestHttpFiles::upAndDown()
{
    HttpFixture http;
    QVERIFY2(http.start(), qPrintable(http.startError()));
    const QByteArray id = newFileId();
    const QByteArray picture = png(640, 400);
    const HttpReply up = http.put(id, picture, "image/png", "%E6%9D%AF%E7%9B%96.png");
    QCOMPARE(up.status, 200);
    const QJsonObject info = up.json();
    QCOMPARE(info.value(QLatin1String("id")).toString(), QString::fromLatin1(id));
    QCOMPARE(info.value(QLatin1String("name")).toString(), QStringLiteral("杯盖.png"));
    QCOMPARE(info.value(QLatin1String("mime")).toString(), QStringLiteral("image/png"));
    QCOMPARE(info.value(QLatin1String("size")).toInteger(), qint64(picture.size()));
    QCOMPARE(info.value(QLatin1String("w")).toInt(), 640);
    QCOMPARE(info.value(QLatin1String("h")).toInt(), 400);
    QCOMPARE(filesOnDisk(http), QStringList{QString::fromLatin1(id)});
    QCOMPARE(http.files().value(QString::fromLatin1(id)).owner, Principal::customer(QStringLiteral("one")));

    const HttpReply down = http.get("/api/v1/files/" + id, {HttpFixture::auth("one")});
    QCOMPARE(down.status, 200);
    QCOMPARE(down.body, picture);
    QCOMPARE(down.header("content-type"), QByteArray("image/png"));
    QCOMPARE(down.header("x-content-type-options"), QByteArray("nosniff"));
    QVERIFY(down.header("content-security-policy").contains("sandbox"));
    QVERIFY(down.header("cache-control").startsWith("private"));
    QCOMPARE(down.header("accept-ranges"), QByteArray("bytes"));

    // A big one, so that it comes in many pieces.
    const QByteArray bigId = newFileId();
    const QByteArray big = "%PDF-1.7\n" + QByteArray(3 << 20, 'x');
    QCOMPARE(http.put(bigId, big, "application/pdf", "manual.pdf", "agent").status, 200);
    QVERIFY(http.get("/api/v1/files/" + bigId, {HttpFixture::auth("agent")}).body == big);
}

void TestHttpFiles::names()
{
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply up = http.put(newFileId(), "hello", "text/plain", "..%2F..%2Fetc%2Fcron%0d%0aX%E2%80%AEtxt.exe");
    QCOMPARE(up.status, 200);
    QCOMPARE(up.json().value(QLatin1String("name")).toString(), QStringLiteral("cronXtxt.exe.txt"));
    const HttpReply unnamed =
        http.send("PUT", "/api/v1/files/" + newFileId(), {HttpFixture::auth("one"), "Content-Type: text/plain"}, "hi");
    QCOMPARE(unnamed.json().value(QLatin1String("name")).toString(), QStringLiteral("file.txt"));
}

void TestHttpFiles::repeatIsTheSame()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    const HttpReply first = http.put(id, "first", "text/plain", "a.txt");
    const HttpReply second = http.put(id, "something else", "text/plain", "b.txt");
    QCOMPARE(second.status, 200);
    QCOMPARE(second.body, first.body);
    QCOMPARE(http.get("/api/v1/files/" + id, {HttpFixture::auth("one")}).body, QByteArray("first"));
}

void TestHttpFiles::repeatOfAnotherOwner()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "first", "text/plain", "a.txt", "one").status, 200);
    const HttpReply thief = http.put(id, "mine", "text/plain", "a.txt", "two");
    QCOMPARE(thief.status, 409);
    QCOMPARE(thief.code(), QStringLiteral("conflict"));
    QCOMPARE(http.get("/api/v1/files/" + id, {HttpFixture::auth("one")}).body, QByteArray("first"));
}

void TestHttpFiles::whoMayFetch()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "secret", "text/plain", "a.txt", "one").status, 200);
    const QByteArray path = "/api/v1/files/" + id;
    const HttpReply stranger = http.get(path, {HttpFixture::auth("two")});
    const HttpReply nothing = http.get("/api/v1/files/" + newFileId(), {HttpFixture::auth("two")});
    QCOMPARE(stranger.status, 404);
    QCOMPARE(stranger.body, nothing.body); // who may not have it does not learn that it is there
    QCOMPARE(http.get(path, {HttpFixture::auth("agent")}).status, 404);
    http.share(QString::fromLatin1(id), QStringLiteral("a:lin"));
    QCOMPARE(http.get(path, {HttpFixture::auth("agent")}).body, QByteArray("secret"));
}

void TestHttpFiles::tokens()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "x", "text/plain", "a.txt", "nobody").status, 401);
    QCOMPARE(http.send("PUT", "/api/v1/files/" + id, {"Content-Type: text/plain"}, "x").status, 401);
    QCOMPARE(http.send("PUT", "/api/v1/files/" + id, {"Authorization: Basic one"}, "x").status, 401);
    QCOMPARE(http.get("/api/v1/files/" + id).status, 401);
    QCOMPARE(http.get("/api/v1/files/" + id + "?token=one").status, 401); // never a token in a URL
    QVERIFY(filesOnDisk(http).isEmpty());
}

void TestHttpFiles::ids_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("status");
    QTest::newRow("short") << QByteArray("nul") << 400;
    QTest::newRow("long") << QByteArray(65, 'a') << 400;
    QTest::newRow("longest") << QByteArray(64, 'a') << 200;
    QTest::newRow("dots") << QByteArray("..%2F..%2Fetcpasswd") << 400;
    QTest::newRow("slash") << QByteArray("aaaaaaaa/bbbbbbbb") << 400;
    QTest::newRow("part") << QByteArray("aaaaaaaa.part") << 400;
    QTest::newRow("letters of another script")
        << QByteArray("%E6%9D%AF%E6%9D%AF%E6%9D%AF%E6%9D%AF%E6%9D%AF%E6%9D%AF%E6%9D%AF%E6%9D%AF") << 400;
}

void TestHttpFiles::ids()
{
    QFETCH(QByteArray, id);
    HttpFixture http;
    QVERIFY(http.start());
    QTEST(http.put(id, "hello", "text/plain").status, "status");
}

void TestHttpFiles::types_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>") << QByteArray("image/svg+xml")
                         << 415;
    QTest::newRow("html") << QByteArray("<html><script>alert(1)</script>") << QByteArray("text/html") << 415;
    QTest::newRow("html called png") << QByteArray("<html></html>") << QByteArray("image/png") << 415;
    QTest::newRow("program") << QByteArray("MZ\x90\0\0\0\0\0", 8) << QByteArray("application/octet-stream") << 415;
    QTest::newRow("pdf, not on the list") << QByteArray("%PDF-1.4") << QByteArray("application/pdf") << 415;
    QTest::newRow("text") << QByteArray("hello") << QByteArray("text/plain") << 200;
    QTest::newRow("long program") << QByteArray("MZ\x90\0", 4) + QByteArray(20000, '\0') << QByteArray("text/plain") << 415;
}

void TestHttpFiles::types()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, type);
    HttpFixture http;
    http.options.mimes = {QStringLiteral("image/png"), QStringLiteral("text/plain")};
    QVERIFY(http.start());
    QTEST(http.put(newFileId(), bytes, type).status, "status");
    QCOMPARE(filesOnDisk(http).size(), http.files().size());
}

void TestHttpFiles::tooBigByLength()
{
    HttpFixture http;
    http.options.fileLimit = 100'000;
    QVERIFY(http.start());
    const HttpReply reply = http.put(newFileId(), QByteArray(100'001, 'x'), "text/plain");
    QCOMPARE(reply.status, 413);
    QCOMPARE(reply.code(), QStringLiteral("too_big"));
    QCOMPARE(http.put(newFileId(), QByteArray(100'000, 'x'), "text/plain").status, 200);
    // Of a huge one nothing is read: the answer comes while the sender still holds the body back.
    const auto socket = http.connected();
    socket->write("PUT /api/v1/files/" + newFileId() +
                  " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer one\r\nContent-Type: text/plain\r\n" +
                  "Content-Length: 99999999999\r\n\r\n");
    QCOMPARE(HttpFixture::read(*socket).status, 413);
}

void TestHttpFiles::tooBigWhileStreaming()
{
    HttpFixture http;
    http.options.fileLimit = 10'000;
    QVERIFY(http.start());
    QByteArray chunked =
        "PUT /api/v1/files/" + newFileId() +
        " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer one\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 20; ++i)
        chunked += "400\r\n" + QByteArray(1024, 'x') + "\r\n";
    QCOMPARE(http.raw(chunked + "0\r\n\r\n").status, 413);
    QVERIFY(filesOnDisk(http).isEmpty());
}

void TestHttpFiles::expectContinue()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray head = " HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nExpect: 100-continue\r\n";
    // What needs no look at the database is refused before the sender has sent anything.
    const auto refused = http.connected();
    refused->write("PUT /api/v1/nothing" + head + "\r\n");
    QCOMPARE(HttpFixture::read(*refused).status, 404);
    const auto welcome = http.connected();
    welcome->write("PUT /api/v1/files/" + newFileId() + head + "Authorization: Bearer one\r\n\r\n");
    QVERIFY(welcome->waitForReadyRead(20'000));
    QVERIFY(welcome->peek(12) == "HTTP/1.1 100");
    welcome->write("hello");
    QCOMPARE(HttpFixture::read(*welcome).status, 200);
}

void TestHttpFiles::emptyFile()
{
    HttpFixture http;
    QVERIFY(http.start());
    QCOMPARE(http.put(newFileId(), {}, "text/plain").status, 400);
    QVERIFY(filesOnDisk(http).isEmpty());
}

void TestHttpFiles::brokenUpload()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    {
        const auto socket = http.connected();
        socket->write("PUT /api/v1/files/" + id +
                      " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer one\r\nContent-Type: text/plain\r\n" +
                      "Content-Length: 20000\r\n\r\n" + QByteArray(10000, 'x'));
        socket->flush();
        QTRY_COMPARE(filesOnDisk(http).size(), 1);
        QVERIFY(filesOnDisk(http).first().endsWith(QLatin1String(".part")));
        socket->abort();
    }
    QTRY_VERIFY(filesOnDisk(http).isEmpty());
    QVERIFY(http.files().isEmpty());
    QCOMPARE(http.put(id, QByteArray(20000, 'x'), "text/plain").status, 200);
}

void TestHttpFiles::diskFull()
{
    HttpFixture http;
    http.options.diskReserve = qint64(1) << 60;
    QVERIFY(http.start());
    const HttpReply reply = http.put(newFileId(), "hello", "text/plain");
    QCOMPARE(reply.status, 507);
    QCOMPARE(reply.code(), QStringLiteral("full"));
    QVERIFY(filesOnDisk(http).isEmpty());
}

void TestHttpFiles::perHour()
{
    HttpFixture http;
    http.options.filesPerHour = 2;
    QVERIFY(http.start());
    const QByteArray first = newFileId();
    QCOMPARE(http.put(first, "a", "text/plain").status, 200);
    QCOMPARE(http.put(newFileId(), "b", "text/plain").status, 200);
    const HttpReply third = http.put(newFileId(), "c", "text/plain");
    QCOMPARE(third.status, 429);
    QVERIFY(third.header("retry-after").toInt() > 0);
    QCOMPARE(http.put(first, "a", "text/plain").status, 200); // a repeat is no new file
    QCOMPARE(http.put(newFileId(), "d", "text/plain", "d.txt", "two").status, 200);
    QCOMPARE(http.put(newFileId(), "e", "text/plain", "e.txt", "agent").status, 200);
}

void TestHttpFiles::recordFails()
{
    HttpFixture http;
    auto code = std::make_shared<std::atomic<ErrorCode>>(ErrorCode::Internal);
    http.backend.addFile = [code](const FileInfo &) { return HttpAnswer::refused(*code, QStringLiteral("no"), 1000); };
    QVERIFY(http.start());
    // Refused for good: no row will ever name these bytes.
    QCOMPARE(http.put(newFileId(), "hello", "text/plain").status, 500);
    QVERIFY(filesOnDisk(http).isEmpty());
    // Busy: the writer may still come to the row, so its bytes must be there; the repeat overwrites them.
    *code = ErrorCode::Busy;
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "hello", "text/plain").status, 503);
    QCOMPARE(filesOnDisk(http).size(), 1);
    QCOMPARE(http.put(id, "hello", "text/plain").status, 503);
    QCOMPARE(filesOnDisk(http).size(), 1);
}

void TestHttpFiles::ranges()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "0123456789", "text/plain").status, 200);
    const auto part = [&](const QByteArray &range) {
        return http.get("/api/v1/files/" + id, {HttpFixture::auth("one"), "Range: " + range});
    };
    const HttpReply middle = part("bytes=2-4");
    QCOMPARE(middle.status, 206);
    QCOMPARE(middle.body, QByteArray("234"));
    QCOMPARE(middle.header("content-range"), QByteArray("bytes 2-4/10"));
    QCOMPARE(part("bytes=7-").body, QByteArray("789"));
    QCOMPARE(part("bytes=-2").body, QByteArray("89"));
    QCOMPARE(part("bytes=0-1,4-5").body, QByteArray("0123456789"));
    const HttpReply behind = part("bytes=10-");
    QCOMPARE(behind.status, 416);
    QCOMPARE(behind.header("content-range"), QByteArray("bytes */10"));
    const HttpReply head = http.send("HEAD", "/api/v1/files/" + id, {HttpFixture::auth("one")}, {});
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-length"), QByteArray("10"));
}

void TestHttpFiles::conditional()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "0123456789", "text/plain").status, 200);
    const QByteArray path = "/api/v1/files/" + id;
    const QByteArray etag = http.get(path, {HttpFixture::auth("one")}).header("etag");
    QCOMPARE(http.get(path, {HttpFixture::auth("one"), "If-None-Match: " + etag}).status, 304);
    QCOMPARE(http.get(path, {"If-None-Match: " + etag}).status, 401); // knowing the tag is no right
    QCOMPARE(http.get(path, {HttpFixture::auth("one"), "Range: bytes=1-2", "If-Range: " + etag}).status, 206);
    QCOMPARE(http.get(path, {HttpFixture::auth("one"), "Range: bytes=1-2", "If-Range: \"old\""}).status, 200);
}

void TestHttpFiles::disposition()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray text = newFileId();
    QCOMPARE(http.put(text, "hello", "text/plain", "%E8%AF%B4%E6%98%8E \"1\".txt").status, 200);
    const QByteArray value = http.get("/api/v1/files/" + text, {HttpFixture::auth("one")}).header("content-disposition");
    QVERIFY2(value.startsWith("attachment; filename=\""), value.constData());
    QVERIFY2(value.contains("filename*=UTF-8''%E8%AF%B4%E6%98%8E"), value.constData());
    const QByteArray picture = newFileId();
    QCOMPARE(http.put(picture, png(4, 4), "image/png", "a.png").status, 200);
    QVERIFY(http.get("/api/v1/files/" + picture, {HttpFixture::auth("one")}).header("content-disposition").startsWith("inline"));
}

void TestHttpFiles::thumbnail()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, png(2000, 1000), "image/png").status, 200);
    for (int i = 0; i < 2; ++i) { // made, then kept
        const HttpReply reply = http.get("/api/v1/files/" + id + "?thumb=1", {HttpFixture::auth("one")});
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("content-type"), QByteArray("image/jpeg"));
        QCOMPARE(QImage::fromData(reply.body).size(), QSize(480, 240));
    }
    QVERIFY(filesOnDisk(http).contains(QString::fromLatin1(id) + QStringLiteral(".thumb")));
    const QByteArray clear = newFileId();
    QCOMPARE(http.put(clear, png(600, 600, QImage::Format_ARGB32), "image/png").status, 200);
    const HttpReply reply = http.get("/api/v1/files/" + clear + "?thumb=1", {HttpFixture::auth("one")});
    QCOMPARE(reply.header("content-type"), QByteArray("image/png"));
    QCOMPARE(QImage::fromData(reply.body).size(), QSize(480, 480));
}

void TestHttpFiles::thumbnailOfSmallPicture()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    const QByteArray picture = png(100, 50);
    QCOMPARE(http.put(id, picture, "image/png").status, 200);
    QCOMPARE(http.get("/api/v1/files/" + id + "?thumb=1", {HttpFixture::auth("one")}).body, picture);
    QCOMPARE(filesOnDisk(http).size(), 1);
}

void TestHttpFiles::noThumbnail()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "hello", "text/plain").status, 200);
    QCOMPARE(http.get("/api/v1/files/" + id + "?thumb=1", {HttpFixture::auth("one")}).status, 415);
    const QByteArray broken = newFileId();
    QCOMPARE(http.put(broken, "\x89PNG\r\n\x1a\n" + QByteArray(5000, 'x'), "image/png").status, 200);
    QCOMPARE(http.get("/api/v1/files/" + broken + "?thumb=1", {HttpFixture::auth("one")}).status, 415);
}

// Asking again for a picture that cannot be read costs nothing: it is not even looked at.
void TestHttpFiles::aHopelessPictureIsTriedOnce()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, "\x89PNG\r\n\x1a\n" + QByteArray(5000, 'x'), "image/png").status, 200);
    const QByteArray path = "/api/v1/files/" + id + "?thumb=1";
    QCOMPARE(http.get(path, {HttpFixture::auth("one")}).status, 415);
    // Now there is a good picture under that id; what was remembered is what answers.
    FileStore store(http.folder.path(), 0);
    QFile file(store.path(QString::fromLatin1(id)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(png(2000, 1000));
    file.close();
    QCOMPARE(http.get(path, {HttpFixture::auth("one")}).status, 415);
    QVERIFY(QFile::remove(store.path(QString::fromLatin1(id)) + QStringLiteral(".nothumb")));
    QCOMPARE(http.get(path, {HttpFixture::auth("one")}).status, 200);
}

// A file that is two things at once is served as the one it was taken for, and as nothing that runs.
void TestHttpFiles::polyglots_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::newRow("GIF and script") << QByteArray("GIF89a/*") + png(4, 4) + "*/=1;alert(document.domain)"
                                    << QByteArray("image/gif") << 200;
    QTest::newRow("PNG and HTML") << png(4, 4) + "<html><script>alert(1)</script>" << QByteArray("image/png") << 200;
    QTest::newRow("PDF and HTML") << QByteArray("%PDF-1.4\n<html><script>alert(1)</script>") << QByteArray("application/pdf")
                                  << 200;
    QTest::newRow("PNG said to be HTML") << png(4, 4) << QByteArray("text/html") << 415;
    QTest::newRow("HTML said to be PNG") << QByteArray("<html><script>alert(1)</script>") << QByteArray("image/png") << 415;
    QTest::newRow("HTML said to be text") << QByteArray("\n <HTML><script>alert(1)</script>") << QByteArray("text/plain") << 415;
    QTest::newRow("SVG with script") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")
                                     << QByteArray("image/svg+xml") << 415;
    QTest::newRow("SVG said to be PNG") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") << QByteArray("image/png")
                                        << 415;
    QTest::newRow("zip behind a picture") << png(4, 4) + QByteArray("PK\x03\x04") + QByteArray(100, 'z')
                                          << QByteArray("image/png") << 200;
    QTest::newRow("program") << QByteArray("MZ\x90\0", 4) + QByteArray(100, '\0') << QByteArray("image/png") << 415;
}

void TestHttpFiles::polyglots()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, bytes, type).status, status);
    if (status != 200)
        return;
    const HttpReply reply = http.get("/api/v1/files/" + id, {HttpFixture::auth("one")});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("content-type"), type);
    QCOMPARE(reply.header("x-content-type-options"), QByteArray("nosniff"));
    QCOMPARE(reply.header("content-security-policy"), QByteArray("default-src 'none'; frame-ancestors 'none'; sandbox"));
    QVERIFY(type.startsWith("image/") || reply.header("content-disposition").startsWith("attachment"));
}

// A PNG whose header promises 100 megapixels, a few hundred bytes long: no memory is taken for it.
void TestHttpFiles::decompressionBomb()
{
    HttpFixture http;
    QVERIFY(http.start());
    const auto withSize = [](quint32 width, quint32 height) {
        QByteArray bytes = png(4, 4);
        const auto put = [&bytes](qsizetype at, quint32 value) {
            for (int i = 0; i < 4; ++i)
                bytes[at + i] = char(value >> (24 - 8 * i));
        };
        put(16, width);
        put(20, height);
        quint32 crc = 0xFFFFFFFFU;
        for (qsizetype i = 12; i < 29; ++i) {
            crc ^= uchar(bytes[i]);
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc >> 1) ^ ((crc & 1U) ? 0xEDB88320U : 0U);
        }
        put(29, ~crc);
        return bytes;
    };
    const QByteArray id = newFileId();
    QCOMPARE(http.put(id, withSize(10000, 10000), "image/png").status, 200);
    QCOMPARE(http.get("/api/v1/files/" + id + "?thumb=1", {HttpFixture::auth("one")}).status, 415);
    QCOMPARE(http.put(newFileId(), withSize(60000, 60000), "image/png").status, 413);
}

void TestHttpFiles::leftOversAreSweptAway()
{
    HttpFixture http;
    QVERIFY(QDir(http.folder.path()).mkpath(QStringLiteral("files/ab")));
    QFile left(http.folder.filePath(QStringLiteral("files/ab/abcdefgh.1234.part")));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    QVERIFY(http.start());
    QVERIFY(filesOnDisk(http).isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpFiles)
#include "tst_http_files.moc"
