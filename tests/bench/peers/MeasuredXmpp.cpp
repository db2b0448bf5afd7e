// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/MeasuredXmpp.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace liaison::bench {

QString MeasuredXmpp::configure(const QString &file, QHash<QString, QString> values, QString *error)
{
    takeFreePort();
    values.insert(QStringLiteral("FOLDER"), path(QStringLiteral("data")));
    values.insert(QStringLiteral("PORT"), QString::number(linkPort()));
    values.insert(QStringLiteral("DOMAIN"), domain());
    QFile from(QStringLiteral(LIAISON_BENCH_PEERS "/") + file);
    QFile to(path(file));
    if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        *error = QStringLiteral("%1: %2 %3").arg(file, from.errorString(), to.errorString());
        return {};
    }
    QString text = QString::fromUtf8(from.readAll());
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        text.replace(QLatin1Char('@') + it.key() + QLatin1Char('@'), it.value());
    to.write(text.toUtf8());
    return to.fileName();
}

QString MeasuredProsody::missing() const
{
    return QStandardPaths::findExecutable(QStringLiteral("prosody")).isEmpty() ? QStringLiteral("prosody") : QString();
}

bool MeasuredProsody::start(QString *error)
{
    QDir().mkpath(path(QStringLiteral("data")));
    const QString config = configure(QStringLiteral("prosody.cfg.lua"), {{QStringLiteral("STORAGE"), m_storage}}, error);
    if (config.isEmpty())
        return false;
    launch(QStringLiteral("prosody"), {QStringLiteral("-F"), QStringLiteral("--config"), config}, Output::Log);
    return waitForPort(error);
}

} // namespace liaison::bench
