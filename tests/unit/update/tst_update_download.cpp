// SPDX-License-Identifier: GPL-3.0-or-later
// A package over HTTP from a server that does what servers do: breaks off, knows no ranges, sends another file, sends us elsewhere.
#include "models/update/PackageDownload.h"
#include "models/update/UpdateAddress.h"
#include "tests/unit/session/HttpBench.h"
#include "tests/unit/update/NewcomerImage.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

using namespace liaison::update;
using namespace liaison::test;

namespace {

constexpr qint64 fast = 1 << 30;

QByteArray someBytes(int count)
{
    QByteArray bytes(count, '\0');
    for (int i = 0; i < count; ++i)
        bytes[i] = char((quint32(i) * 7919) >> 3);
    return bytes;
}

/// A server with one package, a folder, and a download between them.
struct Bench
{
    explicit Bench(const QString &where = {}) : folder(where.isEmpty() ? dir.path() : where), download(folder)
    {
        package = {QStringLiteral("p"), bytes.size(), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256)};
        server.answer = [this](const HttpBench::Request &request) { return serve(request); };
    }
    HttpBench::Answer serve(const HttpBench::Request &request) const
    {
        const QByteArray range = request.headers.value("range");
        if (range.isEmpty() || !ranges)
            return {200, sent, {}, false, cutAfter};
        const qint64 first = range.mid(6).chopped(1).toLongLong();
        if (first >= sent.size())
            return {416, {}, {}, false};
        return {206, sent.mid(first),
                "Content-Range: bytes " + QByteArray::number(first) + '-' + QByteArray::number(sent.size() - 1) + '/' +
                    QByteArray::number(sent.size()) + "\r\n",
                false};
    }
    /// Runs one try; the reason, None if the package is there.
    Reason run(qint64 rate = fast)
    {
        QSignalSpy done(&download, &PackageDownload::done);
        QSignalSpy failed(&download, &PackageDownload::failed);
        download.start(server.url().resolved(QUrl(QStringLiteral("/p"))), package, {}, rate);
        const bool ended = QTest::qWaitFor([&] { return done.size() + failed.size() > 0; }, 20'000);
        return !ended ? Reason::Unreachable : failed.isEmpty() ? Reason::None : failed.first().first().value<Reason>();
    }
    QString whole() const { return PackageDownload::pathOf(folder, package); }
    QString part() const { return QString(whole()).replace(QStringLiteral(".package"), QStringLiteral(".part")); }

    QByteArray bytes = someBytes(300'000);
    QByteArray sent = bytes;
    bool ranges = true;
    qsizetype cutAfter = -1;
    QTemporaryDir dir;
    QString folder;
    HttpBench server;
    UpdateManifest::Package package;
    PackageDownload download;
};

} // namespace

class UpdateDownloadTest : public QObject
{
    Q_OBJECT
private slots:
    void aPackageIsFetchedAndChecked();
    void whatIsThereIsNotFetchedAgain();
    void aHalfGoesOnWhereItStopped();
    void aServerWithoutRangesSendsItAnew();
    void aHalfOfAnotherFileIsThrownAway();
    void aTamperedPackageIsRefused();
    void aPackageOfAnotherSizeIsRefused();
    void aFullDiskIsSaid();
#ifdef Q_OS_LINUX
    void aDiskThatFillsUpIsSaid_data();
    void aDiskThatFillsUpIsSaid();
    void cleanupTestCase() { ::umount2(m_mount.path().toUtf8().constData(), MNT_DETACH); }
#endif
    void redirectsStayOnTheServer();
    void addressesAreSafeOnes_data();
    void addressesAreSafeOnes();
    void itReadsNoFasterThanTold();

private:
    QTemporaryDir m_mount;
};

void UpdateDownloadTest::aPackageIsFetchedAndChecked()
{
    Bench bench;
    QCOMPARE(bench.run(), Reason::None);
    QCOMPARE(contentOf(bench.whole()), bench.bytes);
    QVERIFY(!QFile::exists(bench.part()));
    QCOMPARE(bench.download.percent(), 100);
    QVERIFY(!bench.download.isRunning());
}

void UpdateDownloadTest::whatIsThereIsNotFetchedAgain()
{
    Bench bench;
    QCOMPARE(bench.run(), Reason::None);
    QCOMPARE(bench.run(), Reason::None);
    QCOMPARE(bench.server.requests.size(), 1);
    // But only if it is still the same.
    QVERIFY(writeProgram(bench.whole(), "changed"));
    QCOMPARE(bench.run(), Reason::None);
    QCOMPARE(bench.server.requests.size(), 2);
    QCOMPARE(contentOf(bench.whole()), bench.bytes);
}

void UpdateDownloadTest::aHalfGoesOnWhereItStopped()
{
    Bench bench;
    bench.cutAfter = 120'000;
    QCOMPARE(bench.run(), Reason::Interrupted);
    const qint64 have = QFileInfo(bench.part()).size();
    QVERIFY(have > 0 && have <= 120'000);
    bench.cutAfter = -1;
    QCOMPARE(bench.run(), Reason::None);
    QCOMPARE(bench.server.requests.constLast().headers.value("range"), "bytes=" + QByteArray::number(have) + '-');
    QCOMPARE(contentOf(bench.whole()), bench.bytes);
}

void UpdateDownloadTest::aServerWithoutRangesSendsItAnew()
{
    Bench bench;
    QVERIFY(writeProgram(bench.part(), bench.bytes.left(1000)));
    bench.ranges = false;
    QCOMPARE(bench.run(), Reason::None);
    QVERIFY(bench.server.requests.constLast().headers.contains("range"));
    QCOMPARE(contentOf(bench.whole()), bench.bytes);
}

void UpdateDownloadTest::aHalfOfAnotherFileIsThrownAway()
{
    Bench bench;
    for (const QByteArray &wrong : {QByteArray(1000, 'x'), QByteArray(bench.bytes.size(), 'x'), QByteArray(400'000, 'x')}) {
        QFile::remove(bench.whole());
        QVERIFY(writeProgram(bench.part(), wrong));
        QCOMPARE(bench.run(), Reason::None);
        QCOMPARE(contentOf(bench.whole()), bench.bytes);
    }
}

void UpdateDownloadTest::aTamperedPackageIsRefused()
{
    Bench bench;
    bench.sent[150'000] = char(bench.sent[150'000] ^ 1);
    QCOMPARE(bench.run(), Reason::WrongHash);
    QVERIFY(!QFile::exists(bench.whole()));
    QCOMPARE(QFileInfo(bench.part()).size(), qint64(0)); // nothing of it is gone on from
    // Nor when only its second half is wrong, and the first was there already.
    QVERIFY(writeProgram(bench.part(), bench.bytes.left(100'000)));
    QCOMPARE(bench.run(), Reason::WrongHash);
    QVERIFY(!QFile::exists(bench.whole()));
}

void UpdateDownloadTest::aPackageOfAnotherSizeIsRefused()
{
    Bench bench;
    bench.sent = bench.bytes + "more";
    QCOMPARE(bench.run(), Reason::WrongSize);
    bench.sent = bench.bytes.chopped(1);
    QCOMPARE(bench.run(), Reason::WrongSize);
    QVERIFY(!QFile::exists(bench.whole()));
}

void UpdateDownloadTest::aFullDiskIsSaid()
{
    // No disk has room for it: said before the first byte.
    Bench bench;
    bench.package.size = QStorageInfo(bench.dir.path()).bytesAvailable() + 1;
    QCOMPARE(bench.run(), Reason::DiskFull);
    QVERIFY(bench.server.requests.isEmpty());
}

#ifdef Q_OS_LINUX
void UpdateDownloadTest::aDiskThatFillsUpIsSaid_data()
{
    // Mounting needs rights that not every machine gives.
    QTest::addColumn<bool>("mounted");
    QTest::newRow("without a mount, the folder itself") << false;
    if (::mount("none", m_mount.path().toUtf8().constData(), "tmpfs", 0, "size=72m") == 0)
        QTest::newRow("a file system of 72 MiB") << true;
}

void UpdateDownloadTest::aDiskThatFillsUpIsSaid()
{
    QFETCH(bool, mounted);
    Bench bench(mounted ? m_mount.path() : QString());
    QFile filler(m_mount.filePath(QStringLiteral("filler")));
    connect(&bench.download, &PackageDownload::progress, this, [&](int percent) {
        if (!mounted || percent < 10 || filler.isOpen())
            return;
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        for (const int size : {1 << 20, 4096}) {
            const QByteArray block(size, 'f');
            while (filler.write(block) == block.size()) {
            }
        }
    });
    QCOMPARE(bench.run(500'000), mounted ? Reason::DiskFull : Reason::None);
    if (mounted) {
        QVERIFY(filler.remove());
        QCOMPARE(bench.run(), Reason::None); // what was there is gone on from
        QVERIFY(bench.server.requests.constLast().headers.contains("range"));
    }
    QCOMPARE(contentOf(bench.whole()), bench.bytes);
}
#endif

void UpdateDownloadTest::redirectsStayOnTheServer()
{
    Bench bench;
    HttpBench other;
    other.answer = [&](const HttpBench::Request &request) { return bench.serve(request); };
    QByteArray location = "/q";
    bench.server.answer = [&](const HttpBench::Request &request) {
        return request.path == "/p" ? HttpBench::Answer{302, {}, "Location: " + location + "\r\n", false} : bench.serve(request);
    };
    QCOMPARE(bench.run(), Reason::None);
    QFile::remove(bench.whole());
    location = other.url().toEncoded() + "/q";
    QCOMPARE(bench.run(), Reason::Redirected);
    QVERIFY(other.requests.isEmpty());
    location = "/p";
    QCOMPARE(bench.run(), Reason::Redirected); // in a circle
}

void UpdateDownloadTest::addressesAreSafeOnes_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("safe");
    QTest::newRow("https") << "https://updates.example/update.json" << true;
    QTest::newRow("this machine") << "http://127.0.0.1:8080/updates/update.json" << true;
    QTest::newRow("this machine, by name") << "http://localhost/u" << true;
    QTest::newRow("this machine, IPv6") << "http://[::1]:1/u" << true;
    QTest::newRow("plain http") << "http://updates.example/update.json" << false;
    QTest::newRow("a name that only begins so") << "http://localhost.example/u" << false;
    QTest::newRow("a file") << "file:///etc/passwd" << false;
    QTest::newRow("ftp") << "ftp://updates.example/u" << false;
    QTest::newRow("with a password") << "https://user:secret@updates.example/u" << false;
    QTest::newRow("no host") << "https:///u" << false;
    QTest::newRow("nothing") << "" << false;
}

void UpdateDownloadTest::addressesAreSafeOnes()
{
    QFETCH(QString, address);
    QFETCH(bool, safe);
    QCOMPARE(UpdateAddress::isSafe(QUrl(address)), safe);
    // A signed manifest cannot name an unsafe one either.
    const QUrl package = UpdateAddress::packageAt(QUrl(QStringLiteral("https://hub.example/updates/update.json")), address);
    if (!address.isEmpty())
        QCOMPARE(UpdateAddress::isSafe(package), safe);
}

void UpdateDownloadTest::itReadsNoFasterThanTold()
{
    Bench bench;
    QElapsedTimer took;
    took.start();
    QCOMPARE(bench.run(300'000), Reason::None);
    // A third of what the rate alone would take: that it is held back shows, however slow or quick the machine is.
    QVERIFY2(took.elapsed() > 330, qPrintable(QString::number(took.elapsed())));
}

QTEST_GUILESS_MAIN(UpdateDownloadTest)
#include "tst_update_download.moc"
