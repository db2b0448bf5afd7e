// SPDX-License-Identifier: GPL-3.0-or-later
// Measures servers beside each other: each is started here with a folder of its own, and driven by one load tool.
#include "tests/bench/peers/ServerRows.h"

#include <QCoreApplication>

using namespace liaison::bench;

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    BenchReport report(QCoreApplication::arguments());
    if (report.isValid())
        measureServers(report);
    return report.finish();
}
