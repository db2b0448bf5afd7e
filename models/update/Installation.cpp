// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/Installation.h"

#include <QFileInfo>

namespace liaison::update {

Installation Installation::find(const QString &executable)
{
#ifdef Q_OS_WIN
    const QString programs = QFileInfo(qEnvironmentVariable("ProgramFiles")).absoluteFilePath();
    const bool installed =
        !programs.isEmpty() && QFileInfo(executable).absoluteFilePath().startsWith(programs, Qt::CaseInsensitive);
    return {installed ? QStringLiteral("windows-msi") : QString(), {}};
#else
    const QString image = qEnvironmentVariable("APPIMAGE");
    const QString mount = qEnvironmentVariable("APPDIR");
    const QString real = QFileInfo(executable).canonicalFilePath();
    if (!image.isEmpty() && !mount.isEmpty() && real.startsWith(QFileInfo(mount).canonicalFilePath() + QLatin1Char('/')))
        return {QStringLiteral("linux-appimage"), QFileInfo(image).canonicalFilePath()};
    if (real == QLatin1String("/usr/bin/liaison"))
        return {QStringLiteral("linux-deb"), {}};
    return {};
#endif
}

} // namespace liaison::update
