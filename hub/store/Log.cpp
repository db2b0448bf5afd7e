// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/store/Log.h"

#include <QDateTime>
#include <QJsonDocument>
#include <cstdio>
#include <mutex>

namespace liaison::hub::log {

namespace {

std::mutex mutex;

std::function<void(const QByteArray &)> &sink()
{
    static std::function<void(const QByteArray &)> instead;
    return instead;
}

void write(const char *level, const char *event, QJsonObject fields)
{
    fields.insert(QStringLiteral("level"), QLatin1String(level));
    fields.insert(QStringLiteral("event"), QLatin1String(event));
    fields.insert(QStringLiteral("at"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    const QByteArray line = QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n';
    const std::lock_guard lock(mutex);
    if (sink())
        sink()(line);
    else
        std::fwrite(line.constData(), 1, std::size_t(line.size()), stderr);
}

} // namespace

void info(const char *event, const QJsonObject &fields) { write("info", event, fields); }
void warning(const char *event, const QJsonObject &fields) { write("warning", event, fields); }
void error(const char *event, const QJsonObject &fields) { write("error", event, fields); }

void setSink(std::function<void(const QByteArray &)> instead)
{
    const std::lock_guard lock(mutex);
    sink() = std::move(instead);
}

} // namespace liaison::hub::log
