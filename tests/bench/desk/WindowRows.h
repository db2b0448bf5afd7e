// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"
#include "tests/bench/StoreFilling.h"

namespace liaison::bench {

class Desk;

/// The rows that need a window: switching, appending, scrolling, pictures, work under load, resuming. `big` is the folder of a closed
/// store filled with `plan`; it is copied into `work`. Needs a PaintClock; blocks.
class WindowRows
{
public:
    WindowRows(BenchReport &report, QString big, StoreFilling::Plan plan, QString work);
    void measure();

private:
    void switching(Desk &desk);
    void appending(Desk &desk);
    void scrolling(Desk &desk);
    void underLoad(Desk &desk);
    void resuming(Desk &desk);
    static void openAll(Desk &desk);
    void pictures();
    /// Scrolls the conversation on top at 60 Hz; adds a row of dropped frames.
    void scrollFor(Desk &desk, int seconds, const QString &name, const QString &note);

    BenchReport &m_report;
    const QString m_big;
    const StoreFilling::Plan m_plan;
    const QString m_work;
};

} // namespace liaison::bench
