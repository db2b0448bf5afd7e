// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/TrafficRows.h"

#include "tests/bench/hub/DeskScene.h"

namespace liaison::bench {

namespace {

constexpr int ratePerSecond = 100;

struct Words
{
    const char *name;
    DeskScene::Size size;
    std::optional<Budget> budget;
};

void measureMessages(BenchReport &report, const Words &of)
{
    const QString name = QLatin1String(of.name);
    if (!report.wants(name))
        return;
    const int links = of.size.agents + of.size.customers;
    DeskScene scene(of.size);
    QString error;
    if (!scene.open(&error) || !scene.assignAll(&error) || !scene.traffic().atRate(ratePerSecond, 2)) {
        report.fail(name + QStringLiteral(".p99"), QStringLiteral("ms"), of.budget, error);
        return;
    }
    const double seconds = report.isQuick() ? 5 : 30;
    const qint64 idleFrom = scene.hub().cpuNs();
    const qint64 idleSince = steadyNs();
    scene.swarm().run([&] { return steadyNs() - idleSince > qint64(seconds / 2 * 1e9); }, 60'000);
    const double idle = double(scene.hub().cpuNs() - idleFrom) / double(steadyNs() - idleSince);
    const qint64 cpu = scene.hub().cpuNs();
    const bool arrived = scene.traffic().atRate(ratePerSecond, seconds);
    const double perMessage = double(scene.hub().cpuNs() - cpu) / double(scene.traffic().delays().count()) / 1000.0;
    const QString note = QStringLiteral("%1 links (%2 agents), %3 messages a second from customers in turn, all subscribed")
                             .arg(links)
                             .arg(of.size.agents)
                             .arg(ratePerSecond);
    if (!arrived) {
        report.fail(name + QStringLiteral(".p99"), QStringLiteral("ms"), of.budget,
                    QStringLiteral("%1 messages did not arrive").arg(scene.traffic().underWay()));
        return;
    }
    report.add(name + QStringLiteral(".p50"), scene.traffic().delays(), 50, QStringLiteral("ms"), {},
               QStringLiteral("customer's socket to agent's socket, synced to disk in between"));
    report.add(name + QStringLiteral(".p99"), scene.traffic().delays(), 99, QStringLiteral("ms"), of.budget, note);
    report.add(name + QStringLiteral(".cpu"), perMessage, QStringLiteral("µs/message"), {}, scene.traffic().delays().count(), -1,
               QStringLiteral("all threads of the hub, what it does idle included"));
    report.add(name + QStringLiteral(".idle_cpu"), idle * 100, QStringLiteral("% of a core"), {}, 1, -1,
               QStringLiteral("%1 live links, nothing said").arg(links));
}

void measureCommits(BenchReport &report)
{
    if (!report.wants(QStringLiteral("hub.commits")))
        return;
    DeskScene scene({50, 950, 1000, QStringLiteral("auto")});
    QString error;
    if (!scene.open(&error) || !scene.assignAll(&error)) {
        report.fail(QStringLiteral("hub.commits"), QStringLiteral("1/s"), {}, error);
        return;
    }
    const double length = report.isQuick() ? 3 : 10;
    Traffic &traffic = scene.traffic();
    const auto measure = [&](const QString &name, int window, const QString &note) {
        const qint64 groups = scene.hub().metric("writer_groups_total");
        const qint64 cpu = scene.hub().cpuNs();
        const double seconds =
            traffic.asFastAsPossible(window, length, [&traffic] { return traffic.confirmed() + traffic.refused(); });
        const qint64 done = traffic.confirmed();
        const double used = double(scene.hub().cpuNs() - cpu) / 1000.0 / double(qMax<qint64>(1, done));
        const qint64 made = scene.hub().metric("writer_groups_total") - groups;
        report.add(name, double(done) / seconds, QStringLiteral("1/s"), {}, done, -1,
                   note + QStringLiteral("; %1 synced transactions a second; %2 refused")
                              .arg(double(made) / seconds, 0, 'f', 0)
                              .arg(traffic.refused()));
        report.add(name + QStringLiteral(".cpu"), used, QStringLiteral("µs/message"), {}, done, -1,
                   QStringLiteral("all threads of the hub"));
        scene.swarm().run([&] { return traffic.underWay() <= 0; }, 30'000);
    };
    measure(QStringLiteral("hub.commits.one_by_one"), 1, QStringLiteral("one message under way at a time"));
    measure(QStringLiteral("hub.commits.batched"), 400, QStringLiteral("400 messages under way from 950 customers"));
}

/// Each agent has room for one conversation and a queue behind it: he accepts, closes, and the next is offered.
void measureOffers(BenchReport &report)
{
    const QString name = QStringLiteral("hub.offer");
    if (!report.wants(name))
        return;
    const int agents = 20;
    DeskScene scene({agents, 980, 1, QStringLiteral("offer")});
    QString error;
    if (!scene.open(&error)) {
        report.fail(name + QStringLiteral(".p99"), QStringLiteral("ms"), {}, error);
        return;
    }
    constexpr qint64 pauseNs = 200'000'000;
    std::vector<qint64> closedAt(agents, 0); ///< by agent, 0 while he has none
    std::vector<qint64> closeDue(agents, 0); ///< when he is to close what he has
    std::vector<std::string> has(agents);
    Samples delays;
    scene.onFrame([&](int client, std::string_view frame) {
        if (!scene.isAgent(client))
            return;
        const auto agent = std::size_t(client);
        if (frame.find(R"("k":"conv.offered")") != std::string_view::npos) {
            if (const qint64 since = std::exchange(closedAt[agent], 0); since > 0)
                delays.add(double(steadyNs() - since) / 1e6);
            const auto offer = frame.find(R"("offer":{)");
            scene.command(client, "conv.accept", R"({"offer":")" + std::string(firstText(frame.substr(offer), "id")) + R"("})",
                          std::string(firstText(frame.substr(frame.rfind(R"("conv":")")), "conv")));
        } else if (frame.find(R"("k":"conv.assigned")") != std::string_view::npos) {
            has[agent] = firstText(frame.substr(frame.rfind(R"("conv":")")), "conv");
            closeDue[agent] = steadyNs() + pauseNs;
        }
    });
    int written = 0;
    const bool allWait = scene.swarm().run(
        [&] {
            while (written < scene.customers() && written - scene.traffic().confirmed() < 100)
                scene.traffic().write(written++);
            return scene.traffic().confirmed() == scene.customers();
        },
        120'000);
    for (int agent = 0; agent < agents; ++agent)
        scene.command(agent, "agent.state", R"({"status":"available"})");
    const qsizetype wanted = report.isQuick() ? 200 : 800;
    const bool done = allWait && scene.swarm().run(
                                     [&] {
                                         for (std::size_t agent = 0; agent < std::size_t(agents); ++agent) {
                                             if (closeDue[agent] == 0 || steadyNs() < closeDue[agent])
                                                 continue;
                                             closeDue[agent] = 0;
                                             closedAt[agent] = steadyNs();
                                             scene.command(int(agent), "conv.close", R"({"code":"none"})", has[agent]);
                                         }
                                         return delays.count() >= wanted;
                                     },
                                     120'000);
    if (!done) {
        report.fail(name + QStringLiteral(".p99"), QStringLiteral("ms"), {},
                    QStringLiteral("%1 offers came, %2 wait").arg(delays.count()).arg(scene.traffic().confirmed()));
        return;
    }
    report.add(name + QStringLiteral(".p50"), delays, 50, QStringLiteral("ms"), {},
               QStringLiteral("an agent closes a conversation until the next customer's offer is on his link"));
    report.add(name + QStringLiteral(".p99"), delays, 99, QStringLiteral("ms"), {},
               QStringLiteral("20 agents of 1,000 links, up to 980 customers waiting, about 100 offers a second"));
}

} // namespace

void measureTraffic(BenchReport &report)
{
    measureMessages(report, {"hub.message_1000", {50, 950, 1000, QStringLiteral("auto")}, Budget::most(20)});
    measureMessages(report, {"hub.message_5000", {250, 4750, 1000, QStringLiteral("auto")}, {}});
    measureCommits(report);
    measureOffers(report);
}

} // namespace liaison::bench
