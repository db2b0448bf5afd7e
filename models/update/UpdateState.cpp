// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/UpdateState.h"

#include "models/wire/Fields.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace liaison::update {

namespace {

using wire::Fields;
using wire::Presence;

constexpr qsizetype mostFailed = 32;
constexpr qsizetype mostText = 4096;
constexpr qint64 mostStateBytes = 256 << 10;

QString fileIn(const QString &folder) { return QDir(folder).filePath(QStringLiteral("state.json")); }

} // namespace

UpdateState::UpdateState(const QString &folder) : m_folder(folder) {}

void UpdateState::load()
{
    *this = UpdateState(m_folder);
    QFile file(fileIn(m_folder));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject json = QJsonDocument::fromJson(file.read(mostStateBytes)).object();
    Fields fields(json);
    const QJsonObject channels = fields.object(QLatin1String("believed"), Presence::Optional);
    for (auto it = channels.begin(); it != channels.end(); ++it) {
        Fields one(it.value().toObject());
        const qint64 serial = one.integer(QLatin1String("serial"), Presence::Required, 1);
        const QByteArray digest = QByteArray::fromHex(one.text(QLatin1String("digest"), Presence::Required, 64).toLatin1());
        if (one.good())
            believed.insert(it.key(), {serial, digest});
    }
    failed = fields.texts(QLatin1String("failed"), mostFailed, 32);
    wentBackFrom = fields.text(QLatin1String("went_back_from"), Presence::Optional, 32);
    if (fields.has(QLatin1String("ready"))) {
        Fields one(fields.object(QLatin1String("ready"), Presence::Optional));
        Ready kept;
        kept.version = one.text(QLatin1String("version"), Presence::Required, 32);
        kept.file = one.text(QLatin1String("file"), Presence::Required, mostText);
        kept.sha256 = QByteArray::fromHex(one.text(QLatin1String("sha256"), Presence::Required, 64).toLatin1());
        kept.size = one.integer(QLatin1String("size"), Presence::Required, 1);
        kept.storeSchema = int(one.integer(QLatin1String("store_schema"), Presence::Optional, 0, 100'000));
        kept.atSignOut = one.flag(QLatin1String("at_sign_out"));
        if (one.good())
            ready = kept;
    }
}

bool UpdateState::save() const
{
    QJsonObject channels;
    for (auto it = believed.cbegin(); it != believed.cend(); ++it)
        channels.insert(it.key(), QJsonObject{{QStringLiteral("serial"), it->serial},
                                              {QStringLiteral("digest"), QString::fromLatin1(it->digest.toHex())}});
    QJsonObject json{{QStringLiteral("believed"), channels}, {QStringLiteral("failed"), QJsonArray::fromStringList(failed)}};
    if (!wentBackFrom.isEmpty())
        json.insert(QStringLiteral("went_back_from"), wentBackFrom);
    if (ready)
        json.insert(QStringLiteral("ready"), QJsonObject{{QStringLiteral("version"), ready->version},
                                                         {QStringLiteral("file"), ready->file},
                                                         {QStringLiteral("sha256"), QString::fromLatin1(ready->sha256.toHex())},
                                                         {QStringLiteral("size"), ready->size},
                                                         {QStringLiteral("store_schema"), ready->storeSchema},
                                                         {QStringLiteral("at_sign_out"), ready->atSignOut}});
    const QByteArray bytes = QJsonDocument(json).toJson();
    // QSaveFile brings it to the disk before the rename: a power cut leaves the old state or the new one.
    QSaveFile file(fileIn(m_folder));
    return QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

void UpdateState::markFailed(const QString &version)
{
    failed.removeAll(version);
    failed.append(version);
    if (failed.size() > mostFailed)
        failed.removeFirst();
    if (ready && ready->version == version)
        ready.reset();
}

} // namespace liaison::update
