// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/CommitBatch.h"

#include "tests/bench/hub/DeskFiller.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <cstdio>

namespace liaison::bench {

namespace {

constexpr int batchSize = 100;
constexpr int few = 2;
constexpr int many = 12;

/// Instructions of this program with so many batches, 0 if valgrind does not run.
qint64 instructions(int batches)
{
    QProcess valgrind;
    valgrind.setProcessChannelMode(QProcess::MergedChannels);
    valgrind.start(QStringLiteral("valgrind"),
                   {QStringLiteral("--tool=callgrind"), QStringLiteral("--callgrind-out-file=/dev/null"),
                    QCoreApplication::applicationFilePath(), QStringLiteral("--commit-batches"), QString::number(batches)});
    if (!valgrind.waitForFinished(600'000) || valgrind.exitCode() != 0)
        return 0;
    static const QRegularExpression collected(QStringLiteral("Collected : (\\d+)"));
    return collected.match(QString::fromUtf8(valgrind.readAll())).captured(1).toLongLong();
}

} // namespace

int runCommitBatches(int batches)
{
    const QTemporaryDir folder;
    DeskFiller filler(folder.filePath(QStringLiteral("hub.db")));
    filler.addQueue(QStringLiteral("service"), QStringLiteral("auto"));
    const QList<Person> customers = filler.addCustomers(batchSize);
    const QSqlDatabase db = filler.database().connection();
    for (const Person &customer : customers)
        hub::Query(db, QStringLiteral("INSERT INTO device_session (device, principal, gen, seen_at) VALUES (?,?,1,1)"),
                   {customer.device, QStringLiteral("c:") + customer.id});
    const hub::WriterSettings settings;
    int refused = 0;
    for (int batch = 0; batch < batches; ++batch) {
        hub::CommandGroup group(db, filler.desk(), filler.clock(), settings);
        group.begin();
        for (const Person &customer : customers) {
            hub::HubCommand command;
            command.actor = Principal::customer(customer.id);
            command.device = customer.device;
            command.gen = 1;
            command.command.cid = QStringLiteral("m-%1-%2").arg(customer.id).arg(batch);
            command.command.kind = QStringLiteral("msg.send");
            command.command.at = filler.clock().utcMs();
            command.command.body = {{"kind", "text"}, {"text", "Where is my order, please? It was promised for today."}};
            group.command(command);
        }
        group.finish();
        group.commit();
        for (int i = 0; i < batchSize; ++i)
            refused += group.result(std::size_t(i)).ok() ? 0 : 1;
    }
    std::fprintf(stderr, "%d batches, %d refused\n", batches, refused);
    return refused == 0 ? 0 : 1;
}

void measureCommitBatch(BenchReport &report)
{
    const QString name = QStringLiteral("instructions.commit_a_batch");
    if (!report.wants(name))
        return;
    const qint64 least = instructions(few);
    const qint64 most = instructions(many);
    if (least <= 0 || most <= least) {
        report.fail(name, QStringLiteral("instructions"), {}, QStringLiteral("valgrind did not run"));
        return;
    }
    report.add(name, double(most - least) / (many - few), QStringLiteral("instructions"), {}, many - few, -1,
               QStringLiteral("100 customers' messages in one transaction: rules, events, audience, results; callgrind"));
}

} // namespace liaison::bench
