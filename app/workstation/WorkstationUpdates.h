// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/HandOver.h"
#include "models/update/UpdateService.h"
#include "widgets/shell/Workstation.h"

namespace liaison {

/// Ties updates to the program: what they are set to, what happens before the first window and after the last one. GUI thread.
class WorkstationUpdates
{
public:
    WorkstationUpdates(const Workstation::Options &options, const Preferences &preferences);

    /// Before anything is opened: counts this start, goes back from a version that does not start, installs what the agent chose to
    /// have at sign-out. True if another version runs now and this process ends.
    bool beginStart();
    /// Lets the window show what is ready; `quit` is called when the agent wants to have it now.
    void serve(Workstation *workstation, std::function<void()> quit);
    /// After windows and stores are closed, with the exit code of the event loop; hands over if the agent wanted it.
    void finish(int code);

private:
    update::HandOver handOver() const;
    void startedWell();

    QString m_dataFolder;
    update::UpdateOptions m_options;
    update::StartTrial m_trial;
    SystemClock m_clock;
    std::unique_ptr<update::UpdateService> m_service;
    bool m_sawWindow = false;
    bool m_installWanted = false;
};

} // namespace liaison
