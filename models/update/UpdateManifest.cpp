// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/UpdateManifest.h"

#include "models/domain/Ids.h"
#include "models/wire/Fields.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace liaison::update {

namespace {

using wire::Fields;
using wire::Presence;

constexpr int manifestFormat = 1;
constexpr qsizetype mostRings = 16;
constexpr qsizetype mostPackages = 16;
constexpr qsizetype mostNotes = 4000;
constexpr qint64 biggestPackage = qint64(4) << 30;

QString timeText(qint64 utcMs) { return QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(Qt::ISODate); }

qint64 timeOf(Fields &fields, QLatin1String name)
{
    const auto time = timeFrom(fields.text(name, Presence::Required, 20));
    if (!time)
        fields.fail(name + QLatin1String(" is not a time such as 2026-12-01T08:00:00Z"));
    return time.value_or(0);
}

QVersionNumber versionOf(Fields &fields, QLatin1String name, Presence presence)
{
    const QString text = fields.text(name, presence, 32);
    if (text.isEmpty() && presence == Presence::Optional)
        return {};
    const auto version = versionFrom(text);
    if (!version)
        fields.fail(name + QLatin1String(" is not a version such as 1.2.3"));
    return version.value_or(QVersionNumber());
}

QList<UpdateManifest::Ring> ringsOf(Fields &fields)
{
    QList<UpdateManifest::Ring> rings;
    const QJsonArray array = fields.array(QLatin1String("rings"), Presence::Required, mostRings);
    for (qsizetype i = 0; i < array.size(); ++i) {
        Fields one(array[i].toObject(), QStringLiteral("rings[%1].").arg(i));
        UpdateManifest::Ring ring;
        ring.percent = int(one.integer(QLatin1String("percent"), Presence::Required, 1, 100));
        ring.fromMs = timeOf(one, QLatin1String("from"));
        if (one.good() && !rings.isEmpty() &&
            (ring.percent <= rings.constLast().percent || ring.fromMs < rings.constLast().fromMs))
            one.fail(QStringLiteral("percent or from is not after the ring before"));
        if (!one.good()) {
            fields.fail(one.error());
            return {};
        }
        rings.append(ring);
    }
    if (rings.isEmpty())
        fields.fail(QStringLiteral("rings is empty"));
    return rings;
}

QMap<QString, UpdateManifest::Package> packagesOf(Fields &fields)
{
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{64}$"));
    QMap<QString, UpdateManifest::Package> packages;
    const QJsonObject object = fields.object(QLatin1String("packages"), Presence::Required);
    if (object.size() > mostPackages)
        fields.fail(QStringLiteral("packages has too many items"));
    for (auto it = object.begin(); it != object.end() && fields.good(); ++it) {
        Fields one(it.value().toObject(), QStringLiteral("packages.%1.").arg(it.key().left(32)));
        if (!isId(it.key()))
            one.fail(QStringLiteral("the platform is not a name"));
        UpdateManifest::Package package;
        package.address = one.text(QLatin1String("address"), Presence::Required, 2048);
        package.size = one.integer(QLatin1String("size"), Presence::Required, 1, biggestPackage);
        const QString hash = one.text(QLatin1String("sha256"), Presence::Required, 64);
        if (one.good() && !hex.match(hash).hasMatch())
            one.fail(QStringLiteral("sha256 is not 64 hexadecimal digits"));
        if (!one.good()) {
            fields.fail(one.error());
            return {};
        }
        package.sha256 = QByteArray::fromHex(hash.toLatin1());
        packages.insert(it.key(), package);
    }
    return packages;
}

} // namespace

std::optional<QVersionNumber> versionFrom(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[0-9]{1,5}(\\.[0-9]{1,5}){2}$"));
    if (!form.match(text).hasMatch())
        return std::nullopt;
    return QVersionNumber::fromString(text);
}

std::optional<qint64> timeFrom(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"));
    const QDateTime time = form.match(text).hasMatch() ? QDateTime::fromString(text, Qt::ISODate) : QDateTime();
    if (!time.isValid() || time.toMSecsSinceEpoch() < 0)
        return std::nullopt;
    return time.toMSecsSinceEpoch();
}

std::variant<UpdateManifest, QString> UpdateManifest::parse(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return QStringLiteral("it is no JSON object");
    Fields fields(document.object());
    UpdateManifest manifest;
    fields.integer(QLatin1String("format"), Presence::Required, manifestFormat, manifestFormat);
    manifest.channel = fields.id(QLatin1String("channel"), Presence::Required);
    manifest.version = versionOf(fields, QLatin1String("version"), Presence::Required);
    manifest.serial = fields.integer(QLatin1String("serial"), Presence::Required, 1);
    manifest.expiresMs = timeOf(fields, QLatin1String("expires"));
    manifest.rings = ringsOf(fields);
    manifest.minimum = versionOf(fields, QLatin1String("minimum"), Presence::Optional);
    manifest.storeSchema = int(fields.integer(QLatin1String("store_schema"), Presence::Optional, 0, 100'000));
    manifest.packages = packagesOf(fields);
    Fields notes(fields.object(QLatin1String("notes"), Presence::Optional), QStringLiteral("notes."));
    for (const char *language : {"en", "zh"}) {
        const QString text = notes.text(QLatin1String(language), Presence::Optional, mostNotes);
        if (!text.isEmpty())
            manifest.notes.insert(QLatin1String(language), text);
    }
    if (!notes.good())
        fields.fail(notes.error());
    if (!fields.good())
        return fields.error();
    return manifest;
}

QByteArray UpdateManifest::toJson() const
{
    QJsonArray ringArray;
    for (const Ring &ring : rings)
        ringArray.append(QJsonObject{{QStringLiteral("percent"), ring.percent}, {QStringLiteral("from"), timeText(ring.fromMs)}});
    QJsonObject packageObject;
    for (auto it = packages.cbegin(); it != packages.cend(); ++it)
        packageObject.insert(it.key(), QJsonObject{{QStringLiteral("address"), it->address},
                                                   {QStringLiteral("size"), it->size},
                                                   {QStringLiteral("sha256"), QString::fromLatin1(it->sha256.toHex())}});
    QJsonObject noteObject;
    for (auto it = notes.cbegin(); it != notes.cend(); ++it)
        noteObject.insert(it.key(), it.value());
    QJsonObject json{{QStringLiteral("format"), manifestFormat},       {QStringLiteral("channel"), channel},
                     {QStringLiteral("version"), version.toString()},  {QStringLiteral("serial"), serial},
                     {QStringLiteral("expires"), timeText(expiresMs)}, {QStringLiteral("rings"), ringArray},
                     {QStringLiteral("packages"), packageObject}};
    if (!minimum.isNull())
        json.insert(QStringLiteral("minimum"), minimum.toString());
    if (storeSchema > 0)
        json.insert(QStringLiteral("store_schema"), storeSchema);
    if (!noteObject.isEmpty())
        json.insert(QStringLiteral("notes"), noteObject);
    return QJsonDocument(json).toJson();
}

QString UpdateManifest::notesIn(const QString &language) const
{
    if (notes.contains(language))
        return notes.value(language);
    return notes.value(QStringLiteral("en"), notes.isEmpty() ? QString() : notes.first());
}

} // namespace liaison::update
