// SPDX-License-Identifier: GPL-3.0-or-later
// The signed manifest: what is believed, what is refused and with which reason.
#include "tests/unit/update/UpdateSamples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace liaison::update;
using namespace liaison::test;

namespace {

const SignerKeys present('a');
const SignerKeys next('b');
const SignerKeys stranger('x');

QJsonObject objectOf(const QByteArray &json) { return QJsonDocument::fromJson(json).object(); }
QByteArray bytesOf(const QJsonObject &json) { return QJsonDocument(json).toJson(); }

} // namespace

class UpdateManifestTest : public QObject
{
    Q_OBJECT
private slots:
    void whatWasSignedIsRead();
    void aKeyIsReplaced();
    void aSignatureOfAnotherPurposeIsNone();
    void whatIsNotRightlySignedIsRefused_data();
    void whatIsNotRightlySignedIsRefused();
    void everyChangedByteIsNoticed();
    void keysAreReadFromText();
    void everyFieldComesBack();
    void aWrongFieldIsNamed_data();
    void aWrongFieldIsNamed();
    void unknownFieldsAreIgnored();
    void notesAreChosenByLanguage();
};

void UpdateManifestTest::whatWasSignedIsRead()
{
    const QByteArray payload = sampleManifest().toJson();
    const auto opened = SignedManifest::open(SignedManifest::seal(payload, {present.secret}), {present.open});
    QCOMPARE(opened.reason, Reason::None);
    QCOMPARE(opened.payload, payload);
    QCOMPARE(opened.key, present.open.id());
}

void UpdateManifestTest::aKeyIsReplaced()
{
    const QByteArray payload = sampleManifest().toJson();
    // While keys change, both sign: who knows only one of them, the old or the new, believes it.
    const QByteArray both = SignedManifest::seal(payload, {present.secret, next.secret});
    QCOMPARE(SignedManifest::open(both, {present.open}).reason, Reason::None);
    QCOMPARE(SignedManifest::open(both, {next.open}).reason, Reason::None);
    // And who knows the next one already believes it alone.
    QCOMPARE(SignedManifest::open(SignedManifest::seal(payload, {next.secret}), {present.open, next.open}).reason, Reason::None);
}

void UpdateManifestTest::aSignatureOfAnotherPurposeIsNone()
{
    const QByteArray payload = sampleManifest().toJson();
    QByteArray bare(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char *>(bare.data()), nullptr,
                         reinterpret_cast<const unsigned char *>(payload.constData()), size_t(payload.size()),
                         reinterpret_cast<const unsigned char *>(present.secret.constData()));
    QJsonObject file = objectOf(SignedManifest::seal(payload, {present.secret}));
    file["signatures"] = QJsonArray{QJsonObject{{"key", present.open.id()}, {"signature", QString::fromLatin1(bare.toBase64())}}};
    QCOMPARE(SignedManifest::open(bytesOf(file), {present.open}).reason, Reason::BadSignature);
}

void UpdateManifestTest::whatIsNotRightlySignedIsRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<Reason>("reason");
    const QByteArray payload = sampleManifest().toJson();
    const QJsonObject good = objectOf(SignedManifest::seal(payload, {present.secret}));
    const auto with = [&](const char *name, const QJsonValue &value) {
        QJsonObject changed = good;
        changed[QLatin1String(name)] = value;
        return bytesOf(changed);
    };
    QJsonObject foreign = objectOf(SignedManifest::seal(payload, {stranger.secret}));
    QTest::newRow("nothing") << QByteArray() << Reason::NotAManifest;
    QTest::newRow("no JSON") << QByteArray("<html>") << Reason::NotAManifest;
    QTest::newRow("too big") << QByteArray(SignedManifest::mostBytes + 1, ' ') << Reason::NotAManifest;
    QTest::newRow("another format") << with("liaison_update", 2) << Reason::NotAManifest;
    QTest::newRow("no base64") << with("manifest", "%%%") << Reason::NotAManifest;
    QTest::newRow("no signatures") << with("signatures", QJsonArray()) << Reason::UnknownKey;
    QTest::newRow("signatures of another kind") << with("signatures", "all") << Reason::NotAManifest;
    QTest::newRow("too many signatures") << with("signatures", QJsonArray{1, 2, 3, 4, 5}) << Reason::NotAManifest;
    QTest::newRow("a number for a signature") << with("signatures", QJsonArray{1}) << Reason::NotAManifest;
    QTest::newRow("a short signature") << with("signatures",
                                               QJsonArray{QJsonObject{{"key", present.open.id()}, {"signature", "AAAA"}}})
                                       << Reason::NotAManifest;
    QTest::newRow("a stranger's") << bytesOf(foreign) << Reason::UnknownKey;
    // A stranger who gives himself our key's name.
    QJsonObject masked = foreign["signatures"].toArray()[0].toObject();
    masked["key"] = present.open.id();
    QTest::newRow("a stranger's under our key's name") << with("signatures", QJsonArray{masked}) << Reason::BadSignature;
    UpdateManifest other = sampleManifest();
    other.version = QVersionNumber(9, 9, 9);
    QTest::newRow("another content") << with("manifest", QString::fromLatin1(other.toJson().toBase64())) << Reason::BadSignature;
}

void UpdateManifestTest::whatIsNotRightlySignedIsRefused()
{
    QFETCH(QByteArray, file);
    QFETCH(Reason, reason);
    const auto opened = SignedManifest::open(file, {present.open, next.open});
    QCOMPARE(reasonName(opened.reason), reasonName(reason));
    QVERIFY(opened.payload.isEmpty());
    QVERIFY(!opened.detail.isEmpty());
    QVERIFY(!inWords(opened.reason).isEmpty());
}

void UpdateManifestTest::everyChangedByteIsNoticed()
{
    const QByteArray payload = sampleManifest().toJson();
    const QByteArray file = SignedManifest::seal(payload, {present.secret});
    for (qsizetype i = 0; i < file.size(); ++i) {
        QByteArray changed = file;
        changed[i] = char(changed[i] ^ 1);
        const auto opened = SignedManifest::open(changed, {present.open});
        // A changed blank between fields changes nothing that was signed; everything else has to be refused.
        QVERIFY2(opened.reason != Reason::None || opened.payload == payload, qPrintable(QString::number(i)));
    }
}

void UpdateManifestTest::keysAreReadFromText()
{
    const QString text = present.open.toBase64() + QStringLiteral(", ") + next.open.toBase64() + QStringLiteral(" rubbish");
    const QList<UpdateKey> keys = UpdateKey::listFromBase64(text);
    QCOMPARE(keys.size(), 2);
    QCOMPARE(keys[0].bytes, present.open.bytes);
    QCOMPARE(keys[1].id(), next.open.id());
    QVERIFY(keys[0].id() != keys[1].id());
    QCOMPARE(keys[0].id().size(), 16);
    QVERIFY(!UpdateKey::fromBase64(QStringLiteral("AAAA")));
    QVERIFY(!UpdateKey::fromBase64(QString()));
}

void UpdateManifestTest::everyFieldComesBack()
{
    UpdateManifest made = sampleManifest();
    made.minimum = QVersionNumber(0, 1, 5);
    made.storeSchema = 7;
    made.rings = {{5, noonOf(6, 1)}, {100, noonOf(6, 3)}};
    const auto parsed = UpdateManifest::parse(made.toJson());
    QVERIFY2(std::holds_alternative<UpdateManifest>(parsed),
             qPrintable(std::get_if<QString>(&parsed) ? std::get<QString>(parsed) : QString()));
    const auto &read = std::get<UpdateManifest>(parsed);
    QCOMPARE(read.channel, made.channel);
    QCOMPARE(read.version, made.version);
    QCOMPARE(read.serial, made.serial);
    QCOMPARE(read.expiresMs, made.expiresMs);
    QCOMPARE(read.rings.size(), 2);
    QCOMPARE(read.rings[0].percent, 5);
    QCOMPARE(read.rings[1].fromMs, noonOf(6, 3));
    QCOMPARE(read.minimum, made.minimum);
    QCOMPARE(read.storeSchema, 7);
    const auto package = read.packages.value(QStringLiteral("linux-appimage"));
    QCOMPARE(package.address, QStringLiteral("liaison-0.2.0.AppImage"));
    QCOMPARE(package.size, qint64(11));
    QCOMPARE(package.sha256.size(), 32);
    QCOMPARE(read.toJson(), made.toJson());
}

void UpdateManifestTest::aWrongFieldIsNamed_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *field, const QJsonValue &value, const char *error) {
        QTest::addRow("%s", error) << QString::fromLatin1(field) << value << QString::fromLatin1(error);
    };
    const QJsonValue none(QJsonValue::Undefined);
    row("format", 2, "format is out of range");
    row("channel", none, "channel is missing");
    row("channel", "a/b", "channel is not an id");
    row("version", "2", "version is not a version such as 1.2.3");
    row("version", "1.2.3-rc1", "version is not a version such as 1.2.3");
    row("version", 2, "version is not a string");
    row("serial", 0, "serial is out of range");
    row("serial", 1.5, "serial is not a whole number");
    row("serial", "12", "serial is not a whole number");
    row("expires", "2026-12-01", "expires is not a time such as 2026-12-01T08:00:00Z");
    row("expires", "2026-13-01T08:00:00Z", "expires is not a time such as 2026-12-01T08:00:00Z");
    row("rings", QJsonArray(), "rings is empty");
    row("rings", QJsonArray{1}, "rings[0].percent is missing");
    row("rings", QJsonArray{QJsonObject{{"percent", 0}, {"from", "2026-06-01T00:00:00Z"}}}, "rings[0].percent is out of range");
    row("rings",
        QJsonArray{QJsonObject{{"percent", 50}, {"from", "2026-06-01T00:00:00Z"}},
                   QJsonObject{{"percent", 20}, {"from", "2026-06-02T00:00:00Z"}}},
        "rings[1].percent or from is not after the ring before");
    row("minimum", "old", "minimum is not a version such as 1.2.3");
    row("packages", QJsonArray(), "packages is not an object");
    row("packages", QJsonObject{{"linux-deb", 1}}, "packages.linux-deb.address is missing");
    row("packages", QJsonObject{{"linux-deb", QJsonObject{{"address", "a"}, {"size", -1}, {"sha256", "00"}}}},
        "packages.linux-deb.size is out of range");
    row("packages", QJsonObject{{"linux-deb", QJsonObject{{"address", "a"}, {"size", 1}, {"sha256", "00"}}}},
        "packages.linux-deb.sha256 is not 64 hexadecimal digits");
    row("notes", QJsonObject{{"zh", QString(4001, QLatin1Char('x'))}}, "notes.zh is too long");
}

void UpdateManifestTest::aWrongFieldIsNamed()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QFETCH(QString, error);
    QJsonObject json = objectOf(sampleManifest().toJson());
    if (value.isUndefined())
        json.remove(field);
    else
        json[field] = value;
    const auto parsed = UpdateManifest::parse(bytesOf(json));
    QVERIFY(std::holds_alternative<QString>(parsed));
    QCOMPARE(std::get<QString>(parsed), error);
}

void UpdateManifestTest::unknownFieldsAreIgnored()
{
    QJsonObject json = objectOf(sampleManifest().toJson());
    json["of_tomorrow"] = QJsonObject{{"deep", true}};
    QVERIFY(std::holds_alternative<UpdateManifest>(UpdateManifest::parse(bytesOf(json))));
}

void UpdateManifestTest::notesAreChosenByLanguage()
{
    UpdateManifest manifest = sampleManifest();
    QCOMPARE(manifest.notesIn(QStringLiteral("zh")), QStringLiteral("更快。"));
    QCOMPARE(manifest.notesIn(QStringLiteral("fr")), QStringLiteral("Faster."));
    manifest.notes.remove(QStringLiteral("en"));
    QCOMPARE(manifest.notesIn(QStringLiteral("fr")), QStringLiteral("更快。"));
    manifest.notes.clear();
    QVERIFY(manifest.notesIn(QStringLiteral("en")).isEmpty());
}

QTEST_GUILESS_MAIN(UpdateManifestTest)
#include "tst_update_manifest.moc"
