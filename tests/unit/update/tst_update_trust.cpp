// SPDX-License-Identifier: GPL-3.0-or-later
// Updates that the hub offers are held to what the organisation has laid down for the hub: not a byte is asked of another server.
#include "models/update/UpdateService.h"
#include "tests/unit/link/TlsPeer.h"
#include "tests/unit/session/HttpBench.h"
#include "tests/unit/update/UpdateSamples.h"

#include <QSignalSpy>
#include <QTest>

using namespace liaison;
using namespace liaison::test;
using namespace liaison::update;

class UpdateTrustTest : public QObject
{
    Q_OBJECT
    TestCertificates m_made;
    TestCertificates::Pair m_authority;
    TestCertificates::Pair m_other;
    TestCertificates::Pair m_hub;

private slots:
    void initTestCase()
    {
        m_authority = m_made.authority(QStringLiteral("authority"));
        m_other = m_made.authority(QStringLiteral("other"));
        m_hub = m_made.server(QStringLiteral("hub"), m_authority);
    }

    void aManifestIsAskedOfATrustedServerOnly_data() { trusts(); }
    void aManifestIsAskedOfATrustedServerOnly()
    {
        QFETCH(TlsTrust, trust);
        QFETCH(bool, isTrusted);
        TlsPeer peer(configurationOf(m_hub));
        QTemporaryDir folder;
        UpdateOptions options = optionsFor(peer, folder);
        options.trust = trust;
        options.keys = {UpdateKey()};
        const SystemClock clock;
        UpdateService service(options, clock);
        service.start();
        QTRY_VERIFY(service.lookedAt() > 0);
        // "ok" is no manifest, and that is what is found wrong with it once it was believed to come from the right place.
        QCOMPARE(service.reason() == Reason::NotTrusted, !isTrusted);
        QCOMPARE(peer.heard.startsWith("GET /desk"), isTrusted);
    }

    void aPackageIsAskedOfATrustedServerOnly_data() { trusts(); }
    void aPackageIsAskedOfATrustedServerOnly()
    {
        QFETCH(TlsTrust, trust);
        QFETCH(bool, isTrusted);
        TlsPeer peer(configurationOf(m_hub));
        QTemporaryDir folder;
        UpdateManifest::Package package;
        package.size = peer.body.size();
        package.sha256 = QCryptographicHash::hash(peer.body, QCryptographicHash::Sha256);
        PackageDownload download(folder.path());
        QSignalSpy done(&download, &PackageDownload::done);
        QSignalSpy failed(&download, &PackageDownload::failed);
        download.start(peer.url("https"), package, trust);
        QTRY_COMPARE(done.size() + failed.size(), 1);
        QCOMPARE(done.size(), isTrusted ? 1 : 0);
        if (!isTrusted)
            QCOMPARE(failed.first().first().value<Reason>(), Reason::NotTrusted);
        QCOMPARE(peer.heard.startsWith("GET /desk"), isTrusted);
    }

    void aPackageMayLieOnAnotherServer()
    {
        // The pins are the hub's; what the manifest says of a package elsewhere is signed.
        struct SummerClock : Clock
        {
            qint64 utcMs() const override { return noonOf(7, 1); }
            qint64 steadyMs() const override { return SystemClock().steadyMs(); }
        } clock;
        const QByteArray bytes("the package");
        HttpBench elsewhere;
        elsewhere.answer = [&](const HttpBench::Request &) { return HttpBench::Answer{200, bytes, {}}; };
        const SignerKeys signer('s');
        UpdateManifest manifest = sampleManifest(bytes);
        manifest.packages[QStringLiteral("linux-appimage")].address = elsewhere.url().toString() + QStringLiteral("/p");
        TlsPeer peer(configurationOf(m_hub));
        peer.body = SignedManifest::seal(manifest.toJson(), {signer.secret});
        QTemporaryDir folder;
        UpdateOptions options = optionsFor(peer, folder);
        options.trust = TlsTrust({m_hub.pin}, m_authority.certificate);
        options.keys = {signer.open};
        UpdateService service(options, clock);
        service.start();
        QTRY_VERIFY(service.lookedAt() > 0 && service.phase() != UpdateService::Phase::Downloading);
        QCOMPARE(service.reason(), Reason::None);
        QCOMPARE(service.readyVersion(), QStringLiteral("0.2.0"));
    }

    void withoutACertificateNothingIsAsked()
    {
        QTemporaryDir folder;
        PackageDownload download(folder.path());
        QSignalSpy failed(&download, &PackageDownload::failed);
        download.start(QUrl(QStringLiteral("http://127.0.0.1:9/p")), {}, TlsTrust({m_hub.pin}, {}));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Reason>(), Reason::NotTrusted);
    }

private:
    static UpdateOptions optionsFor(const TlsPeer &peer, const QTemporaryDir &folder)
    {
        UpdateOptions options;
        options.url = peer.url("https");
        options.folder = folder.path();
        options.platform = QStringLiteral("linux-appimage");
        options.version = QVersionNumber(0, 1, 0);
        options.installation = QStringLiteral("one");
        options.firstLookMs = options.spreadMs = 0;
        return options;
    }
    void trusts()
    {
        QTest::addColumn<TlsTrust>("trust");
        QTest::addColumn<bool>("isTrusted");
        QTest::newRow("its authority") << TlsTrust({}, m_authority.certificate) << true;
        QTest::newRow("its key") << TlsTrust({m_hub.pin}, m_authority.certificate) << true;
        QTest::newRow("another key") << TlsTrust({m_other.pin}, m_authority.certificate) << false;
        QTest::newRow("another authority") << TlsTrust({}, m_other.certificate) << false;
        QTest::newRow("the system's authorities, which do not know it") << TlsTrust() << false;
    }
};

QTEST_GUILESS_MAIN(UpdateTrustTest)
#include "tst_update_trust.moc"
