// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/StartTrial.h"

#include "models/wire/Fields.h"

#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>

namespace liaison::update {

namespace {
constexpr qint64 mostBytes = 16 << 10;
}

QString StartTrial::path() const { return QDir(m_folder).filePath(QStringLiteral("trial.json")); }

QString StartTrial::goodPath() const { return QDir(m_folder).filePath(QStringLiteral("good-version")); }

bool StartTrial::isPending() const { return QFile::exists(path()); }

void StartTrial::end() const { QFile::remove(path()); }

std::optional<StartTrial::Record> StartTrial::read() const
{
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    wire::Fields fields(QJsonDocument::fromJson(file.read(mostBytes)).object());
    Record record;
    record.version = fields.text(QLatin1String("version"), wire::Presence::Required, 32);
    record.previous = fields.text(QLatin1String("previous"), wire::Presence::Required, 32);
    record.program = fields.text(QLatin1String("program"), wire::Presence::Optional, 4096);
    record.starts = int(fields.integer(QLatin1String("starts"), wire::Presence::Optional, 0, 1000));
    return fields.good() ? std::optional(record) : std::nullopt;
}

bool StartTrial::begin(const Record &record) const
{
    const QByteArray json = QJsonDocument(QJsonObject{{QStringLiteral("version"), record.version},
                                                      {QStringLiteral("previous"), record.previous},
                                                      {QStringLiteral("program"), record.program},
                                                      {QStringLiteral("starts"), record.starts}})
                                .toJson();
    QSaveFile file(path());
    return QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.commit();
}

StartTrial::Verdict StartTrial::countStart(const QString &runningVersion) const
{
    std::optional<Record> record = read();
    if (!record || record->version != runningVersion) {
        end();
        QFile file(goodPath());
        const QString last = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.read(32)).trimmed() : QString();
        if (last.isEmpty() || last == runningVersion)
            return Verdict::None;
        record = Record{runningVersion, last, {}, 0};
    }
    if (record->starts >= mostStarts)
        return Verdict::GoBack;
    ++record->starts;
    begin(*record);
    return Verdict::Counted;
}

void StartTrial::good(const QString &runningVersion) const
{
    QSaveFile file(goodPath());
    if (QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly)) {
        file.write(runningVersion.toLatin1());
        file.commit();
    }
    end();
}

} // namespace liaison::update
