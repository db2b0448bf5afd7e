// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/WindowRows.h"

#include "tests/bench/SampleTalk.h"
#include "tests/bench/desk/Desk.h"
#include "tests/bench/desk/OpenStore.h"
#include "tests/bench/desk/PaintClock.h"
#include "tests/bench/desk/Typist.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ComposerEdit.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationTabs.h"

#include <QBuffer>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QWheelEvent>

namespace liaison::bench {

namespace {

const auto ms = QStringLiteral("ms");
constexpr double frameMs = 1000.0 / 60;

double since(qint64 ns) { return double(OpenStore::nowNs() - ns) / 1e6; }

void wheel(MessageListView *view, int dy)
{
    const QPointF at = view->viewport()->rect().center();
    QWheelEvent event(at, view->viewport()->mapToGlobal(at), QPoint(0, dy), QPoint(0, dy * 2), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view->viewport(), &event);
}

/// A photograph's worth of JPEG as a thumbnail of the hub: 480 pixels wide, not easy to compress.
QByteArray photograph()
{
    QImage image(480, 360, QImage::Format_RGB32);
    SampleTalk dice(5);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(int(x * 255 / 480 + dice.below(40)) % 256, int(y * 255 / 360), int(dice.below(256))));
    }
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPEG", 80);
    return jpeg;
}

} // namespace

WindowRows::WindowRows(BenchReport &report, QString big, StoreFilling::Plan plan, QString work)
    : m_report(report), m_big(std::move(big)), m_plan(std::move(plan)), m_work(std::move(work))
{}

void WindowRows::measure()
{
    const QStringList all{QStringLiteral("switch"), QStringLiteral("append"), QStringLiteral("scroll"), QStringLiteral("load"),
                          QStringLiteral("resume")};
    QStringList wanted;
    for (const QString &name : all) {
        if (m_report.wants(name))
            wanted.append(name);
    }
    if (!wanted.isEmpty()) {
        const QString folder = m_work + QStringLiteral("/window");
        if (!StoreFilling::copy(m_big, folder)) {
            m_report.fail(QStringLiteral("window"), ms, {}, QStringLiteral("no room for a copy of the store"));
            return;
        }
        Desk desk(folder, m_plan);
        if (!desk.start() || !desk.goLive()) {
            m_report.fail(QStringLiteral("window"), ms, {}, QStringLiteral("the workstation did not start"));
            return;
        }
        PaintClock::settle(500);
        using Group = void (WindowRows::*)(Desk &);
        const Group groups[] = {&WindowRows::switching, &WindowRows::appending, &WindowRows::scrolling, &WindowRows::underLoad,
                                &WindowRows::resuming};
        for (qsizetype i = 0; i < all.size(); ++i) {
            if (!wanted.contains(all.at(i)))
                continue;
            m_report.begin();
            (this->*groups[i])(desk);
        }
    }
    if (m_report.wants(QStringLiteral("pictures")))
        pictures();
}

void WindowRows::switching(Desk &desk)
{
    Samples fresh;
    Samples known;
    Samples freshCpu;
    Samples knownCpu;
    const int rounds = m_report.isQuick() ? 5 : 25;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < 4; ++i) {
            const QString id = QStringLiteral("ten%1").arg(i);
            desk.window().area()->tabs()->closeConversation(id);
            PaintClock::settle(30);
            const double cpu = Desk::cpuMs();
            const qint64 before = OpenStore::nowNs();
            const qint64 shown = desk.showConversation(id);
            freshCpu.add(Desk::cpuMs() - cpu);
            if (shown > 0)
                fresh.add(double(shown - before) / 1e6);
            PaintClock::settle(60);
        }
        for (int i = 0; i < 4; ++i) {
            const double cpu = Desk::cpuMs();
            const qint64 before = OpenStore::nowNs();
            const qint64 shown = desk.showConversation(QStringLiteral("ten%1").arg(i));
            knownCpu.add(Desk::cpuMs() - cpu);
            if (shown > 0)
                known.add(double(shown - before) / 1e6);
            PaintClock::settle(30);
        }
    }
    m_report.add(QStringLiteral("switch.known"), known, 50, ms, Budget::most(16),
                 QStringLiteral("to another tab of 10,000 messages: from the click to its picture, whole window"));
    m_report.add(QStringLiteral("switch.known.p99"), known, 99, ms, {}, QStringLiteral("the same"));
    m_report.add(
        QStringLiteral("switch.fresh"), fresh, 50, ms, Budget::most(16),
        QStringLiteral("the same for one without a tab: page made, 100 of 10,000 messages read from the store, painted"));
    m_report.add(QStringLiteral("switch.fresh.p99"), fresh, 99, ms, {}, QStringLiteral("the same"));
    m_report.add(QStringLiteral("switch.known.cpu"), knownCpu, 50, ms, {}, QStringLiteral("CPU time until then, all threads"));
    m_report.add(QStringLiteral("switch.fresh.cpu"), freshCpu, 50, ms, {}, QStringLiteral("the same"));
}

void WindowRows::appending(Desk &desk)
{
    if (desk.showConversation(QStringLiteral("long")) < 0) {
        m_report.fail(QStringLiteral("append.list"), ms, Budget::most(1), QStringLiteral("the conversation did not open"));
        return;
    }
    PaintClock::settle(200);
    qint64 cseq = 100'000;
    SampleTalk talk(9);
    Samples list;
    Samples pixels;
    const int runs = m_report.isQuick() ? 100 : 500;
    for (int i = 0; i < runs; ++i) {
        Message message = talk.next(QStringLiteral("long"), 10'000'000 + i, i % 2 == 0);
        message.cseq = ++cseq;
        message.at = StoreFilling::LastAt + i * 3000;
        const qint64 before = OpenStore::nowNs();
        emit desk.session().messagesArrived(QStringLiteral("long"), {message});
        list.add(since(before));
        const qint64 shown =
            PaintClock::instance().frameWhen([&] { return PaintClock::instance().painted(desk.view()->viewport()); });
        if (shown > 0)
            pixels.add(double(shown - before) / 1e6);
    }
    m_report.add(QStringLiteral("append.list"), list, 50, ms, Budget::most(1),
                 QStringLiteral("one message to the open conversation of 100,000: models and view, before it is painted"));
    m_report.add(QStringLiteral("append.list.p99"), list, 99, ms, {}, QStringLiteral("the same"));
    m_report.add(QStringLiteral("append.pixels"), pixels, 50, ms, {}, QStringLiteral("the same until its picture is complete"));
    desk.hub().setCseq(QStringLiteral("long"), cseq);
}

void WindowRows::scrollFor(Desk &desk, int seconds, const QString &name, const QString &note)
{
    Samples frames;
    int dropped = 0;
    int ticks = 0;
    const double cpuBefore = Desk::cpuMs();
    const qint64 begin = OpenStore::nowNs();
    qint64 due = begin;
    while (OpenStore::nowNs() - begin < qint64(seconds) * 1'000'000'000) {
        due += qint64(frameMs * 1e6);
        QEventLoop wait;
        QTimer::singleShot(int(qMax<qint64>(0, (due - OpenStore::nowNs()) / 1'000'000)), Qt::PreciseTimer, &wait,
                           &QEventLoop::quit);
        wait.exec();
        const qint64 before = OpenStore::nowNs();
        ++ticks;
        wheel(desk.view(), ticks / 240 % 4 == 3 ? -40 : 40); // mostly back into history, now and then forward
        const qint64 shown =
            PaintClock::instance().frameWhen([&] { return PaintClock::instance().painted(desk.view()->viewport()); }, 500);
        const double took = shown > 0 ? double(shown - before) / 1e6 : 500;
        frames.add(took);
        // Each sixtieth of a second beyond its own that a picture took is one that was not shown.
        dropped += int(took / frameMs);
        due = qMax(due, OpenStore::nowNs() - qint64(frameMs * 1e6));
    }
    const double cpu = (Desk::cpuMs() - cpuBefore) / ticks;
    m_report.add(name + QStringLiteral(".dropped"), 100.0 * dropped / ticks, QStringLiteral("%"), Budget::most(1), ticks, -1,
                 QStringLiteral("%1: %2 of %3 frames dropped in %4 s at 60 Hz").arg(note).arg(dropped).arg(ticks).arg(seconds));
    m_report.add(name + QStringLiteral(".frame"), frames, 50, ms, Budget::most(frameMs),
                 QStringLiteral("from the wheel to the picture"));
    m_report.add(name + QStringLiteral(".frame.p99"), frames, 99, ms, {}, QStringLiteral("the same"));
    m_report.add(name + QStringLiteral(".cpu"), cpu, ms, {}, ticks, -1,
                 QStringLiteral("CPU time of the whole process a frame, all threads"));
}

void WindowRows::scrolling(Desk &desk)
{
    desk.showConversation(QStringLiteral("long"));
    PaintClock::settle(200);
    scrollFor(desk, m_report.isQuick() ? 5 : 30, QStringLiteral("scroll"),
              QStringLiteral("through a conversation of 100,000, slices read from the store on the way"));
}

void WindowRows::openAll(Desk &desk)
{
    for (const QString &id : desk.conversations()) {
        desk.showConversation(id);
        PaintClock::settle(10);
    }
}

void WindowRows::underLoad(Desk &desk)
{
    openAll(desk);
    const QString top = QStringLiteral("ten0");
    desk.showConversation(top);
    QStringList conversations = desk.conversations();
    conversations.removeOne(top);
    conversations.prepend(top);
    PaintClock::settle(300);
    desk.page()->composer()->edit()->setFocus();

    // For each message of the conversation on top: when its frame was sent, and when its bubble was complete.
    Samples pixels;
    QList<qint64> waiting;
    qint64 seen = desk.hub().head();
    qint64 arrived = 0;
    const auto take = [&](const QString &, const QList<wire::Event> &events) {
        for (const wire::Event &event : events) {
            if (event.kind != QLatin1String("msg"))
                continue; // what the desk itself marks as delivered comes back, too, and has no bubble
            ++arrived;
            if (event.conversation == top && event.pos > seen)
                waiting.append(event.pos);
        }
    };
    const QMetaObject::Connection counting = QObject::connect(&desk.link(), &DeskLink::eventsReceived, &desk.window(), take);
    Typist typist(desk.page()->composer()->edit(), m_report.isQuick() ? 60 : 50);
    PaintClock::instance().onFrame([&] {
        const qint64 now = PaintClock::instance().lastFrameNs();
        typist.noteFrame(now);
        if (PaintClock::instance().painted(desk.view()->viewport())) {
            for (const qint64 pos : std::exchange(waiting, {}))
                pixels.add(double(now - desk.hub().sentAtNs(pos)) / 1e6);
        }
    });
    const int seconds = m_report.isQuick() ? 6 : 25;
    const double cpuBefore = Desk::cpuMs();
    desk.hub().startTraffic(conversations, 100, 3);
    typist.start();
    PaintClock::settle(seconds * 1000);
    typist.stop();
    desk.hub().stopTraffic();
    const double cpu = (Desk::cpuMs() - cpuBefore) / seconds / 10;
    PaintClock::settle(200);
    PaintClock::instance().onFrame({});
    QObject::disconnect(counting);
    const QString load = QStringLiteral("50 conversations open, %1 messages/s").arg(arrived / seconds);
    m_report.add(QStringLiteral("load.key"), typist.delays(), 99, ms, Budget::most(16),
                 QStringLiteral("p99 from a key press to its picture; %1").arg(load));
    m_report.add(QStringLiteral("load.key.median"), typist.delays(), 50, ms, {}, QStringLiteral("the same"));
    m_report.add(QStringLiteral("load.pixels"), pixels, 99, ms, Budget::most(50),
                 QStringLiteral("p99 from the frame on the hub's socket to its bubble's picture; %1").arg(load));
    m_report.add(QStringLiteral("load.pixels.median"), pixels, 50, ms, {}, QStringLiteral("the same"));
    m_report.add(QStringLiteral("load.cpu"), cpu, QStringLiteral("% of a core"), {}, 1, -1,
                 QStringLiteral("all threads, the bench's own hub included"));
}

void WindowRows::resuming(Desk &desk)
{
    constexpr int missed = 10'000;
    openAll(desk);
    Samples times;
    Samples stored;
    Samples cpu;
    qint64 lost = 0;
    qint64 doubled = 0;
    const int runs = m_report.isQuick() ? 3 : 5;
    for (int run = 0; run < runs; ++run) {
        QHash<QString, int> came;
        const QMetaObject::Connection counting = QObject::connect(&desk.session(), &Session::messagesArrived, &desk.window(),
                                                                  [&](const QString &, const QList<Message> &messages) {
                                                                      for (const Message &message : messages)
                                                                          ++came[message.mid];
                                                                  });
        desk.link().stop();
        PaintClock::runUntil([&] { return desk.hub().links() == 0; });
        const qint64 target = desk.hub().head() + missed;
        for (int i = 0; i < missed; ++i)
            desk.hub().write(desk.conversations().at(i % desk.conversations().size()));
        PaintClock::runUntil([&] { return desk.hub().head() == target; });
        wire::Hello hello;
        hello.app = QStringLiteral("liaison");
        hello.device = QStringLiteral("d1");
        hello.token = QStringLiteral("t");
        const double cpuBefore = Desk::cpuMs();
        const qint64 before = OpenStore::nowNs();
        desk.link().start(desk.hub().linkUrl(), hello, desk.link().received());
        PaintClock::runUntil([&] { return desk.link().phase() == LinkPhase::Live && desk.link().received().pos >= target; });
        times.add(since(before));
        Cursor cursor;
        bool answered = false;
        desk.store().readCursor(&desk.window(), [&](const Cursor &at) {
            cursor = at;
            answered = true;
        });
        PaintClock::runUntil([&] { return answered; });
        stored.add(since(before));
        cpu.add(Desk::cpuMs() - cpuBefore);
        lost += missed - came.size() + (cursor.pos >= target ? 0 : 1);
        for (const int times_ : std::as_const(came))
            doubled += times_ - 1;
        QObject::disconnect(counting);
        PaintClock::settle(200);
    }
    m_report.add(QStringLiteral("resume.live"), times, 50, ms, Budget::most(1000),
                 QStringLiteral("10,000 events missed in 50 conversations: from connecting to live and shown"));
    m_report.add(QStringLiteral("resume.stored"), stored, 50, ms, {}, QStringLiteral("the same until all of it is in the store"));
    m_report.add(QStringLiteral("resume.cpu"), cpu, 50, ms, {},
                 QStringLiteral("CPU time until then, all threads, the bench's own hub included"));
    m_report.add(QStringLiteral("resume.wrong"), double(lost + doubled), QStringLiteral("messages"), Budget::most(0), runs, -1,
                 QStringLiteral("%1 lost, %2 doubled").arg(lost).arg(doubled));
}

void WindowRows::pictures()
{
    const QString folder = m_work + QStringLiteral("/pictures");
    const StoreFilling::Plan plan = StoreFilling::pictures(QStringLiteral("album"), 3000);
    if (!StoreFilling::fill(folder, plan)) {
        m_report.fail(QStringLiteral("pictures"), ms, {}, QStringLiteral("the store cannot be filled"));
        return;
    }
    Desk desk(folder, plan);
    desk.hub().setPicture(photograph());
    if (!desk.start() || !desk.goLive() || desk.showConversation(QStringLiteral("album")) < 0) {
        m_report.fail(QStringLiteral("pictures"), ms, {}, QStringLiteral("the workstation did not start"));
        return;
    }
    PaintClock::settle(500);
    const double before = Desk::memoryMb();
    scrollFor(desk, m_report.isQuick() ? 4 : 12, QStringLiteral("pictures"),
              QStringLiteral("a conversation of pictures only, each fetched over HTTP and decoded as it comes into sight"));
    m_report.add(QStringLiteral("pictures.memory"), Desk::memoryMb() - before, QStringLiteral("MB"), Budget::most(40), 1, -1,
                 QStringLiteral("more memory after scrolling through them"));
}

} // namespace liaison::bench
