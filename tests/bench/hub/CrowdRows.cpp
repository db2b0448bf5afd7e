// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/CrowdRows.h"

#include "tests/bench/hub/DeskScene.h"

namespace liaison::bench {

namespace {

void measureFanOut(BenchReport &report, int links)
{
    const QString name = QStringLiteral("hub.fanout_%1").arg(links);
    if (!report.wants(name))
        return;
    constexpr int agents = 250;
    DeskScene scene({agents, 0, 10, QStringLiteral("auto"), links / agents});
    QString error;
    if (!scene.open(&error)) {
        report.fail(name, QStringLiteral("ms"), {}, error);
        return;
    }
    int got = 0;
    qint64 lastAt = 0;
    scene.onFrame([&](int, std::string_view frame) {
        if (frame.find(R"("k":"canned")") != std::string_view::npos) {
            ++got;
            lastAt = steadyNs();
        }
    });
    Samples times;
    Samples cpu;
    const int runs = report.isQuick() ? 5 : 20;
    for (int run = 0; run < runs; ++run) {
        scene.swarm().run([since = steadyNs()] { return steadyNs() - since > 300'000'000; }, 5000);
        got = 0;
        const qint64 used = scene.hub().cpuNs();
        const qint64 began = steadyNs();
        scene.command(0, "canned.save",
                      R"({"shortcut":"b)" + std::to_string(run) +
                          R"(","title":"Delivery","text":"It will be with you tomorrow.","scope":"all","lang":"en"})");
        if (!scene.swarm().run([&] { return got == links; }, 60'000)) {
            report.fail(name, QStringLiteral("ms"), {}, QStringLiteral("%1 of %2 links got the event").arg(got).arg(links));
            return;
        }
        times.add(double(lastAt - began) / 1e6);
        cpu.add(double(scene.hub().cpuNs() - used) / 1000.0 / links);
    }
    report.add(name, times, 50, QStringLiteral("ms"), {},
               QStringLiteral("a canned reply for all is saved until the last of %1 links of 250 agents has it").arg(links));
    report.add(name + QStringLiteral(".cpu"), cpu, 50, QStringLiteral("µs/message"), {},
               QStringLiteral("all threads of the hub, the commit included"));
}

void measureStorm(BenchReport &report)
{
    const bool memory = report.wants(QStringLiteral("hub.memory"));
    const bool storm = report.wants(QStringLiteral("hub.storm"));
    if (!memory && !storm)
        return;
    DeskScene scene({100, 4900, 1000, QStringLiteral("auto")});
    QString error;
    if (!scene.open(&error)) {
        report.fail(QStringLiteral("hub.memory"), QStringLiteral("kB/link"), {}, error);
        return;
    }
    const auto perLink = [&] { return double(scene.hub().pss() - scene.emptyPss()) / scene.links() / 1000.0; };
    scene.swarm().run([since = steadyNs()] { return steadyNs() - since > 5'000'000'000; }, 10'000);
    const double idle = perLink();
    if (!scene.assignAll(&error) || !scene.traffic().atRate(100, report.isQuick() ? 5 : 20)) {
        report.fail(QStringLiteral("hub.memory.at_work"), QStringLiteral("kB/link"), {}, error);
        return;
    }
    if (memory) {
        report.add(QStringLiteral("hub.memory.idle"), idle, QStringLiteral("kB/link"), {}, 1, -1,
                   QStringLiteral("PSS of the hub with 5,000 live links less that without (%1 MB), by link")
                       .arg(double(scene.emptyPss()) / 1e6, 0, 'f', 1));
        report.add(QStringLiteral("hub.memory.at_work"), perLink(), QStringLiteral("kB/link"), {}, 1, -1,
                   QStringLiteral("after 4,900 conversations began and 100 messages a second for 20 s; PSS %1 MB")
                       .arg(double(scene.hub().pss()) / 1e6, 0, 'f', 1));
    }
    if (!storm)
        return;
    report.begin();
    Samples times;
    Samples peaks;
    Samples cpu;
    int lost = 0;
    int resets = 0;
    const int runs = report.isQuick() ? 1 : 3;
    for (int run = 0; run < runs; ++run) {
        scene.hub().kill();
        scene.swarm().cutAll();
        if (!scene.hub().start(&error)) {
            report.fail(QStringLiteral("hub.storm"), QStringLiteral("s"), {}, error);
            return;
        }
        scene.swarm().setPort(scene.hub().linkPort());
        const int lostBefore = scene.swarm().lost();
        const qint64 began = steadyNs();
        qint64 peak = 0;
        qint64 lookAt = 0;
        int next = 0;
        const bool all = scene.swarm().run(
            [&] {
                for (int many = 0; many < 200 && next < scene.links(); ++many)
                    scene.swarm().connect(next++);
                if (steadyNs() > lookAt) {
                    peak = qMax(peak, scene.hub().pss());
                    lookAt = steadyNs() + 100'000'000;
                }
                // Whoever is sent away comes back at once, which no client does: the count is what matters.
                for (int client = 0; next == scene.links() && client < next && scene.swarm().lost() > lostBefore; ++client) {
                    if (scene.swarm().state(client) == Swarm::State::Closed)
                        scene.swarm().connect(client);
                }
                return scene.swarm().live() == scene.links();
            },
            120'000);
        if (!all) {
            report.fail(QStringLiteral("hub.storm"), QStringLiteral("s"), {},
                        QStringLiteral("%1 of %2 links are live, %3 were sent away: %4")
                            .arg(scene.swarm().live())
                            .arg(scene.links())
                            .arg(scene.swarm().lost() - lostBefore)
                            .arg(QString::fromStdString(scene.swarm().lastWords())));
            return;
        }
        times.add(double(steadyNs() - began) / 1e9);
        peaks.add(double(peak) / 1e6);
        cpu.add(double(scene.hub().cpuNs()) / 1000.0 / scene.links());
        lost += scene.swarm().lost() - lostBefore;
        for (int client = 0; client < scene.links(); ++client)
            resets += scene.swarm().wasReset(client) ? 1 : 0;
    }
    report.add(
        QStringLiteral("hub.storm"), times, 50, QStringLiteral("s"), {},
        QStringLiteral("the hub is killed and started; 5,000 links come back at once, without jitter, until all are live"));
    report.add(QStringLiteral("hub.storm.pss_peak"), peaks, 50, QStringLiteral("MB"), {}, QStringLiteral("while they come back"));
    report.add(QStringLiteral("hub.storm.cpu"), cpu, 50, QStringLiteral("µs/link"), {},
               QStringLiteral("all threads of the hub since it was started"));
    report.add(QStringLiteral("hub.storm.refused"), lost, QStringLiteral("links"), Budget::most(0), runs, -1,
               QStringLiteral("sent away or cut (last: \"%1\"); %2 had to start over from a snapshot")
                   .arg(QString::fromStdString(scene.swarm().lastWords()))
                   .arg(resets));
}

} // namespace

void measureCrowd(BenchReport &report)
{
    measureFanOut(report, 1000);
    measureFanOut(report, 5000);
    measureStorm(report);
}

} // namespace liaison::bench
