// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/checks/MachineChecks.h"

#include "models/policy/Policy.h"
#include "models/store/StoreProbe.h"

#include <QAudioDevice>
#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QImageReader>
#include <QMediaDevices>
#include <QSslSocket>
#include <QStorageInfo>
#include <QTemporaryFile>

namespace liaison {

namespace {
constexpr qint64 mebibyte = 1024 * 1024;
/// A million messages take 440 MB (docs/store.md).
constexpr qint64 plentyBytes = 1024 * mebibyte;
constexpr qint64 leastBytes = 200 * mebibyte;

/// The folder itself, or the nearest one above it that is there.
QString nearest(const QString &folder)
{
    QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    while (!QFileInfo(path).isDir() && !QFileInfo(path).isRoot())
        path = QFileInfo(path).path();
    return path;
}

bool hasPlugin(const QString &kind, const QStringList &names)
{
    const QStringList paths = QCoreApplication::libraryPaths();
    for (const QString &path : paths) {
        const QStringList files = QDir(path + QLatin1Char('/') + kind).entryList(QDir::Files);
        for (const QString &file : files) {
            for (const QString &name : names) {
                if (file.contains(name))
                    return true;
            }
        }
    }
    return false;
}
} // namespace

CheckResult MachineChecks::policy(const Policy &policy)
{
    QStringList faults;
    for (const PolicyFault &fault : policy.faults())
        faults.append(fault.text());
    if (!faults.isEmpty())
        return CheckResult::failed(faults.join(QLatin1String("; ")));
    if (policy.sources().isEmpty())
        return CheckResult::ok(tr("there is none"));
    return CheckResult::ok(
        tr("%1: %2").arg(policy.sources().join(QLatin1String(", ")), policy.names().join(QLatin1String(", "))));
}

CheckResult MachineChecks::dataFolder(const QString &folder)
{
    const QString place = nearest(folder);
    QTemporaryFile file(place + QLatin1String("/liaison-check-XXXXXX"));
    if (!file.open() || file.write("x") != 1 || !file.flush())
        return CheckResult::failed(tr("%1 cannot be written: %2").arg(place, file.errorString()));
    return CheckResult::ok(place == QDir::cleanPath(folder) ? folder : tr("%1 will be made").arg(folder));
}

CheckResult MachineChecks::disk(const QString &folder)
{
    const qint64 free = QStorageInfo(nearest(folder)).bytesAvailable();
    const QString words = tr("%1 MB").arg(free / mebibyte);
    if (free < leastBytes)
        return CheckResult::failed(words);
    return free < plentyBytes ? CheckResult::warning(words) : CheckResult::ok(words);
}

CheckResult MachineChecks::engine()
{
    const StoreProbe probe = StoreProbe::ofEngine();
    return probe.trouble.isEmpty() ? CheckResult::ok(probe.words) : CheckResult::failed(probe.trouble);
}

CheckResult MachineChecks::platform()
{
    const QString name = qGuiApp ? QGuiApplication::platformName() : tr("none");
#ifdef Q_OS_WIN
    const bool hasPlatform = hasPlugin(QStringLiteral("platforms"), {QStringLiteral("qwindows")});
    const bool hasDisplay = true;
#else
    const bool hasPlatform = hasPlugin(QStringLiteral("platforms"), {QStringLiteral("qxcb"), QStringLiteral("qwayland")});
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
#endif
    if (!hasPlatform)
        return CheckResult::failed(tr("Qt has no plugin for windows here"));
    return hasDisplay ? CheckResult::ok(name)
                      : CheckResult::warning(tr("there is no display in this session; checked with \"%1\"").arg(name));
}

CheckResult MachineChecks::tls()
{
    if (!QSslSocket::supportsSsl())
        return CheckResult::failed(
            tr("no TLS backend works; there are: %1").arg(QSslSocket::availableBackends().join(QLatin1String(", "))));
    return CheckResult::ok(QSslSocket::activeBackend() + QLatin1String(", ") + QSslSocket::sslLibraryVersionString());
}

CheckResult MachineChecks::plugins()
{
    QStringList missing;
    const QList<QByteArray> formats = QImageReader::supportedImageFormats();
    for (const char *format : {"png", "jpeg", "gif", "svg"}) {
        if (!formats.contains(format))
            missing.append(QLatin1String("imageformats/") + QLatin1String(format));
    }
    if (!hasPlugin(QStringLiteral("iconengines"), {QStringLiteral("svg")}))
        missing.append(QStringLiteral("iconengines/svg"));
    if (!missing.isEmpty())
        return CheckResult::failed(tr("missing: %1").arg(missing.join(QLatin1String(", "))));
    return CheckResult::ok(tr("all there"));
}

CheckResult MachineChecks::fonts()
{
    if (!qGuiApp)
        return CheckResult::warning(tr("not looked at without a display"));
    const QStringList families = QFontDatabase::families(QFontDatabase::SimplifiedChinese);
    if (families.isEmpty())
        return CheckResult::warning(tr("there is none; Chinese texts would be boxes"));
    return CheckResult::ok(families.first());
}

CheckResult MachineChecks::audio()
{
    const QList<QAudioDevice> outputs = QMediaDevices::audioOutputs();
    if (outputs.isEmpty())
        return CheckResult::warning(tr("there is no sound output; offers are only shown"));
    return CheckResult::ok(QMediaDevices::defaultAudioOutput().description());
}

} // namespace liaison
