// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/ChildRows.h"

#include "models/wire/Codec.h"
#include "tests/bench/SampleTalk.h"
#include "tests/bench/desk/Desk.h"
#include "tests/bench/desk/OpenStore.h"
#include "tests/bench/desk/PaintClock.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationTabs.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <cstdio>
#include <malloc.h>
#include <sqlite3.h>

namespace liaison::bench {

namespace {

const auto ms = QStringLiteral("ms");
const auto mb = QStringLiteral("MB");
constexpr int countedAppends = 200;
constexpr int countedFrames = 2000;
constexpr int childMs = 300'000;

void say(const char *name, double value)
{
    std::printf("%s %.6f\n", name, value);
    std::fflush(stdout);
}

} // namespace

/// What callgrind counts; its name is given to --toggle-collect.
[[gnu::noinline]] void countedDecoding(const QByteArray &frame, int count)
{
    for (int i = 0; i < count; ++i) {
        const wire::Decoded decoded = wire::decode(frame);
        if (!std::holds_alternative<wire::Frame>(decoded))
            qFatal("the frame is not understood");
    }
}

/// The same for messages that reach the list.
[[gnu::noinline]] void countedAppending(Session &session, const QList<Message> &messages)
{
    for (const Message &message : messages)
        emit session.messagesArrived(message.conversation, {message});
}

namespace {

int start(Desk &desk, qint64 t0)
{
    if (!desk.start())
        return 1;
    say("shown", double(PaintClock::instance().lastFrameNs() - t0) / 1e6);
    say("cpu", Desk::cpuMs());
    return 0;
}

void openAll(Desk &desk)
{
    for (const QString &id : desk.conversations()) {
        desk.showConversation(id);
        PaintClock::settle(20);
    }
}

/// One conversation of the day: comes, is opened, hears some messages, is closed.
void serve(Desk &desk, int number)
{
    StoreFilling::Thread thread{QStringLiteral("day%1").arg(number), 0, true, number % 2 == 0, false};
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    Customer customer;
    customer.id = QStringLiteral("cu-") + thread.id;
    customer.name = StoreFilling::headOf(thread, now, {}).customerName;
    const auto head = [&] { return StoreFilling::headOf(thread, now, {}).toJson(now); };
    desk.hub().append(QStringLiteral("conv.assigned"), thread.id, {{"conv", head()}, {"customer", customer.toJson()}});
    PaintClock::runUntil([&] { return desk.session().conversation(thread.id) != nullptr; });
    for (int i = 0; i < 15; ++i)
        desk.hub().write(thread.id);
    desk.showConversation(thread.id);
    thread.messages = 15;
    PaintClock::runUntil([&] { return desk.session().conversation(thread.id)->cseq >= thread.messages; });
    thread.open = false;
    desk.hub().append(QStringLiteral("conv.closed"), thread.id, {{"conv", head()}});
    PaintClock::runUntil([&] { return !desk.session().conversation(thread.id)->isOpen(); });
    desk.window().area()->tabs()->closeConversation(thread.id);
    PaintClock::settle(5);
}

/// Where memory is: `name` of the whole process, of the heap in use, and of SQLite's page caches, which fill up to their limits.
void sayMemory(const QByteArray &name)
{
    say(name.constData(), Desk::memoryMb());
    const struct mallinfo2 heap = ::mallinfo2();
    say((name + ".heap").constData(), double(heap.uordblks + heap.hblkhd) / 1048576);
    say((name + ".sqlite").constData(), double(sqlite3_memory_used()) / 1048576);
}

int liveThroughADay(Desk &desk, int conversations)
{
    if (!desk.start() || !desk.goLive())
        return 1;
    PaintClock::settle(1000);
    sayMemory("started");
    openAll(desk);
    PaintClock::settle(3000);
    sayMemory("open");
    for (int i = 0; i < conversations; ++i) {
        serve(desk, i);
        if (i == conversations / 8) {
            PaintClock::settle(1000);
            sayMemory("early");
        }
    }
    PaintClock::settle(6000); // the store's housekeeping, and what is deleted later
    sayMemory("late");
    return 0;
}

int append(Desk &desk, const StoreFilling::Plan &plan)
{
    const StoreFilling::Thread &thread = plan.threads.first();
    if (!desk.start() || desk.showConversation(thread.id) < 0)
        return 1;
    PaintClock::settle(300);
    SampleTalk talk(9);
    QList<Message> messages;
    for (int i = 0; i < countedAppends; ++i) {
        Message message = talk.next(thread.id, 10'000'000 + i, i % 2 == 0);
        message.cseq = thread.messages + 1 + i;
        message.at = StoreFilling::LastAt + i * 3000;
        messages.append(message);
    }
    countedAppending(desk.session(), messages);
    return 0;
}

} // namespace

int ChildRows::decodeFrames(int count)
{
    SampleTalk talk(4);
    Message message = talk.next(QStringLiteral("v1"), 1, false);
    message.cseq = 7;
    wire::Event event;
    event.pos = 1234;
    event.kind = QStringLiteral("msg");
    event.conversation = message.conversation;
    event.cseq = message.cseq;
    event.mid = message.mid;
    event.by = message.by;
    event.at = StoreFilling::LastAt;
    event.body = {{"msg", message.toJson()}, {"need_since", message.at}};
    countedDecoding(wire::encode(event), count);
    return 0;
}

int ChildRows::beChild(const BenchReport &options, const QString &name, const StoreFilling::Plan &plan)
{
    const QString folder = options.option(QStringLiteral("folder"));
    if (name == QLatin1String("append")) {
        const StoreFilling::Plan one = StoreFilling::oneConversation(QStringLiteral("v1"), 2000);
        Desk desk(folder, one);
        return append(desk, one);
    }
    Desk desk(folder, plan);
    if (name == QLatin1String("start"))
        return start(desk, options.option(QStringLiteral("t0")).toLongLong());
    return liveThroughADay(desk, options.option(QStringLiteral("conversations")).toInt());
}

ChildRows::ChildRows(BenchReport &report, QString big, StoreFilling::Plan plan, QString work)
    : m_report(report), m_big(std::move(big)), m_plan(std::move(plan)), m_work(std::move(work))
{}

void ChildRows::measure()
{
    if (m_report.wants(QStringLiteral("start")))
        starts();
    if (m_report.wants(QStringLiteral("memory")))
        memory();
    if (m_report.wants(QStringLiteral("instructions")))
        instructions();
}

ChildRows::Lines ChildRows::run(const QString &child, const QStringList &options, const QStringList &wrapper, QString *said) const
{
    QStringList command = wrapper;
    command << QCoreApplication::applicationFilePath() << QStringLiteral("--set") << QStringLiteral("child=") + child;
    for (const QString &option : options)
        command << QStringLiteral("--set") << option;
    command << QStringLiteral("--set") << QStringLiteral("t0=%1").arg(OpenStore::nowNs());
    QProcess process;
    const QString program = command.takeFirst();
    process.start(program, command);
    if (!process.waitForFinished(childMs) || process.exitCode() != 0 || process.exitStatus() != QProcess::NormalExit) {
        std::fprintf(stderr, "%s", process.readAllStandardError().constData());
        return {};
    }
    if (said)
        *said = QString::fromUtf8(process.readAllStandardError());
    Lines lines;
    const QList<QByteArray> all = process.readAllStandardOutput().split('\n');
    for (const QByteArray &line : all) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() == 2)
            lines[QString::fromLatin1(words.at(0))].append(words.at(1).toDouble());
    }
    return lines;
}

void ChildRows::starts()
{
    const QString folder = m_work + QStringLiteral("/start");
    const QStringList options{QStringLiteral("folder=") + folder, QStringLiteral("messages=%1").arg(m_plan.messages())};
    if (!StoreFilling::copy(m_big, folder) || run(QStringLiteral("start"), options).isEmpty()) {
        m_report.fail(QStringLiteral("start.list"), ms, Budget::most(500), QStringLiteral("the child did not start"));
        return;
    }
    Samples warm;
    Samples cold;
    Samples cpu;
    const int runs = m_report.isQuick() ? 5 : 15;
    for (int i = 0; i < runs; ++i) {
        const Lines lines = run(QStringLiteral("start"), options);
        for (const double value : lines.value(QStringLiteral("shown")))
            warm.add(value);
        for (const double value : lines.value(QStringLiteral("cpu")))
            cpu.add(value);
    }
    for (int i = 0; i < runs; ++i) {
        OpenStore::makeCold(folder);
        for (const double value : run(QStringLiteral("start"), options).value(QStringLiteral("shown")))
            cold.add(value);
    }
    m_report.add(QStringLiteral("start.list.warm"), warm, 50, ms, Budget::most(500),
                 QStringLiteral("1,000,000 messages stored: from the start of the process to a painted list of conversations"));
    m_report.add(QStringLiteral("start.list.cold"), cold, 50, ms, Budget::most(500),
                 QStringLiteral("the same, the store's files not in the system's cache"));
    m_report.add(QStringLiteral("start.list.cpu"), cpu, 50, ms, {}, QStringLiteral("CPU time of a warm start, all threads"));
}

void ChildRows::memory()
{
    const QString folder = m_work + QStringLiteral("/memory");
    const int conversations = 400; // a shorter day ends while SQLite's caches still fill, and takes hardly less time
    const QStringList options{QStringLiteral("folder=") + folder, QStringLiteral("messages=%1").arg(m_plan.messages()),
                              QStringLiteral("conversations=%1").arg(conversations)};
    Lines lines;
    if (StoreFilling::copy(m_big, folder))
        lines = run(QStringLiteral("day"), options);
    if (!lines.contains(QStringLiteral("late"))) {
        m_report.fail(QStringLiteral("memory.open"), mb, Budget::most(150), QStringLiteral("the child did not get through"));
        return;
    }
    const auto value = [&](const char *name) { return lines.value(QLatin1String(name)).value(0); };
    m_report.add(QStringLiteral("memory.started"), value("started"), mb, {}, 1, -1,
                 QStringLiteral("PSS after the start, 1,000,000 messages stored, no conversation on top"));
    m_report.add(QStringLiteral("memory.open"), value("open"), mb, Budget::most(150), 1, -1,
                 QStringLiteral("PSS with 50 conversations open in tabs, each looked at once"));
    m_report.add(QStringLiteral("memory.day"), value("late"), mb, Budget::most(150), 1, -1,
                 QStringLiteral("PSS after %1 more conversations were opened, served and closed").arg(conversations));
    m_report.add(
        QStringLiteral("memory.growth"), 100 * (value("late") - value("early")) / value("early"), QStringLiteral("%"),
        Budget::most(5), 1, -1,
        QStringLiteral(
            "from after an eighth of that day (%1 MB) to its end; of it SQLite's caches %2 MB, the rest of the heap %3 MB")
            .arg(value("early"), 0, 'f', 1)
            .arg(value("late.sqlite") - value("early.sqlite"), 0, 'f', 1)
            .arg(value("late.heap") - value("early.heap") - value("late.sqlite") + value("early.sqlite"), 0, 'f', 1));
}

void ChildRows::instructions()
{
    const auto unit = QStringLiteral("instr.");
    if (QStandardPaths::findExecutable(QStringLiteral("valgrind")).isEmpty()) {
        m_report.fail(QStringLiteral("instructions"), unit, {}, QStringLiteral("valgrind is not installed"));
        return;
    }
    const QString folder = m_work + QStringLiteral("/one");
    if (!StoreFilling::fill(folder, StoreFilling::oneConversation(QStringLiteral("v1"), 2000))) {
        m_report.fail(QStringLiteral("instructions"), unit, {}, QStringLiteral("the store cannot be filled"));
        return;
    }
    const auto count = [&](const QString &child, const QString &function, int times, const QString &row, const QString &note) {
        const QStringList wrapper{QStringLiteral("valgrind"), QStringLiteral("--tool=callgrind"),
                                  QStringLiteral("--collect-atstart=no"), QStringLiteral("--callgrind-out-file=/dev/null"),
                                  QStringLiteral("--toggle-collect=liaison::bench::%1*").arg(function)};
        QString said;
        run(child, {QStringLiteral("folder=") + folder}, wrapper, &said);
        const QRegularExpressionMatch found = QRegularExpression(QStringLiteral("Collected : (\\d+)")).match(said);
        if (found.hasMatch() && found.captured(1).toLongLong() > 0)
            m_report.add(row, found.captured(1).toDouble() / times, unit, {}, times, -1, note);
        else
            m_report.fail(row, unit, {}, QStringLiteral("callgrind counted nothing"));
    };
    count(QStringLiteral("decode"), QStringLiteral("countedDecoding"), countedFrames, QStringLiteral("instructions.decode"),
          QStringLiteral("decoding one message event, counted by callgrind"));
    count(QStringLiteral("append"), QStringLiteral("countedAppending"), countedAppends, QStringLiteral("instructions.append"),
          QStringLiteral("one message to the open list, models and view, without painting; counted by callgrind"));
}

} // namespace liaison::bench
