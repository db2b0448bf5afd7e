// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/StartTrial.h"
#include "models/update/UpdateOptions.h"

#include <QStringList>
#include <functional>

namespace liaison::update {

/// The last thing the old version does: puts the new one in place and stays, without a window, until it has started well; a version
/// that ends twice before that is taken away again. What fails before its own first line, a library that is missing say, is noticed
/// so, too. Blocks; to be called when windows, stores and locks are closed.
class HandOver
{
public:
    /// What is done with the local histories, which a new version may convert and an old one cannot read then.
    struct Histories
    {
        /// Called before the swap if the new version has a newer store; not None: the hand-over does not take place.
        std::function<Reason()> keep = [] { return Reason::None; };
        std::function<void()> bringBack = [] {};
        std::function<void()> drop = [] {};
    };
    enum class Outcome {
        Started,   ///< the new version runs, and its start was good or still may be
        WentBack,  ///< it did not start; the old one runs again
        Installer, ///< the system's installer has it now
        NotDone    ///< see reason(); nothing was changed
    };

    /// `storeSchema`: of this version's local store. `arguments`: with which the program is started again.
    HandOver(UpdateOptions options, int storeSchema, Histories histories, QStringList arguments);

    /// Installs what lies ready.
    Outcome run();
    Reason reason() const { return m_reason; }
    /// For the new version itself, when StartTrial says so: brings the previous one back and starts it. False if that cannot be done
    /// from here (an administrator has to install it); the version is remembered all the same.
    bool goBack();

    /// How long the old version stays for the new one's good start, in milliseconds.
    int watchMs = 120'000;

private:
    Outcome refuse(Reason reason);
    Outcome runInstaller(const QString &package, const QString &version);
    Outcome watch();
    /// True if it was good, false if it ended before; nothing if neither within the time.
    std::optional<bool> startOnce(qint64 waitMs);

    UpdateOptions m_options;
    int m_storeSchema;
    Histories m_histories;
    QStringList m_arguments;
    StartTrial m_trial;
    Reason m_reason = Reason::None;
};

} // namespace liaison::update
