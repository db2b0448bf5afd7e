// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation/WorkstationUpdates.h"

#include "models/store/AccountFolders.h"
#include "models/store/StoreCopies.h"
#include "models/update/Installation.h"
#include "widgets/settings/UpdateSettings.h"
#include "widgets/shell/StartWatch.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace liaison {

using update::HandOver;
using update::Reason;
using update::StartTrial;
using update::UpdateService;

namespace {

const QString ownVersion = QStringLiteral(LIAISON_VERSION);

StoreCopies copiesOf(const QString &dataFolder) { return StoreCopies(AccountFolders(dataFolder).accounts()); }

} // namespace

WorkstationUpdates::WorkstationUpdates(const Workstation::Options &options, const Preferences &preferences)
    : m_dataFolder(options.dataFolder),
      m_options(updateOptions(preferences, Workstation::wantedHub(options, preferences), QStringLiteral(LIAISON_UPDATE_KEYS))),
      m_trial(AccountFolders(m_dataFolder).updates())
{
    const update::Installation here = update::Installation::find(QCoreApplication::applicationFilePath());
    m_options.folder = AccountFolders(m_dataFolder).updates();
    m_options.platform = here.platform;
    m_options.program = here.program;
    m_options.version = update::versionFrom(ownVersion).value_or(QVersionNumber());
}

HandOver WorkstationUpdates::handOver() const
{
    const QString folder = m_dataFolder;
    HandOver::Histories histories;
    histories.keep = [folder] {
        switch (copiesOf(folder).keep()) {
        case StoreCopies::Outcome::Done: return Reason::None;
        case StoreCopies::Outcome::InUse: return Reason::OtherWindowOpen;
        case StoreCopies::Outcome::Failed: break;
        }
        return Reason::DiskFull;
    };
    histories.bringBack = [folder] { copiesOf(folder).bringBack(); };
    histories.drop = [folder] { copiesOf(folder).drop(); };
    return HandOver(m_options, StoreCopies::schema(), histories, QCoreApplication::arguments().mid(1));
}

bool WorkstationUpdates::beginStart()
{
    if (m_options.platform.isEmpty())
        return false;
    if (m_trial.countStart(ownVersion) == StartTrial::Verdict::GoBack) {
        const QString previous = m_trial.read().value_or(StartTrial::Record()).previous;
        if (handOver().goBack())
            return true;
        QMessageBox::warning(
            nullptr, QStringLiteral("Liaison"),
            Workstation::tr("Liaison %1 did not start well twice on this computer. If it does not now either, ask "
                            "your administrator to install version %2 again.")
                .arg(ownVersion, previous));
        return false;
    }
    update::UpdateState state(m_options.folder);
    state.load();
    if (!m_options.isUsable() || !state.ready || !state.ready->atSignOut || state.failed.contains(state.ready->version))
        return false;
    const auto version = update::versionFrom(state.ready->version);
    // The agent chose "when I sign out" and closed the window instead: nobody is at work yet, so this is the moment.
    return version && *version > m_options.version && handOver().run() != HandOver::Outcome::NotDone;
}

void WorkstationUpdates::serve(Workstation *workstation, std::function<void()> quit)
{
    m_options.installation = workstation->device();
    m_service = std::make_unique<UpdateService>(m_options, m_clock);
    QObject::connect(
        m_service.get(), &UpdateService::installWanted, workstation,
        [this, quit = std::move(quit)] {
            m_installWanted = true;
            quit();
        },
        Qt::QueuedConnection);
    workstation->setUpdates(m_service.get());
    m_service->start();
    if (m_options.platform.isEmpty())
        return;
    auto *watch = new StartWatch(StartTrial::goodAfterMs, workstation);
    QObject::connect(watch, &StartWatch::windowSeen, workstation, [this] { m_sawWindow = true; });
    QObject::connect(watch, &StartWatch::good, workstation, [this] { startedWell(); });
}

void WorkstationUpdates::startedWell()
{
    m_trial.good(ownVersion);
    copiesOf(m_dataFolder).drop();
}

void WorkstationUpdates::finish(int code)
{
    if (code == 0 && m_sawWindow)
        startedWell(); // ended in an orderly way
    if (m_service)
        m_service->stop();
    if (!m_installWanted)
        return;
    HandOver last = handOver();
    if (last.run() != HandOver::Outcome::NotDone)
        return;
    QMessageBox::warning(
        nullptr, QStringLiteral("Liaison"),
        Workstation::tr("The new version could not be installed. %1 Liaison is unchanged; start it again to go on.")
            .arg(update::inWords(last.reason())));
}

} // namespace liaison
