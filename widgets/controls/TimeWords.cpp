// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/TimeWords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace liaison::TimeWords {

QString clock(qint64 ms)
{
    const qint64 seconds = qMax<qint64>(0, ms) / 1000;
    const QLatin1Char zero('0');
    if (seconds >= 24 * 3600)
        return ago(ms); // a day and more is counted in days: nobody waits for its seconds
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, zero).arg(seconds % 60, 2, 10, zero);
}

QString ago(qint64 ms)
{
    const qint64 minutes = qMax<qint64>(0, ms) / 60000;
    if (minutes < 1)
        return QCoreApplication::translate("TimeWords", "now");
    if (minutes < 60)
        return QCoreApplication::translate("TimeWords", "%1 min").arg(minutes);
    if (minutes < 60 * 24)
        return QCoreApplication::translate("TimeWords", "%1 h").arg(minutes / 60);
    return QCoreApplication::translate("TimeWords", "%1 d").arg(minutes / 60 / 24);
}

QString moment(qint64 utcMs, qint64 nowUtcMs)
{
    if (utcMs <= 0)
        return QStringLiteral("—");
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(utcMs).toLocalTime();
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowUtcMs).toLocalTime();
    const QLocale locale;
    if (at.date() == now.date())
        return at.toString(QStringLiteral("HH:mm"));
    if (at.date().year() == now.date().year())
        return locale.toString(at.date(), QCoreApplication::translate("TimeWords", "d MMM", "date without year"));
    return locale.toString(at.date(), QLocale::ShortFormat);
}

} // namespace liaison::TimeWords
