// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/release/ReleaseCommands.h"

#include "models/console/SecretLine.h"
#include "models/update/PackageDownload.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <optional>

namespace liaison::release {

using update::Reason;
using update::SignedManifest;
using update::UpdateKey;
using update::UpdateManifest;

namespace {

using Options = QList<std::pair<QString, QString>>;

/// "--name value" pairs and the words between; nothing if a value is missing or a name is not one of `known`.
std::optional<Options> optionsOf(const QStringList &arguments, const QStringList &known, const QStringList &bare,
                                 QStringList *words, QString *wrong)
{
    Options options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        if (!word.startsWith(QLatin1String("--"))) {
            words->append(word);
            continue;
        }
        const QString name = word.mid(2);
        if (bare.contains(name)) {
            options.append({name, {}});
        } else if (known.contains(name) && i + 1 < arguments.size()) {
            options.append({name, arguments.at(++i)});
        } else {
            *wrong = known.contains(name) ? QStringLiteral("--%1 needs a value").arg(name)
                                          : QStringLiteral("there is no option --%1").arg(name);
            return std::nullopt;
        }
    }
    return options;
}

QString valueOf(const Options &options, const char *name, const QString &absent = {})
{
    for (const auto &[key, value] : options) {
        if (key == QLatin1String(name))
            return value;
    }
    return absent;
}

QStringList valuesOf(const Options &options, const char *name)
{
    QStringList values;
    for (const auto &[key, value] : options) {
        if (key == QLatin1String(name))
            values.append(value);
    }
    return values;
}

QByteArray readWhole(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(SignedManifest::mostBytes + 1) : QByteArray();
}

} // namespace

QString ReleaseCommands::usage()
{
    return QStringLiteral(
        "Usage: liaison-release COMMAND …\n\n"
        "keygen --out FILE [--no-passphrase]\n"
        "    A new private key in FILE, sealed under a passphrase; prints the public key, which workstations\n"
        "    are given as update_key.\n\n"
        "sign --key FILE [--key FILE] --out update.json --version 1.2.3 --expires TIME --ring PERCENT@TIME … --package "
        "PLATFORM=FILE …\n"
        "     [--channel stable] [--serial N] [--minimum 1.2.0] [--store-schema N] [--note en=TEXT] [--note zh=TEXT]\n"
        "    Writes a signed manifest. A package's address is its file's name, beside the manifest, or what follows a comma:\n"
        "    PLATFORM=FILE,https://…. Times are UTC: 2026-12-01T08:00:00Z. Without --serial it is one more than that of the "
        "manifest\n"
        "    which is replaced. Platforms: linux-appimage, linux-deb, windows-msi.\n\n"
        "verify --public KEY[,KEY] FILE\n"
        "    Says whether FILE is rightly signed, shows it, and checks the packages that lie beside it.\n\n"
        "--version\n\n"
        "Passphrases are asked for at the terminal, or read line by line from the input, in the order of the\n"
        "keys; a key without one takes none.\n");
}

int ReleaseCommands::complain(const QString &text, int code)
{
    m_err << QStringLiteral("liaison-release: ") << text << Qt::endl;
    return code;
}

QString ReleaseCommands::passphraseFor(const QString &file) { return QStringLiteral("Passphrase for %1").arg(file); }

int ReleaseCommands::run(const QStringList &arguments)
{
    const QString command = arguments.value(0);
    if (command == QLatin1String("keygen"))
        return keygen(arguments.mid(1));
    if (command == QLatin1String("sign"))
        return sign(arguments.mid(1));
    if (command == QLatin1String("verify"))
        return verify(arguments.mid(1));
    if (command == QLatin1String("--version")) {
        m_out << QStringLiteral("liaison-release " LIAISON_VERSION) << Qt::endl;
        return 0;
    }
    const bool help = command == QLatin1String("--help") || command == QLatin1String("-h");
    (help ? m_out : m_err) << usage() << Qt::flush;
    return help ? 0 : 2;
}

int ReleaseCommands::keygen(const QStringList &arguments)
{
    QStringList words;
    QString wrong;
    const auto options = optionsOf(arguments, {QStringLiteral("out")}, {QStringLiteral("no-passphrase")}, &words, &wrong);
    if (!options)
        return complain(wrong);
    const QString out = valueOf(*options, "out");
    if (out.isEmpty() || !words.isEmpty())
        return complain(QStringLiteral("keygen needs --out FILE and nothing else"));
    QString secret;
    if (valuesOf(*options, "no-passphrase").isEmpty()) {
        const auto chosen = SecretLine(m_in, m_err).chosen(passphraseFor(out));
        if (!chosen)
            return complain(QStringLiteral("no key was made"), 1);
        secret = *chosen;
        if (secret.size() < 8)
            return complain(
                QStringLiteral("a passphrase has at least eight characters; --no-passphrase is for a key that lies on a "
                               "medium of its own"));
    }
    const ReleaseKey key = ReleaseKey::make();
    if (!key.write(out, secret, &wrong))
        return complain(wrong, 1);
    m_err << QStringLiteral("Key %1. Keep %2 off the net, with a copy in another place; the line below is public.")
                 .arg(key.openKey().id(), out)
          << Qt::endl;
    m_out << key.openKey().toBase64() << Qt::endl;
    return 0;
}

bool ReleaseCommands::addRing(const QString &word, UpdateManifest *manifest)
{
    bool number = false;
    UpdateManifest::Ring ring;
    ring.percent = word.section(QLatin1Char('@'), 0, 0).toInt(&number);
    const auto from = update::timeFrom(word.section(QLatin1Char('@'), 1));
    if (!number || !from) {
        complain(QStringLiteral("a ring is PERCENT@TIME, such as 5@2026-12-01T08:00:00Z, not \"%1\"").arg(word));
        return false;
    }
    ring.fromMs = *from;
    manifest->rings.append(ring);
    return true;
}

bool ReleaseCommands::addPackage(const QString &word, UpdateManifest *manifest)
{
    const QString platform = word.section(QLatin1Char('='), 0, 0);
    const QString rest = word.section(QLatin1Char('='), 1);
    const QString path = rest.section(QLatin1Char(','), 0, 0);
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly) || !hash.addData(&file)) {
        complain(QStringLiteral("a package is PLATFORM=FILE; \"%1\" cannot be read").arg(path));
        return false;
    }
    const QString named = rest.section(QLatin1Char(','), 1);
    manifest->packages.insert(platform, {named.isEmpty() ? QFileInfo(path).fileName() : named, file.size(), hash.result()});
    return true;
}

bool ReleaseCommands::fill(const Options &options, UpdateManifest *manifest)
{
    manifest->channel = valueOf(options, "channel", QStringLiteral("stable"));
    const auto version = update::versionFrom(valueOf(options, "version"));
    const QString minimum = valueOf(options, "minimum");
    const auto least = update::versionFrom(minimum);
    const auto expires = update::timeFrom(valueOf(options, "expires"));
    if (!version || (!minimum.isEmpty() && !least)) {
        complain(QStringLiteral("a version is three numbers, such as --version 1.2.3"));
        return false;
    }
    if (!expires) {
        complain(QStringLiteral("--expires needs a time in UTC, such as 2026-12-01T08:00:00Z"));
        return false;
    }
    manifest->expiresMs = *expires;
    manifest->version = *version;
    manifest->minimum = least.value_or(QVersionNumber());
    manifest->storeSchema = valueOf(options, "store-schema", QStringLiteral("0")).toInt();
    for (const QString &note : valuesOf(options, "note"))
        manifest->notes.insert(note.section(QLatin1Char('='), 0, 0), note.section(QLatin1Char('='), 1));
    const QStringList rings = valuesOf(options, "ring");
    const QStringList packages = valuesOf(options, "package");
    return std::all_of(rings.cbegin(), rings.cend(), [&](const QString &word) { return addRing(word, manifest); }) &&
           std::all_of(packages.cbegin(), packages.cend(), [&](const QString &word) { return addPackage(word, manifest); });
}

int ReleaseCommands::sign(const QStringList &arguments)
{
    static const QStringList known{QStringLiteral("key"),          QStringLiteral("out"),     QStringLiteral("channel"),
                                   QStringLiteral("version"),      QStringLiteral("serial"),  QStringLiteral("expires"),
                                   QStringLiteral("ring"),         QStringLiteral("package"), QStringLiteral("minimum"),
                                   QStringLiteral("store-schema"), QStringLiteral("note")};
    QStringList words;
    QString wrong;
    const auto options = optionsOf(arguments, known, {}, &words, &wrong);
    if (!options)
        return complain(wrong);
    const QStringList keyFiles = valuesOf(*options, "key");
    const QString out = valueOf(*options, "out");
    if (keyFiles.isEmpty() || out.isEmpty() || !words.isEmpty())
        return complain(QStringLiteral("sign needs --key FILE and --out FILE; a word without -- is no option"));
    UpdateManifest manifest;
    if (!fill(*options, &manifest))
        return 2;

    QList<QByteArray> secrets;
    QList<UpdateKey> openKeys;
    for (const QString &file : keyFiles) {
        ReleaseKey key;
        const bool sealed = QJsonDocument::fromJson(readWhole(file)).object().contains(QLatin1String("sealed"));
        if (!ReleaseKey::read(file, sealed ? SecretLine(m_in, m_err).existing(passphraseFor(file)) : QString(), &key, &wrong))
            return complain(wrong, 1);
        secrets.append(key.secretKey());
        openKeys.append(key.openKey());
    }
    const SignedManifest::Opened before = SignedManifest::open(readWhole(out), openKeys);
    const auto old = UpdateManifest::parse(before.payload);
    const qint64 last = std::holds_alternative<UpdateManifest>(old) ? std::get<UpdateManifest>(old).serial : 0;
    const QString serial = valueOf(*options, "serial");
    manifest.serial = serial.isEmpty() ? last + 1 : serial.toLongLong();
    if (QFile::exists(out) && last == 0 && serial.isEmpty())
        return complain(QStringLiteral("%1 is there and not by this key, so its serial is not known; give --serial N").arg(out),
                        1);
    if (manifest.serial <= last)
        return complain(QStringLiteral("serial %1 would be refused: the one before is %2").arg(manifest.serial).arg(last), 1);

    // What a workstation would refuse is not signed.
    const QByteArray payload = manifest.toJson();
    const auto parsed = UpdateManifest::parse(payload);
    if (const auto *fault = std::get_if<QString>(&parsed))
        return complain(*fault);
    if (manifest.packages.isEmpty())
        return complain(QStringLiteral("there is no --package"));
    QSaveFile file(out);
    const QByteArray bytes = SignedManifest::seal(payload, secrets);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return complain(QStringLiteral("%1 cannot be written: %2").arg(out, file.errorString()), 1);
    m_err << QStringLiteral("%1: version %2, serial %3, signed by %4 key(s)")
                 .arg(out, manifest.version.toString())
                 .arg(manifest.serial)
                 .arg(secrets.size())
          << Qt::endl;
    return 0;
}

int ReleaseCommands::verify(const QStringList &arguments)
{
    QStringList words;
    QString wrong;
    const auto options = optionsOf(arguments, {QStringLiteral("public")}, {}, &words, &wrong);
    if (!options)
        return complain(wrong);
    const QList<UpdateKey> keys = UpdateKey::listFromBase64(valueOf(*options, "public"));
    if (keys.isEmpty() || words.size() != 1)
        return complain(QStringLiteral("verify needs --public KEY and one file"));
    const SignedManifest::Opened opened = SignedManifest::open(readWhole(words.first()), keys);
    if (opened.reason != Reason::None)
        return complain(QStringLiteral("%1: %2 (%3)").arg(words.first(), reasonName(opened.reason), opened.detail), 1);
    const auto parsed = UpdateManifest::parse(opened.payload);
    if (const auto *fault = std::get_if<QString>(&parsed))
        return complain(QStringLiteral("%1: %2 (%3)").arg(words.first(), reasonName(Reason::BadManifest), *fault), 1);
    const auto &manifest = std::get<UpdateManifest>(parsed);
    m_out << QStringLiteral("Rightly signed by %1.").arg(opened.key) << Qt::endl << QString::fromUtf8(manifest.toJson());
    int faults = 0;
    for (auto it = manifest.packages.cbegin(); it != manifest.packages.cend(); ++it) {
        if (it->address.contains(QLatin1String("://")))
            continue;
        const QString path = QFileInfo(words.first()).absoluteDir().filePath(it->address);
        const Reason fault = update::PackageDownload::check(path, it->size, it->sha256);
        m_out << QStringLiteral("%1: %2").arg(it->address,
                                              fault == Reason::None ? QStringLiteral("as signed") : reasonName(fault))
              << Qt::endl;
        faults += fault == Reason::None ? 0 : 1;
    }
    if (manifest.expiresMs <= QDateTime::currentMSecsSinceEpoch())
        return complain(QStringLiteral("%1: %2").arg(words.first(), reasonName(Reason::Expired)), 1);
    return faults > 0 ? 1 : 0;
}

} // namespace liaison::release
