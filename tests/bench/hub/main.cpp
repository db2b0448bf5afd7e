// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the hub from outside: a real liaison-hub beside this program, and thousands of links that this program holds.
#include "tests/bench/hub/CommitBatch.h"
#include "tests/bench/hub/CrowdRows.h"
#include "tests/bench/hub/TrafficRows.h"

#include <QCoreApplication>

using namespace liaison::bench;

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--commit-batches"))
        return runCommitBatches(arguments.value(2).toInt());
    BenchReport report(arguments);
    if (report.isValid()) {
        measureTraffic(report);
        measureCrowd(report);
        measureCommitBatch(report);
    }
    return report.finish();
}
