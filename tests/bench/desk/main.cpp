// SPDX-License-Identifier: GPL-3.0-or-later
// liaison-bench-desk: the workstation's rows of ./dev bench. Options of its own: --set cache=DIR (filled stores are kept there),
// --set messages=N (instead of a million).
#include "tests/bench/StoreFilling.h"
#include "tests/bench/desk/ChildRows.h"
#include "tests/bench/desk/PaintClock.h"
#include "tests/bench/desk/StoreRows.h"
#include "tests/bench/desk/WindowRows.h"

#include <QDir>
#include <QTemporaryDir>

using namespace liaison;
using namespace liaison::bench;

int main(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    BenchReport report(arguments);
    if (!report.isValid())
        return 2;
    const QString child = report.option(QStringLiteral("child"));
    if (child == QLatin1String("decode"))
        return ChildRows::decodeFrames(2000);
    const PaintClock app(argc, argv);
    const StoreFilling::Plan plan =
        StoreFilling::desk(report.option(QStringLiteral("messages"), QStringLiteral("1000000")).toLongLong());
    if (!child.isEmpty())
        return ChildRows::beChild(report, child, plan);
    const QString cache = report.option(QStringLiteral("cache"), QDir::currentPath() + QStringLiteral("/bench-cache"));
    QDir().mkpath(cache);
    const QString big = report.isListing() ? cache : StoreFilling::cached(cache, plan);
    if (big.isEmpty())
        return 2;
    const QTemporaryDir work(cache + QStringLiteral("/work-XXXXXX"));
    StoreRows(report, big, work.path()).measure();
    ChildRows(report, big, plan, work.path()).measure();
    WindowRows(report, big, plan, work.path()).measure();
    return report.finish();
}
