// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/HandOver.h"

#include "models/domain/Clock.h"
#include "models/update/AppImageSwap.h"
#include "models/update/UpdateState.h"

#include <QDir>
#include <QLockFile>
#include <QProcess>
#include <memory>

namespace liaison::update {

namespace {

constexpr int lookMs = 100;

/// What the old AppImage's runtime set for us would send the new one's helpers into our mount.
QProcessEnvironment freshEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"APPIMAGE", "APPDIR", "ARGV0", "OWD"})
        environment.remove(QLatin1String(name));
    return environment;
}

} // namespace

HandOver::HandOver(UpdateOptions options, int storeSchema, Histories histories, QStringList arguments)
    : m_options(std::move(options)), m_storeSchema(storeSchema), m_histories(std::move(histories)),
      m_arguments(std::move(arguments)), m_trial(m_options.folder)
{}

HandOver::Outcome HandOver::refuse(Reason reason)
{
    m_reason = reason;
    return Outcome::NotDone;
}

HandOver::Outcome HandOver::run()
{
    // Whoever holds it writes the state too, and has a window that is open.
    QLockFile lock(QDir(m_options.folder).filePath(QStringLiteral("lock")));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0))
        return refuse(lock.error() == QLockFile::LockFailedError ? Reason::OtherWindowOpen : Reason::CannotWrite);
    UpdateState state(m_options.folder);
    state.load();
    if (!state.ready)
        return refuse(Reason::NoPackage);
    const UpdateState::Ready ready = *state.ready;
    // Once more: hours may lie between the download and this moment.
    const Reason fault = PackageDownload::check(ready.file, ready.size, ready.sha256);
    if (fault != Reason::None) {
        QFile::remove(ready.file);
        state.ready.reset();
        state.save();
        return refuse(fault);
    }
    if (ready.storeSchema == 0 || ready.storeSchema > m_storeSchema) {
        const Reason kept = m_histories.keep();
        if (kept != Reason::None)
            return refuse(kept);
    }
    const StartTrial::Record record{ready.version, m_options.version.toString(), m_options.program, 0};
    if (!m_trial.begin(record)) {
        m_histories.drop();
        return refuse(Reason::CannotWrite);
    }
    if (m_options.platform == QLatin1String("windows-msi"))
        return runInstaller(ready.file, ready.version);
    const Reason swapped = m_options.program.isEmpty() ? Reason::NoPackage : AppImageSwap(m_options.program).put(ready.file);
    if (swapped != Reason::None) {
        m_trial.end();
        m_histories.drop();
        return refuse(swapped);
    }
    QFile::remove(ready.file);
    state.ready.reset();
    state.save();
    lock.unlock(); // the new one wants it
    return watch();
}

HandOver::Outcome HandOver::runInstaller(const QString &package, const QString &version)
{
    // The name is what Windows shows while it asks for the administrator's consent.
    const QString named = QDir(m_options.folder).filePath(QStringLiteral("Liaison-%1.msi").arg(version));
    QFile::remove(named);
    const bool copied = QFile::copy(package, named);
    if (copied && QProcess::startDetached(QStringLiteral("msiexec"),
                                          {QStringLiteral("/i"), QDir::toNativeSeparators(named), QStringLiteral("/qb")}))
        return Outcome::Installer;
    m_trial.end();
    m_histories.drop();
    return refuse(Reason::CannotWrite);
}

HandOver::Outcome HandOver::watch()
{
    const SystemClock clock;
    const qint64 untilMs = clock.steadyMs() + watchMs;
    for (int attempt = 0; attempt < StartTrial::mostStarts; ++attempt) {
        const std::optional<bool> good = startOnce(untilMs - clock.steadyMs());
        if (good.value_or(true))
            return Outcome::Started; // or it still may be: from here on it counts its starts itself
    }
    goBack();
    return Outcome::WentBack;
}

std::optional<bool> HandOver::startOnce(qint64 waitMs)
{
    // Not deleted when it runs on: a QProcess that goes takes its program with it. Nor at the end of this program.
    static auto *const runningOn = new QList<QProcess *>;
    auto process = std::make_unique<QProcess>();
    process->setProgram(m_options.program);
    process->setArguments(m_arguments);
    process->setProcessEnvironment(freshEnvironment());
    process->setProcessChannelMode(QProcess::ForwardedChannels);
    process->setStandardInputFile(QProcess::nullDevice());
    process->start();
    if (!process->waitForStarted())
        return false;
    QElapsedTimer since;
    since.start();
    while (m_trial.isPending()) {
        if (process->waitForFinished(lookMs) || process->state() == QProcess::NotRunning)
            return !m_trial.isPending();
        if (since.elapsed() > waitMs) {
            runningOn->append(process.release());
            return std::nullopt;
        }
    }
    runningOn->append(process.release());
    return true;
}

bool HandOver::goBack()
{
    UpdateState state(m_options.folder);
    state.load();
    const auto record = m_trial.read();
    if (record) {
        state.markFailed(record->version);
        state.wentBackFrom = record->version;
    }
    state.save();
    m_trial.end();
    if (!record || record->program.isEmpty() || record->program != m_options.program || !AppImageSwap(m_options.program).back())
        return false;
    m_histories.bringBack();
    QProcess previous;
    previous.setProgram(m_options.program);
    previous.setArguments(m_arguments);
    previous.setProcessEnvironment(freshEnvironment());
    previous.setStandardInputFile(QProcess::nullDevice());
    return previous.startDetached();
}

} // namespace liaison::update
