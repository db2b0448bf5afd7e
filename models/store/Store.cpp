// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/Store.h"

#include "models/store/SqlCipherDatabase.h"
#include "models/store/StoreFiles.h"
#include "models/store/StoreInspection.h"
#include "models/store/StoreReader.h"
#include "models/store/StoreWriter.h"

#include <QPointer>
#include <any>

namespace liaison {

/// Callbacks stay on the GUI thread under a number; only numbers and plain values cross to the threads and back.
class Store::Private
{
public:
    struct Waiting
    {
        QPointer<QObject> context;
        std::function<void(const std::any &)> run;
    };

    Private(Store *store, const StoreOptions &options);
    ~Private();

    quint64 wait(QObject *context, std::function<void(const std::any &)> run);
    void answer(quint64 ticket, const std::any &value);
    /// Runs `what` on the GUI thread; from any thread, in order, and not after the store is gone.
    template <typename What>
    void post(What what)
    {
        QMetaObject::invokeMethod(&receiver, std::move(what), Qt::QueuedConnection);
    }
    template <typename Answer>
    void ask(QObject *context, std::function<void(const Answer &)> done, std::function<Answer(RowReader &)> question,
             bool isSearch = false);
    void write(WriteJob job);

    Store *q;
    QObject receiver;
    QHash<quint64, Waiting> waiting;
    quint64 tickets = 0;
    QString folder;
    QByteArray key;
    bool started = false;
    bool open = false;
    std::unique_ptr<StoreWriter> writer;
    std::unique_ptr<StoreReader> reader;
    std::unique_ptr<StoreInspection> inspection; ///< made and ended on the writer's thread
    const int inspectAfterMs;
    StoreWriter *writerForReader = nullptr; ///< the reader reports to it even while it is being destroyed
};

Store::Private::Private(Store *store, const StoreOptions &options) : q(store), inspectAfterMs(options.inspectAfterMs)
{
    reader = std::make_unique<StoreReader>([this](const QString &detail) { writerForReader->reportDamage(detail); });
    StoreWriter::Events events;
    events.opened = [this] {
        post([this] {
            open = true;
            emit q->opened();
        });
    };
    events.failed = [this](const StoreError &error) {
        post([this, error] {
            open = open && error.isRebuilt();
            emit q->failed(error);
        });
    };
    events.degraded = [this](const StoreError &error) { post([this, error] { emit q->degraded(error); }); };
    events.recovered = [this] { post([this] { emit q->recovered(); }); };
    events.removed = [this](const QStringList &conversations) {
        post([this, conversations] { emit q->removed(conversations); });
    };
    events.done = [this](quint64 ticket, const StoreError &error, const Cursor &cursor) {
        post([this, ticket, both = std::pair(error, cursor)] { answer(ticket, both); });
    };
    events.readersOut = [this] {
        inspection.reset();
        reader->pause();
    };
    events.readersIn = [this, first = true]() mutable {
        const QString database = StoreFiles(folder).database();
        reader->resume(database, key);
        if (std::exchange(first, false) && writerForReader->endedUncleanly()) {
            inspection = std::make_unique<StoreInspection>(
                database, key, inspectAfterMs, [this](const QString &detail) { writerForReader->reportDamage(detail); });
        }
    };
    events.readersOff = [this] {
        inspection.reset();
        reader->giveUp();
    };
    writer = std::make_unique<StoreWriter>(options, std::move(events));
    writerForReader = writer.get();
}

Store::Private::~Private()
{
    // The writer first: it needs the reader's connection closed, and reports nothing afterwards.
    writer.reset();
    reader.reset();
    key.fill('\0');
}

quint64 Store::Private::wait(QObject *context, std::function<void(const std::any &)> run)
{
    waiting.insert(++tickets, {context ? context : q, std::move(run)});
    return tickets;
}

void Store::Private::answer(quint64 ticket, const std::any &value)
{
    const Waiting found = waiting.take(ticket);
    if (found.context && value.has_value())
        found.run(value);
}

template <typename Answer>
void Store::Private::ask(QObject *context, std::function<void(const Answer &)> done, std::function<Answer(RowReader &)> question,
                         bool isSearch)
{
    const quint64 ticket = wait(context, [done = std::move(done)](const std::any &value) { done(std::any_cast<Answer>(value)); });
    StoreReader::Question asked;
    asked.isSearch = isSearch;
    asked.answer = [this, ticket, question = std::move(question)](RowReader *rows) {
        post([this, ticket, value = std::any(rows ? question(*rows) : Answer())] { answer(ticket, value); });
    };
    asked.drop = [this, ticket] { post([this, ticket] { answer(ticket, {}); }); };
    reader->ask(std::move(asked));
}

void Store::Private::write(WriteJob job) { writer->add(std::move(job)); }

Store::Store(QObject *parent) : Store(StoreOptions(), parent) {}

Store::Store(const StoreOptions &options, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, options))
{
    qRegisterMetaType<StoreError>();
}

Store::~Store() = default;

void Store::open(const QString &folder, const QByteArray &key)
{
    Q_ASSERT(!d->started);
    d->started = true;
    d->folder = folder;
    d->key = QByteArray(key.constData(), key.size());
    d->writer->start(folder, key);
}

bool Store::isOpen() const { return d->open; }

void Store::apply(StoreBatch batch, QObject *context, Done done)
{
    WriteJob job;
    job.what = std::move(batch);
    if (done) {
        job.ticket = d->wait(context, [done = std::move(done)](const std::any &value) {
            done(std::any_cast<std::pair<StoreError, Cursor>>(value).first);
        });
    }
    d->write(std::move(job));
}

void Store::putOutbox(const OutboxEntry &entry, QObject *context, Done done, const OutboxOrigin &from)
{
    WriteJob job;
    job.what = WriteJob::PutOutbox{entry, from};
    if (done) {
        job.ticket = d->wait(context, [done = std::move(done)](const std::any &value) {
            done(std::any_cast<std::pair<StoreError, Cursor>>(value).first);
        });
    }
    d->write(std::move(job));
}

void Store::removeOutbox(const QString &cid)
{
    WriteJob job;
    job.what = WriteJob::RemoveOutbox{cid};
    d->write(std::move(job));
}

void Store::putDraft(const DraftRow &row)
{
    WriteJob job;
    job.what = row;
    d->write(std::move(job));
}

void Store::giveBack(const QStringList &cids, const DraftRow &row)
{
    WriteJob job;
    job.what = WriteJob::GiveBack{cids, row};
    d->write(std::move(job));
}

void Store::putSetting(const QString &name, const QString &value)
{
    WriteJob job;
    job.what = WriteJob::Setting{name, value};
    d->write(std::move(job));
}

void Store::readCursor(QObject *context, std::function<void(const Cursor &)> done)
{
    WriteJob job;
    job.what = WriteJob::AskCursor();
    job.ticket = d->wait(context, [done = std::move(done)](const std::any &value) {
        done(std::any_cast<std::pair<StoreError, Cursor>>(value).second);
    });
    d->write(std::move(job));
}

void Store::readOverview(QObject *context, std::function<void(const StoreOverview &)> done)
{
    d->ask<StoreOverview>(context, std::move(done), [](RowReader &rows) { return rows.overview(); });
}

void Store::readHead(const QString &conversation, QObject *context, std::function<void(const StoredHead &)> done)
{
    d->ask<StoredHead>(context, std::move(done), [=](RowReader &rows) { return rows.head(conversation); });
}

void Store::readNewest(const QString &conversation, int n, QObject *context, std::function<void(const MessageSlice &)> done)
{
    d->ask<MessageSlice>(context, std::move(done), [=](RowReader &rows) { return rows.newest(conversation, n); });
}

void Store::readBefore(const QString &conversation, qint64 cseq, int n, QObject *context,
                       std::function<void(const MessageSlice &)> done)
{
    d->ask<MessageSlice>(context, std::move(done), [=](RowReader &rows) { return rows.before(conversation, cseq, n); });
}

void Store::readAfter(const QString &conversation, qint64 cseq, int n, QObject *context,
                      std::function<void(const MessageSlice &)> done)
{
    d->ask<MessageSlice>(context, std::move(done), [=](RowReader &rows) { return rows.after(conversation, cseq, n); });
}

void Store::readAround(const QString &conversation, qint64 cseq, int n, QObject *context,
                       std::function<void(const MessageSlice &)> done)
{
    d->ask<MessageSlice>(context, std::move(done), [=](RowReader &rows) { return rows.around(conversation, cseq, n); });
}

void Store::search(const QString &typed, int most, QObject *context, std::function<void(const SearchResult &)> done)
{
    d->ask<SearchResult>(
        context, std::move(done), [=](RowReader &rows) { return rows.search(typed, most); }, true);
}

void Store::readSetting(const QString &name, QObject *context, std::function<void(const QString &)> done)
{
    d->ask<QString>(context, std::move(done), [=](RowReader &rows) { return rows.setting(name); });
}

void Store::removeClosedBefore(qint64 utcMs)
{
    WriteJob job;
    job.what = WriteJob::RemoveClosed{utcMs};
    d->write(std::move(job));
}

void Store::wipe(const QString &folder) { StoreFiles(folder).wipe(); }

qint64 Store::sqliteBytes() { return SqlCipherDatabase::memoryUsed(); }

qint64 Store::commits() const { return d->writer->commits(); }

} // namespace liaison
