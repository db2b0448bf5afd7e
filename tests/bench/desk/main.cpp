// SPDX-License-Identifier: GPL-3.0-or-later
// liaison-bench-desk: the workstation's rows of ./dev bench.
#include "tests/bench/StoreFilling.h"
#include "tests/bench/desk/PaintClock.h"
#include "tests/bench/desk/StoreRows.h"
#include "tests/bench/desk/WindowRows.h"

#include <QDir>
#include <QTemporaryDir>

using namespace liaison;

int main(int argc, char **argv)
{
    const bench::PaintClock app(argc, argv);
    bench::BenchReport report(QApplication::arguments());
    if (!report.isValid())
        return 2;
    const QString cache = report.option(QStringLiteral("cache"), QDir::currentPath() + QStringLiteral("/bench-cache"));
    const qint64 messages = report.option(QStringLiteral("messages"), QStringLiteral("1000000")).toLongLong();
    QDir().mkpath(cache);
    const bench::StoreFilling::Plan plan = bench::StoreFilling::desk(messages);
    const QString big = bench::StoreFilling::cached(cache, plan);
    if (big.isEmpty())
        return 2;
    const QTemporaryDir work(cache + QStringLiteral("/work-XXXXXX"));
    bench::StoreRows(report, big, work.path()).measure();
    bench::WindowRows(report, big, plan, work.path()).measure();
    return report.finish();
}
