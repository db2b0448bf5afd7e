// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/StoreFixture.h"

#include "models/domain/Ids.h"

#include <QEventLoop>

namespace liaison {

namespace {
constexpr int longestMs = 30'000;

/// Runs the event loop until `call` has been answered.
template <typename Answer, typename Call>
Answer waitFor(Call call)
{
    QEventLoop loop;
    Answer answer{};
    QTimer::singleShot(longestMs, &loop, [&loop] { loop.exit(1); });
    call(&loop, [&](const Answer &given) {
        answer = given;
        loop.exit(0);
    });
    if (loop.exec() != 0)
        qFatal("the store did not answer");
    return answer;
}
} // namespace

StoreFixture::StoreFixture(const StoreOptions &given) : options(given), m_folder(m_dir.filePath(QStringLiteral("account"))) {}

StoreFixture::~StoreFixture() { close(); }

StoreOptions StoreFixture::fast()
{
    StoreOptions options;
    options.groupMs = 2;
    options.retryMs = 20;
    options.inspectAfterMs = 10;
    options.reserveBytes = 0;
    return options;
}

bool StoreFixture::open()
{
    close();
    m_failures.clear();
    m_degradations.clear();
    m_recoveries = 0;
    m_store = std::make_unique<Store>(options);
    QEventLoop loop;
    QObject::connect(m_store.get(), &Store::opened, &loop, [&loop] { loop.exit(0); });
    QObject::connect(m_store.get(), &Store::failed, m_store.get(), [this, &loop](const StoreError &error) {
        m_failures.append(error);
        if (!error.isRebuilt())
            QMetaObject::invokeMethod(
                &loop, [&loop] { loop.exit(1); }, Qt::QueuedConnection);
    });
    QObject::connect(m_store.get(), &Store::degraded, m_store.get(),
                     [this](const StoreError &error) { m_degradations.append(error); });
    QObject::connect(m_store.get(), &Store::recovered, m_store.get(), [this] { ++m_recoveries; });
    QTimer::singleShot(longestMs, &loop, [] { qFatal("the store neither opened nor failed"); });
    m_store->open(m_folder, key);
    loop.exec();
    // The loop above is gone; later failures are only noted.
    QObject::disconnect(m_store.get(), &Store::failed, m_store.get(), nullptr);
    QObject::connect(m_store.get(), &Store::failed, m_store.get(), [this](const StoreError &error) { m_failures.append(error); });
    return m_store->isOpen();
}

void StoreFixture::close() { m_store.reset(); }

StoreError StoreFixture::apply(const StoreBatch &batch)
{
    return waitFor<StoreError>([&](QObject *context, auto done) { m_store->apply(batch, context, done); });
}

StoreError StoreFixture::putOutbox(const OutboxEntry &entry)
{
    return waitFor<StoreError>([&](QObject *context, auto done) { m_store->putOutbox(entry, context, done); });
}

Cursor StoreFixture::cursor()
{
    return waitFor<Cursor>([&](QObject *context, auto done) { m_store->readCursor(context, done); });
}

StoreOverview StoreFixture::overview()
{
    return waitFor<StoreOverview>([&](QObject *context, auto done) { m_store->readOverview(context, done); });
}

MessageSlice StoreFixture::newest(const QString &conversation, int n)
{
    return waitFor<MessageSlice>([&](QObject *context, auto done) { m_store->readNewest(conversation, n, context, done); });
}

SearchResult StoreFixture::search(const QString &typed, int most)
{
    return waitFor<SearchResult>([&](QObject *context, auto done) { m_store->search(typed, most, context, done); });
}

QString StoreFixture::setting(const QString &name)
{
    return waitFor<QString>([&](QObject *context, auto done) { m_store->readSetting(name, context, done); });
}

Message StoreFixture::message(const QString &conversation, qint64 cseq, const QString &text)
{
    Message m;
    m.mid = newId();
    m.conversation = conversation;
    m.cseq = cseq;
    m.by = QStringLiteral("c:customer");
    m.byName = QStringLiteral("Author");
    m.at = 1'700'000'000'000 + cseq;
    m.text = text;
    return m;
}

Conversation StoreFixture::conversation(const QString &id, const QString &customer, const QString &name)
{
    Conversation c;
    c.id = id;
    c.customer = customer;
    c.customerName = name;
    c.state = ConversationState::Active;
    c.createdAt = 1'700'000'000'000;
    return c;
}

Customer StoreFixture::customer(const QString &id, const QString &name, const QString &phone)
{
    Customer c;
    c.id = id;
    c.name = name;
    if (!phone.isEmpty())
        c.fields.insert(QStringLiteral("phone"), phone);
    return c;
}

OutboxEntry StoreFixture::entry(const QString &cid, const QString &text)
{
    OutboxEntry e;
    e.cid = cid;
    e.kind = QStringLiteral("msg.send");
    e.conversation = QStringLiteral("conv-1");
    e.at = 1'700'000'000'000;
    e.body = {{"kind", "text"}, {"text", text}};
    return e;
}

StoreBatch StoreFixture::batch(const QList<Message> &messages, qint64 pos)
{
    StoreBatch b;
    b.messages = messages;
    if (pos >= 0)
        b.cursor = Cursor{QStringLiteral("epoch-1"), pos};
    return b;
}

} // namespace liaison
