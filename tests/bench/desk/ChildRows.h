// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"
#include "tests/bench/StoreFilling.h"

namespace liaison::bench {

/// The rows that need a process of their own: starts, memory, a compressed day, counted instructions. The parent runs this program again
/// with `--set child=…`; the child prints lines "name value" to stdout. Blocks.
class ChildRows
{
public:
    ChildRows(BenchReport &report, QString big, StoreFilling::Plan plan, QString work);
    void measure();

    /// What the child does; its exit code. `name` is what `child` was set to.
    static int beChild(const BenchReport &options, const QString &name, const StoreFilling::Plan &plan);
    /// The same for what needs no QApplication. Before one is made.
    static int decodeFrames(int count);

private:
    using Lines = QHash<QString, QList<double>>;
    void starts();
    void memory();
    void instructions();
    /// Runs a child and reads its lines; empty if it failed. `wrapper` is put before the program.
    Lines run(const QString &child, const QStringList &options, const QStringList &wrapper = {}, QString *said = nullptr) const;

    BenchReport &m_report;
    const QString m_big;
    const StoreFilling::Plan m_plan;
    const QString m_work;
};

} // namespace liaison::bench
