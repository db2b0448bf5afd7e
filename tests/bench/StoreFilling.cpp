// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/StoreFilling.h"

#include "models/store/Store.h"
#include "tests/bench/SampleTalk.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <cstdio>

namespace liaison::bench {

namespace {

constexpr int batchRows = 1000;
constexpr int batchesUnderWay = 8;
constexpr int activeAtOnce = 50;         ///< closed conversations whose messages lie mixed in the file
constexpr qint64 betweenMessages = 9000; ///< ms of the hub's time
constexpr qint64 longest = 100'000;
constexpr qint64 tenThousand = 10'000;

/// In which order the threads speak: long ones throughout, short ones a while each, so that all end together.
class Order
{
public:
    explicit Order(const StoreFilling::Plan &plan) : m_random(plan.seed + 1)
    {
        for (qsizetype i = 0; i < plan.threads.size(); ++i) {
            const StoreFilling::Thread &thread = plan.threads.at(i);
            (thread.open ? m_throughout : m_queue).append({int(i), thread.messages});
            (thread.open ? m_openLeft : m_queueLeft) += thread.messages;
        }
    }

    int next()
    {
        if (below(m_openLeft + m_queueLeft) < m_openLeft) {
            --m_openLeft;
            qint64 dice = below(m_openLeft + 1);
            for (Left &left : m_throughout) {
                if ((dice -= left.messages) < 0) {
                    --left.messages;
                    return left.thread;
                }
            }
        }
        while (m_active.size() < activeAtOnce && m_started < m_queue.size())
            m_active.append(m_queue.at(m_started++));
        --m_queueLeft;
        const qsizetype which = below(m_active.size());
        const int thread = m_active.at(which).thread;
        if (--m_active[which].messages == 0)
            m_active.removeAt(which);
        return thread;
    }

private:
    struct Left
    {
        int thread;
        qint64 messages;
    };
    qint64 below(qint64 most) { return qint64(m_random() % quint64(qMax<qint64>(1, most))); }

    std::mt19937 m_random;
    QList<Left> m_throughout;
    QList<Left> m_queue;
    QList<Left> m_active;
    qsizetype m_started = 0;
    qint64 m_openLeft = 0;
    qint64 m_queueLeft = 0;
};

Preview previewOf(const Message &message) { return {message.kind, message.side, message.text.left(120), message.at}; }

/// Gives batches to a store, a few at a time, and waits where it must.
class Feeder
{
public:
    bool open(const QString &folder)
    {
        StoreOptions options;
        options.groupMs = 1;
        m_store = std::make_unique<Store>(options);
        QObject::connect(m_store.get(), &Store::opened, &m_loop, [this] { m_loop.exit(0); });
        QObject::connect(m_store.get(), &Store::failed, &m_loop, [this](const StoreError &error) {
            std::fprintf(stderr, "the store: %s %s\n", qPrintable(error.text()), qPrintable(error.detail));
            m_loop.exit(1);
        });
        m_store->open(folder, StoreFilling::key());
        return m_loop.exec() == 0;
    }
    bool give(StoreBatch batch, int mayWait)
    {
        ++m_underWay;
        m_store->apply(std::move(batch), &m_loop, [this](const StoreError &error) {
            m_failed = m_failed || error.isError();
            --m_underWay;
            m_loop.exit(0);
        });
        while (m_underWay > mayWait)
            m_loop.exec();
        return !m_failed;
    }

private:
    QEventLoop m_loop;
    std::unique_ptr<Store> m_store;
    int m_underWay = 0;
    bool m_failed = false;
};

} // namespace

qint64 StoreFilling::Plan::messages() const
{
    qint64 all = 0;
    for (const Thread &thread : threads)
        all += thread.messages;
    return all;
}

StoreFilling::Plan StoreFilling::oneConversation(const QString &id, qint64 messages)
{
    Plan plan;
    plan.name = QStringLiteral("one");
    plan.threads.append({id, messages});
    return plan;
}

StoreFilling::Plan StoreFilling::pictures(const QString &id, qint64 messages)
{
    Plan plan = oneConversation(id, messages);
    plan.name = QStringLiteral("pictures");
    plan.threads.first().picturesOnly = true;
    return plan;
}

StoreFilling::Plan StoreFilling::desk(qint64 messages, int open)
{
    Plan plan;
    plan.name = QStringLiteral("desk%1").arg(open);
    SampleTalk dice(7);
    qint64 left = messages;
    const auto add = [&](const QString &id, qint64 wanted, bool isOpen) {
        const qint64 given = qMin(left, wanted);
        if (given > 0)
            plan.threads.append({id, given, isOpen, plan.threads.size() % 2 == 1, false});
        left -= given;
    };
    if (messages > 2 * longest)
        add(QStringLiteral("long"), longest, true);
    for (int i = 0; i < 4 && messages > 20 * tenThousand; ++i)
        add(QStringLiteral("ten%1").arg(i), tenThousand, true);
    for (int i = int(plan.threads.size()); i < open; ++i)
        add(QStringLiteral("open%1").arg(i), qMin<qint64>(20 + dice.below(dice.below(4) == 0 ? 2000 : 200), messages / open),
            true);
    for (int i = 0; left > 0; ++i)
        add(QStringLiteral("past%1").arg(i), 40 + dice.below(120), false);
    return plan;
}

Conversation StoreFilling::headOf(const Thread &thread, qint64 lastAt, const Preview &last)
{
    Conversation head;
    head.id = thread.id;
    head.customer = QStringLiteral("cu-") + thread.id;
    head.customerName = (thread.chinese ? QStringLiteral("王女士 ") : QStringLiteral("Bo Lind ")) + thread.id;
    head.state = thread.open ? ConversationState::Active : ConversationState::Closed;
    head.queue = QStringLiteral("q1");
    head.queueName = QStringLiteral("Orders");
    head.agent = QStringLiteral("anna");
    head.agentName = QStringLiteral("Anna");
    head.version = 1;
    head.cseq = thread.messages;
    head.createdAt = lastAt - thread.messages * betweenMessages;
    head.queuedAt = head.createdAt;
    head.assignedAt = head.createdAt + 5000;
    head.closedAt = thread.open ? 0 : lastAt;
    head.agentMarks = head.customerMarks = {thread.messages, thread.messages};
    head.last = last;
    return head;
}

bool StoreFilling::fill(const QString &folder, const Plan &plan)
{
    QDir().mkpath(folder);
    Feeder feeder;
    if (!feeder.open(folder))
        return false;
    SampleTalk talk(plan.seed);
    Order order(plan);
    const qint64 all = plan.messages();
    QList<qint64> said(plan.threads.size(), 0);
    StoreBatch batch;
    Agent me;
    me.id = QStringLiteral("anna");
    me.display = QStringLiteral("Anna");
    batch.me = me;
    batch.queues = {{QStringLiteral("q1"), QStringLiteral("Orders")}};
    batch.codes = {{QStringLiteral("done"), QStringLiteral("Done")}};
    for (qint64 number = 1; number <= all; ++number) {
        const int which = order.next();
        const Thread &thread = plan.threads.at(which);
        // A conversation with both languages where there is only one; else each has its own.
        const bool chinese = plan.threads.size() == 1 ? talk.below(2) == 0 : thread.chinese;
        Message message = talk.next(thread.id, number, chinese);
        while (thread.picturesOnly && message.kind != MessageKind::Picture)
            message = talk.next(thread.id, number, chinese);
        message.cseq = ++said[which];
        message.at = LastAt - (all - number) * betweenMessages;
        if (message.cseq == 1) {
            Customer customer;
            customer.id = QStringLiteral("cu-") + thread.id;
            customer.name = headOf(thread, 0, {}).customerName;
            customer.fields.insert(QStringLiteral("phone"), QString::number(13'800'000'000 + number));
            customer.since = message.at;
            batch.customers.append(customer);
        }
        if (message.cseq == thread.messages)
            batch.conversations.append(headOf(thread, message.at, previewOf(message)));
        batch.messages.append(std::move(message));
        if (batch.messages.size() >= batchRows || number == all) {
            batch.cursor = Cursor{QStringLiteral("e1"), number};
            if (!feeder.give(std::exchange(batch, {}), number == all ? 0 : batchesUnderWay))
                return false;
        }
    }
    return true;
}

QString StoreFilling::cached(const QString &base, const Plan &plan)
{
    const QString folder = QStringLiteral("%1/%2-%3-v%4").arg(base, plan.name).arg(plan.messages()).arg(SampleTalk::Version);
    if (QDir(folder).exists())
        return folder;
    // Only a complete one gets the name.
    const QString partial = folder + QStringLiteral(".partial");
    QDir(partial).removeRecursively();
    if (!fill(partial, plan) || !QDir().rename(partial, folder))
        return {};
    return folder;
}

bool StoreFilling::copy(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    if (!QDir().mkpath(to))
        return false;
    for (const QFileInfo &file : QDir(from).entryInfoList(QDir::Files | QDir::Hidden)) {
        if (!QFile::copy(file.filePath(), to + QLatin1Char('/') + file.fileName()))
            return false;
    }
    return true;
}

} // namespace liaison::bench
