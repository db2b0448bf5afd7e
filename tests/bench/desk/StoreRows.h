// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"

namespace liaison::bench {

/// The rows about the encrypted store by itself: opening, the overview a start reads, pages of history, search. `big` is the folder of
/// a closed store of a million messages; `work` is for copies. Needs a QCoreApplication; blocks.
class StoreRows
{
public:
    StoreRows(BenchReport &report, QString big, QString work);
    void measure();

private:
    void open();
    void overview();
    void history();
    void search();

    BenchReport &m_report;
    const QString m_big;
    const QString m_work;
};

} // namespace liaison::bench
