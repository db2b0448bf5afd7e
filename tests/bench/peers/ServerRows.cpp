// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/ServerRows.h"

#include "tests/bench/hub/DeskScene.h"
#include "tests/bench/peers/MeasuredEjabberd.h"
#include "tests/bench/peers/SyncCount.h"
#include "tests/bench/peers/XmppScene.h"

#include <unistd.h>

namespace liaison::bench {

namespace {

constexpr int ratePerSecond = 100;
constexpr int window = 400; ///< messages under way while customers write as fast as they can
constexpr int settleMs = 3000;
constexpr int drainMs = 60'000;
constexpr double warmUpS = 2;
constexpr double syncsS = 3;

/// A server with its links up.
struct Subject
{
    QString name; ///< of its rows
    const MeasuredServer &server;
    Swarm &swarm;
    Traffic &traffic;
    qint64 emptyPss;
};

void measureAtRate(BenchReport &report, const Subject &of, double seconds)
{
    of.traffic.atRate(ratePerSecond, warmUpS);
    const qint64 cpu = of.server.cpuNs();
    const bool arrived = of.traffic.atRate(ratePerSecond, seconds);
    const qint64 used = of.server.cpuNs() - cpu;
    if (!arrived) {
        report.fail(
            of.name + QStringLiteral(".p99"), QStringLiteral("ms"), {},
            QStringLiteral(
                "does not keep up with %1 messages a second: %2 of %3 had not arrived half a minute after the last was sent")
                .arg(ratePerSecond)
                .arg(of.traffic.underWay())
                .arg(of.traffic.underWay() + of.traffic.delays().count()));
        // What is still on its way would be in the way of what comes next.
        of.swarm.run([&of] { return of.traffic.underWay() == 0; }, drainMs);
        return;
    }
    const QString note = QStringLiteral("customer's socket to agent's socket, %1 messages a second").arg(ratePerSecond);
    report.add(of.name + QStringLiteral(".p50"), of.traffic.delays(), 50, QStringLiteral("ms"), {}, note);
    report.add(of.name + QStringLiteral(".p99"), of.traffic.delays(), 99, QStringLiteral("ms"), {}, note);
    report.add(of.name + QStringLiteral(".cpu"), double(used) / double(of.traffic.delays().count()) / 1000.0,
               QStringLiteral("µs/message"), {}, of.traffic.delays().count(), -1,
               QStringLiteral("all its processes, at %1 messages a second, what it does idle included").arg(ratePerSecond));
}

void measureSaturated(BenchReport &report, const Subject &of, double seconds)
{
    const qint64 cpu = of.server.cpuNs();
    const qint64 own = processCpuNs(::getpid());
    const double took = of.traffic.asFastAsPossible(window, seconds,
                                                    [&of] { return qint64(of.traffic.delays().count()) + of.traffic.refused(); });
    const auto done = double(qMax<qsizetype>(1, of.traffic.delays().count()));
    const double used = double(of.server.cpuNs() - cpu) / done / 1000.0;
    const double toolUsed = double(processCpuNs(::getpid()) - own) / done / 1000.0;
    if (of.traffic.underWay() > 0 || of.traffic.refused() > 0) {
        report.fail(of.name + QStringLiteral(".saturated"), QStringLiteral("1/s"), {},
                    QStringLiteral("%1 of %2 arrived, %3 were refused")
                        .arg(of.traffic.delays().count())
                        .arg(of.traffic.delays().count() + of.traffic.underWay() + of.traffic.refused())
                        .arg(of.traffic.refused()));
        return;
    }
    report.add(of.name + QStringLiteral(".saturated"), done / took, QStringLiteral("1/s"), {}, of.traffic.delays().count(), -1,
               QStringLiteral("messages that came to agents, %1 under way; the load tool itself used %2 µs of CPU a message")
                   .arg(window)
                   .arg(toolUsed, 0, 'f', 0));
    report.add(of.name + QStringLiteral(".saturated.cpu"), used, QStringLiteral("µs/message"), {}, of.traffic.delays().count(),
               -1, QStringLiteral("all its processes"));
}

void measureSyncs(BenchReport &report, const Subject &of)
{
    SyncCount syncs(of.server.processes());
    of.traffic.atRate(ratePerSecond, syncsS);
    const qint64 count = syncs.finish();
    const QString name = of.name + QStringLiteral(".syncs");
    if (count < 0)
        report.fail(name, QStringLiteral("1/message"), {}, QStringLiteral("strace is not installed or may not look"));
    else
        report.add(name, double(count) / double(qMax<qsizetype>(1, of.traffic.delays().count())), QStringLiteral("1/message"), {},
                   of.traffic.delays().count(), -1,
                   QStringLiteral("calls that write a file through to the disk, by strace, at the same rate"));
}

void measureIdleLinks(BenchReport &report, const Subject &of)
{
    of.swarm.wait(settleMs);
    report.add(of.name + QStringLiteral(".link"), double(of.server.pss() - of.emptyPss) / of.swarm.size() / 1000.0,
               QStringLiteral("kB/link"), {}, of.swarm.size(), -1,
               QStringLiteral("PSS with %1 live links that have said nothing less that without (%2 MB)")
                   .arg(of.swarm.size())
                   .arg(double(of.emptyPss) / 1e6, 0, 'f', 1));
}

void measureWork(BenchReport &report, const Subject &of)
{
    measureAtRate(report, of, report.isQuick() ? 5 : 20);
    measureSaturated(report, of, report.isQuick() ? 3 : 10);
    report.add(of.name + QStringLiteral(".memory"), double(of.server.pss()) / 1e6, QStringLiteral("MB"), {}, 1, -1,
               QStringLiteral("PSS of all its processes after that"));
    measureSyncs(report, of);
}

/// Who is there: 50 agents and 950 customers unless the knobs `agents` and `customers` say otherwise.
struct Crowd
{
    int agents;
    int customers;
};

void measureHub(BenchReport &report, Crowd crowd)
{
    const QString name = QStringLiteral("peer.server.hub");
    if (!report.wants(name))
        return;
    DeskScene scene({crowd.agents, crowd.customers, crowd.customers, QStringLiteral("auto")});
    QString error;
    if (!scene.open(&error)) {
        report.fail(name, {}, {}, error);
        return;
    }
    const Subject hub{name, scene.hub(), scene.swarm(), scene.traffic(), scene.emptyPss()};
    measureIdleLinks(report, hub);
    if (scene.assignAll(&error))
        measureWork(report, hub);
    else
        report.fail(name, {}, {}, error);
}

void measureXmpp(BenchReport &report, const QString &name, Crowd crowd, const std::unique_ptr<MeasuredXmpp> &server)
{
    if (!report.wants(name))
        return;
    if (const QString missing = server->missing(); !missing.isEmpty()) {
        report.fail(name, {}, {}, QStringLiteral("not installed: ") + missing);
        return;
    }
    XmppScene scene(*server, crowd.agents, crowd.customers);
    QString error;
    if (!scene.open(&error)) {
        report.fail(name, {}, {}, error);
        return;
    }
    const Subject subject{name, *server, scene.swarm(), scene.traffic(), scene.emptyPss()};
    measureIdleLinks(report, subject);
    if (!scene.openArchive()) {
        report.fail(name, {}, {}, QStringLiteral("the archive does not answer"));
        return;
    }
    measureWork(report, subject);
    const XmppScene::Archived archived = scene.archived();
    const QString note = QStringLiteral("of %1 messages the agents' archives have %2 and the customers' %3")
                             .arg(scene.traffic().written())
                             .arg(archived.agents)
                             .arg(archived.customers);
    if (archived.agents == scene.traffic().written() && archived.customers == archived.agents)
        report.add(name + QStringLiteral(".archived"), double(archived.agents), QStringLiteral("messages"), {}, 1, -1, note);
    else
        report.fail(name + QStringLiteral(".archived"), QStringLiteral("messages"), {}, note);
}

} // namespace

void measureServers(BenchReport &report)
{
    const Crowd crowd{report.option(QStringLiteral("agents"), QStringLiteral("50")).toInt(),
                      report.option(QStringLiteral("customers"), QStringLiteral("950")).toInt()};
    if (crowd.agents < 1 || crowd.customers < 1) {
        report.fail(QStringLiteral("peer.server"), {}, {}, QStringLiteral("agents and customers have to be numbers from 1"));
        return;
    }
    measureHub(report, crowd);
    // Each has ended before the next starts.
    measureXmpp(report, QStringLiteral("peer.server.prosody"), crowd,
                std::make_unique<MeasuredProsody>(QStringLiteral("internal")));
    measureXmpp(report, QStringLiteral("peer.server.prosody_sqlite"), crowd,
                std::make_unique<MeasuredProsody>(QStringLiteral("sql")));
    measureXmpp(report, QStringLiteral("peer.server.ejabberd"), crowd, std::make_unique<MeasuredEjabberd>(false));
    measureXmpp(report, QStringLiteral("peer.server.ejabberd_postgresql"), crowd, std::make_unique<MeasuredEjabberd>(true));
}

} // namespace liaison::bench
