// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

namespace liaison::update {

/// Whether a new version starts: a file from the hand-over until the first good start. The old version makes it, or the new one itself
/// if an administrator installed it; the new one counts its starts in it and takes it away once one was good: its window was there for
/// `goodAfterMs`, or the agent ended it in an orderly way.
class StartTrial
{
public:
    /// Long enough that what fails while the desk is built has failed.
    static constexpr int goodAfterMs = 20'000;
    /// So many starts a new version has.
    static constexpr int mostStarts = 2;

    struct Record
    {
        QString version;
        QString previous; ///< what to go back to
        QString program;  ///< path of the AppImage that was handed over; empty: installed by other means
        int starts = 0;
    };
    enum class Verdict {
        None,    ///< nothing is on trial
        Counted, ///< this start is one of them
        GoBack   ///< it had its starts, and none was good
    };

    explicit StartTrial(const QString &folder) : m_folder(folder) {}

    std::optional<Record> read() const;
    bool begin(const Record &record) const;
    /// The first thing the program does. A trial of another version than the running one is over: somebody installed by hand.
    Verdict countStart(const QString &runningVersion) const;
    /// The running version started well: the next one that is seen here is a new one.
    void good(const QString &runningVersion) const;
    /// Given up: there is no trial any more.
    void end() const;
    bool isPending() const;

private:
    QString path() const;
    QString goodPath() const;
    QString m_folder;
};

} // namespace liaison::update
