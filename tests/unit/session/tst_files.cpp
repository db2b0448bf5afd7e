// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/Elsewhere.h"
#include "models/session/OutboxFiles.h"
#include "models/session/SignIn.h"
#include "tests/unit/session/HttpBench.h"
#include "tests/unit/session/SessionBench.h"

#include <QBuffer>
#include <QImage>
#include <QJsonDocument>
#include <QSemaphore>

using namespace liaison;
using namespace liaison::test;

namespace {
const auto v1 = QStringLiteral("v1");

QImage picture()
{
    QImage image(7, 5, QImage::Format_RGB32);
    image.fill(Qt::red);
    return image;
}

QByteArray png()
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture().save(&buffer, "PNG");
    return bytes;
}

HttpBench::Answer stored(const HttpBench::Request &request)
{
    const QJsonObject json{{"id", QString::fromLatin1(request.path.split('/').last())},
                           {"name", QUrl::fromPercentEncoding(request.headers.value("x-file-name"))},
                           {"mime", QString::fromLatin1(request.headers.value("content-type"))},
                           {"size", request.body.size()},
                           {"w", 7},
                           {"h", 5}};
    return {200, QJsonDocument(json).toJson(), {}, false};
}

const QByteArray signedIn("{\"token\":\"t1\",\"agent\":{\"id\":\"anna\"},\"link\":\"ws://127.0.0.1:9/desk\"}");

QStringList copies(const SessionBench &bench)
{
    return QDir(bench.folder.path() + QStringLiteral("/outbox")).entryList(QDir::Files);
}
} // namespace

class tst_Files : public QObject
{
    Q_OBJECT
private slots:
    void aPictureIsUploadedThenSent()
    {
        HttpBench http;
        http.answer = stored;
        SessionBench bench(false);
        bench.httpUrl = http.url();
        bench.start();
        QVERIFY(bench.goLive());
        MessageListModel messages(bench.session.get(), v1);
        bench.session->sendPicture(v1, picture(), QStringLiteral("屏幕.png"));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        const wire::Command command = bench.done(QStringLiteral("msg.send")).first();
        QCOMPARE(command.body["kind"].toString(), QStringLiteral("picture"));
        QCOMPARE(command.body["file"]["name"].toString(), QStringLiteral("屏幕.png"));
        QVERIFY2(!command.body.contains(QLatin1String("_key")), "the key of the private copy must not leave this machine");
        QCOMPARE(http.requests.size(), 1);
        QCOMPARE(http.requests.first().method, QByteArray("PUT"));
        QCOMPARE(http.requests.first().body, png());
        QCOMPARE(http.requests.first().headers.value("authorization"), QByteArray("Bearer t"));
        QTRY_COMPARE(bench.session->sync().toSend, 0);
        QTRY_COMPARE(messages.rowCount(), 1);
        QCOMPARE(messages.index(0).data(MessageRole::File).value<FileRef>().width, 7);
        QTRY_VERIFY(copies(bench).isEmpty());
        // What one has sent oneself is not fetched.
        QByteArray shown;
        bench.session->fetchFileData(messages.index(0).data(MessageRole::File).value<FileRef>(), true, this,
                                     [&](const QByteArray &data, const QString &) { shown = data; });
        QTRY_COMPARE(shown, png());
        QCOMPARE(http.requests.size(), 1);
    }

    void aFileSurvivesTheEndOfTheProgramAndOfTheOriginal()
    {
        HttpBench http;
        http.answer = [](const HttpBench::Request &) { return HttpBench::Answer{0, {}, {}, true}; }; // no luck
        SessionBench bench(false);
        bench.httpUrl = http.url();
        bench.start();
        QVERIFY(bench.goLive());
        const QString original = bench.folder.filePath(QStringLiteral("report.txt"));
        QFile file(original);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("the secret report");
        file.close();
        bench.session->sendFile(v1, original);
        QTRY_VERIFY(!http.requests.isEmpty());
        QVERIFY(file.remove());
        QCOMPARE(copies(bench).size(), 1);
        QFile copy(bench.folder.path() + QStringLiteral("/outbox/") + copies(bench).first());
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QVERIFY(!copy.readAll().contains("secret"));
        copy.close();
        QCOMPARE(bench.session->pending(v1).size(), 1);

        // A crash between copy and entry leaves this behind; nobody will ever send it.
        QFile orphan(bench.folder.path() + QStringLiteral("/outbox/orphan"));
        QVERIFY(orphan.open(QIODevice::WriteOnly) &&
                orphan.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFileDevice::FileModificationTime));
        orphan.close();

        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        QTRY_VERIFY(!orphan.exists());
        QCOMPARE(copies(bench).size(), 1);
        QByteArray shown; // from the sealed copy, before anything is uploaded
        bench.session->fetchFileData(*bench.session->pending(v1).first().message.file, false, this,
                                     [&](const QByteArray &data, const QString &) { shown = data; });
        QTRY_COMPARE(shown, QByteArray("the secret report"));
        QVERIFY(bench.goLive());
        http.answer = stored;
        bench.restart(); // every start tries again
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QCOMPARE(http.requests.last().body, QByteArray("the secret report"));
        QTRY_VERIFY(copies(bench).isEmpty());
    }

    void aDeskThatCannotBeReadIsNotTakenForAnEmptyOne()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        bench.session->sendPicture(v1, picture(), QStringLiteral("a.png"));
        QTRY_COMPARE(bench.session->pending(v1).size(), 1);
        bench.session->setDraft(v1, QStringLiteral("begun"));
        const auto links = bench.hub.peers.size();
        bench.stop();
        QCOMPARE(copies(bench).size(), 1);

        const QString file = bench.folder.filePath(QStringLiteral("store.db"));
        const QString away = bench.folder.filePath(QStringLiteral("away"));
        bench.beforeSession = [&] { // the writer has opened it, the reader cannot
            QVERIFY(QTest::qWaitFor([&] { return bench.store->isOpen(); }));
            QVERIFY(QFile::rename(file, away));
        };
        bench.start();
        QSignalSpy unreadable(bench.session.get(), &Session::unreadable);
        QTRY_VERIFY(bench.session->sync().store.isError());
        QTRY_COMPARE(unreadable.size(), 1);
        QVERIFY(!unreadable.first().first().value<StoreError>().text().isEmpty());
        QVERIFY(bench.ready->isEmpty());
        QCOMPARE(bench.hub.peers.size(), links);
        QVERIFY(QThreadPool::globalInstance()->waitForDone());
        QCOMPARE(copies(bench).size(), 1);

        QVERIFY(QFile::rename(away, file));
        QTRY_COMPARE(bench.ready->size(), 1);
        QVERIFY(!bench.session->sync().store.isError());
        QCOMPARE(bench.session->pending(v1).size(), 1);
        QCOMPARE(bench.session->draft(v1), QStringLiteral("begun"));
        QVERIFY(bench.goLive());
        QVERIFY(QThreadPool::globalInstance()->waitForDone());
        QCOMPARE(copies(bench).size(), 1);
    }

    void aPictureThatIsBeingCopiedOutlivesTheSession()
    {
        SessionBench bench;
        QVERIFY(bench.goLive());
        QCOMPARE(bench.session->sync().toSend, 0);
        // No event loop in between: the copy may be ready, but the session has not heard of it.
        bench.session->sendPicture(v1, picture(), QStringLiteral("a.png"));
        bench.session->sendPicture(v1, picture(), QStringLiteral("b.png"));
        bench.session->sendFile(v1, bench.folder.filePath(QStringLiteral("missing.txt")));
        QCOMPARE(bench.session->sync().toSend, 3); // what sign-out asks about
        QCOMPARE(bench.session->toSend(v1), 3);
        bench.restart();
        QTRY_COMPARE(bench.ready->size(), 1);
        const QList<PendingMessage> pending = bench.session->pending(v1);
        QCOMPARE(pending.size(), 2);
        QCOMPARE(pending.first().message.file->name, QStringLiteral("a.png"));
        QCOMPARE(pending.last().message.file->name, QStringLiteral("b.png"));
        QByteArray shown;
        bench.session->fetchFileData(*pending.last().message.file, false, this,
                                     [&](const QByteArray &data, const QString &) { shown = data; });
        QTRY_COMPARE(shown, png());
    }

    void workWhoseOwnerIsGoneIsHeardByNobody()
    {
        QSemaphore gate;
        bool heard = false;
        auto owner = std::make_unique<QObject>();
        QFuture<int> work = elsewhere<int>([&gate] {
            gate.acquire();
            return 1;
        });
        whenDone(work, owner.get(), [&heard](int) { heard = true; });
        owner.reset();
        gate.release();
        work.waitForFinished();
        int later = 0;
        whenDone(elsewhere<int>([] { return 2; }), this, [&later](int result) { later = result; });
        QTRY_COMPARE(later, 2);
        QVERIFY(!heard);
    }

    void textsDoNotWaitForAnUpload()
    {
        HttpBench http;
        http.answer = [](const HttpBench::Request &) { return HttpBench::Answer{500, "{}", {}, false}; };
        SessionBench bench(false);
        bench.httpUrl = http.url();
        bench.start();
        QVERIFY(bench.goLive());
        bench.session->sendPicture(v1, picture(), QStringLiteral("a.png"));
        QTRY_COMPARE(bench.session->pending(v1).size(), 1);
        bench.session->sendText(v1, QStringLiteral("see the picture"));
        QTRY_COMPARE(bench.done(QStringLiteral("msg.send")).size(), 1);
        QCOMPARE(bench.session->pending(v1).size(), 1);
    }

    void whatTheHubRefusesIsKeptVisible()
    {
        HttpBench http;
        http.answer = [](const HttpBench::Request &) { return HttpBench::Answer{413, R"({"code":"too_big"})", {}, false}; };
        SessionBench bench(false);
        bench.httpUrl = http.url();
        bench.start();
        QVERIFY(bench.goLive());
        bench.session->sendPicture(v1, picture(), QStringLiteral("a.png"));
        QTRY_VERIFY(!bench.session->pending(v1).isEmpty() &&
                    bench.session->pending(v1).first().state == OutboxEntry::State::Failed);
        QCOMPARE(bench.session->pending(v1).first().error, QStringLiteral("too_big"));
        bench.session->discard(bench.session->pending(v1).first().message.mid);
        QVERIFY(bench.session->pending(v1).isEmpty());
        QTRY_VERIFY(copies(bench).isEmpty());
    }

    void whatCannotBeSentIsRefusedHere()
    {
        SessionBench bench;
        QSignalSpy refused(bench.session.get(), &Session::fileRefused);
        bench.session->sendFile(v1, bench.folder.filePath(QStringLiteral("missing.txt")));
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.last().at(1).toString(), QStringLiteral("not_found"));
        bench.session->sendFile(v1, bench.folder.path());
        QTRY_COMPARE(refused.size(), 2);
        QCOMPARE(refused.last().at(1).toString(), QStringLiteral("not_found"));
        QFile big(bench.folder.filePath(QStringLiteral("big.bin")));
        QVERIFY(big.open(QIODevice::WriteOnly) && big.resize(21 * 1024 * 1024));
        bench.session->sendFile(v1, big.fileName());
        QTRY_COMPARE(refused.size(), 3);
        QCOMPARE(refused.last().at(1).toString(), QStringLiteral("too_big"));
        bench.session->sendPicture(v1, {}, QStringLiteral("empty.png"));
        QTRY_COMPARE(refused.size(), 4);
        QVERIFY(bench.session->pending(v1).isEmpty());
    }

    void aCopyThatWasTamperedWithIsNotOpened()
    {
        QTemporaryDir folder;
        OutboxFiles files(folder.path(), 1000);
        QFile original(folder.filePath(QStringLiteral("a.txt")));
        QVERIFY(original.open(QIODevice::WriteOnly) && original.write("hello") == 5);
        original.close();
        QFuture<OutboxFiles::Copy> copying = files.copy(original.fileName());
        copying.waitForFinished();
        const OutboxFiles::Copy copy = copying.result();
        QVERIFY(copy.error.isEmpty());
        QCOMPARE(OutboxFiles::open(copy.path, copy.key).result(), QByteArray("hello"));
        QVERIFY(OutboxFiles::open(copy.path, QByteArray(32, 'x')).result().isNull());
        QFile file(copy.path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        bytes[bytes.size() - 1] = char(bytes.back() ^ 1);
        file.seek(0);
        file.write(bytes);
        file.close();
        QVERIFY(OutboxFiles::open(copy.path, copy.key).result().isNull());
    }

    void downloadsAreSharedKeptInMemoryAndErrorsAreWords()
    {
        HttpBench http;
        http.answer = [](const HttpBench::Request &request) {
            return request.path.contains("gone") ? HttpBench::Answer{404, R"({"code":"not_found"})", {}, false}
                                                 : HttpBench::Answer{200, "bytes of " + request.path, {}, false};
        };
        SessionBench bench(false);
        bench.httpUrl = http.url();
        bench.start();
        FileRef file;
        file.id = QStringLiteral("f1");
        QStringList got;
        const auto note = [&](const QByteArray &data, const QString &error) {
            got.append(error.isEmpty() ? QString::fromUtf8(data) : QStringLiteral("error"));
        };
        bench.session->fetchFileData(file, true, this, note);
        bench.session->fetchFileData(file, true, this, note);
        QTRY_COMPARE(got, QStringList(2, QStringLiteral("bytes of /api/v1/files/f1?thumb=1")));
        QCOMPARE(http.requests.size(), 1);
        bench.session->fetchFileData(file, true, this, note);
        QTRY_COMPARE(got.size(), 3);
        QCOMPARE(http.requests.size(), 1);
        file.id = QStringLiteral("gone");
        bench.session->fetchFileData(file, false, this, note);
        QTRY_COMPARE(got.size(), 4);
        QCOMPARE(got.last(), QStringLiteral("error"));
        file.id = QStringLiteral("f2");
        const QString target = bench.folder.filePath(QStringLiteral("saved.bin"));
        bool saved = false;
        bench.session->saveFile(file, target, this, [&](const QString &error) { saved = error.isEmpty(); });
        QTRY_VERIFY(saved);
        QFile written(target);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), QByteArray("bytes of /api/v1/files/f2"));
    }

    void signInOutcomes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("outcome");
        using O = SignIn::Outcome;
        QTest::newRow("good") << 200 << signedIn << int(O::Done);
        QTest::newRow("wrong password") << 401 << QByteArray(R"({"code":"unauthorized"})") << int(O::WrongPassword);
        QTest::newRow("too often") << 429 << QByteArray(R"({"code":"rate"})") << int(O::TooManyTries);
        QTest::newRow("something else") << 200 << QByteArray("<html>") << int(O::NotAHub);
        QTest::newRow("not found") << 404 << QByteArray("x") << int(O::NotAHub);
        QTest::newRow("redirected") << 302 << QByteArray() << int(O::NotAHub);
        QTest::newRow("broken") << 500 << QByteArray() << int(O::Refused);
    }
    void signInOutcomes()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, outcome);
        HttpBench http;
        http.answer = [&](const HttpBench::Request &) {
            return HttpBench::Answer{status, body, status == 429 ? "Retry-After: 7\r\n" : QByteArray(), false};
        };
        SignIn signIn;
        SignIn::Result result;
        bool done = false;
        connect(&signIn, &SignIn::signedIn, this, [&](const SignIn::Result &r) {
            result = r;
            done = true;
        });
        signIn.signIn(http.url(), QStringLiteral("anna"), QStringLiteral("pass"), QStringLiteral("d1"), QStringLiteral("PC"));
        QTRY_VERIFY(done);
        QCOMPARE(int(result.outcome), outcome);
        QCOMPARE(result.text.isEmpty(), result.outcome == SignIn::Outcome::Done);
        if (status == 429)
            QCOMPARE(result.retryAfterSeconds, 7);
        if (result.outcome == SignIn::Outcome::Done) {
            QCOMPARE(result.token, QStringLiteral("t1"));
            QCOMPARE(result.link, QUrl(QStringLiteral("ws://127.0.0.1:9/desk")));
        }
        QCOMPARE(QJsonDocument::fromJson(http.requests.first().body).object()["device"].toString(), QStringLiteral("d1"));
    }

    void nothingIsSentToAnUnsafeAddress()
    {
        SignIn signIn;
        int outcome = -1;
        connect(&signIn, &SignIn::signedIn, this, [&](const SignIn::Result &r) { outcome = int(r.outcome); });
        signIn.signIn(QUrl(QStringLiteral("http://hub.invalid")), QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("d"),
                      {});
        QTRY_COMPARE(outcome, int(SignIn::Outcome::BadAddress));
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url");
        QTest::newRow("name") << QStringLiteral(" hub.example ") << QStringLiteral("https://hub.example");
        QTest::newRow("port") << QStringLiteral("hub.example:8443") << QStringLiteral("https://hub.example:8443");
        QTest::newRow("this machine") << QStringLiteral("localhost:8080") << QStringLiteral("http://localhost:8080");
        QTest::newRow("whole") << QStringLiteral("https://hub.example/x?y#z") << QStringLiteral("https://hub.example/x");
        QTest::newRow("secrets in it") << QStringLiteral("https://me:pw@hub.example") << QStringLiteral("https://hub.example");
        QTest::newRow("another scheme") << QStringLiteral("ftp://hub.example") << QString();
        QTest::newRow("nothing") << QString() << QString();
    }
    void addresses()
    {
        QFETCH(QString, typed);
        QFETCH(QString, url);
        QCOMPARE(SignIn::address(typed).toString(), url);
    }
};

QTEST_MAIN(tst_Files)
#include "tst_files.moc"
