// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/desk/FaultsDesk.h"

#include "models/link/SocketTransport.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <algorithm>
#include <utility>

namespace liaison::test {

namespace {

constexpr int wholeConversation = 100000;
constexpr int lookEveryMs = 10;
/// Rows that a list reads at a time: small, so that conversations of a run are longer than one slice.
constexpr int slice = 12;

/// A twentieth of what is shipped, and more where a busy machine would take it for a fault.
LinkTimings quickTimings()
{
    LinkTimings timings;
    timings.handshake = 3000;
    timings.pingAfterSilence = 700;
    timings.pongWithin = 800;
    timings.commandUnansweredFor = 250;
    timings.commandPongWithin = 500;
    timings.backoffBase = 20;
    timings.backoffMost = 200;
    timings.backoffFirstAfterLongLife = 10;
    timings.longLife = 1500;
    timings.ackEvery = 50;
    timings.ackEvents = 5;
    return timings;
}

StoreOptions quickStore()
{
    StoreOptions options;
    options.groupMs = 5;
    options.retryMs = 100;
    options.mergeAfterIdleMs = 300;
    options.truncateAfterCommitMs = 700;
    options.truncateAfterDeleteMs = 300;
    return options;
}

QJsonArray toArray(const QStringList &list) { return QJsonArray::fromStringList(list); }

} // namespace

FaultsDesk::FaultsDesk(const Options &options, Say say) : m_options(options), m_say(std::move(say))
{
    connect(&m_looking, &QTimer::timeout, this, &FaultsDesk::look);
}

FaultsDesk::~FaultsDesk()
{
    m_models.clear();
    m_session.reset();
    m_link.reset();
    m_store.reset();
}

void FaultsDesk::start()
{
    m_store = std::make_unique<Store>(quickStore());
    connect(m_store.get(), &Store::opened, this, &FaultsDesk::begin);
    connect(m_store.get(), &Store::failed, this, [this](const StoreError &error) {
        m_handed = {}; // the hub is asked again from where the store is
        m_say({{"store", "failed"}, {"kind", int(error.kind)}, {"detail", error.detail}, {"rebuilt", error.isRebuilt()}});
        if (!error.isRebuilt())
            QCoreApplication::exit(3);
    });
    connect(m_store.get(), &Store::degraded, this, [this](const StoreError &error) {
        m_say({{"store", "degraded"}, {"kind", int(error.kind)}, {"detail", error.detail}});
    });
    connect(m_store.get(), &Store::recovered, this, [this] { m_say({{"store", "recovered"}}); });
    m_store->open(m_options.folder + QStringLiteral("/store"),
                  QCryptographicHash::hash(m_options.device.toUtf8(), QCryptographicHash::Sha256));
}

void FaultsDesk::begin()
{
    if (m_session)
        return; // the store was made anew while it worked
    m_link = std::make_unique<DeskLink>([](const QUrl &url) { return std::make_unique<SocketTransport>(url); }, m_clock,
                                        quickTimings());
    Session::Config config;
    config.linkUrl = m_options.link;
    config.httpUrl = m_options.http;
    config.token = m_options.token;
    config.device = m_options.device;
    config.folder = m_options.folder;
    config.language = QStringLiteral("en");
    m_session = std::make_unique<Session>(config, m_store.get(), m_link.get(), m_clock);
    connect(m_session.get(), &Session::ready, this, [this] {
        m_ready = true;
        m_say({{"ready", true}});
        m_looking.start(lookEveryMs);
        look();
    });
    connect(m_link.get(), &DeskLink::eventsReceived, this, [this](const QString &epoch, const QList<wire::Event> &events) {
        if (epoch != m_handed.epoch)
            m_handed = {epoch, 0};
        for (const wire::Event &event : events) {
            if (event.pos <= m_handed.pos)
                m_say({{"twice", event.pos}, {"k", event.kind}});
            m_handed.pos = event.pos;
        }
    });
    connect(m_session.get(), &Session::conversationRemoved, this, [this](const QString &id) { m_say({{"removed", id}}); });
    connect(m_session.get(), &Session::reset, this, [this] {
        m_handed = {};
        m_say({{"reset", true}});
    });
    connect(m_session.get(), &Session::refused, this,
            [this](const QString &kind, const QString &conversation, const QString &code, bool draftReturned) {
                m_say({{"refused", kind}, {"conv", conversation}, {"code", code}, {"draft", draftReturned}});
            });
    connect(
        m_session.get(), &Session::confirmationNeeded, this,
        [this](const QStringList &cids) {
            m_say({{"confirming", toArray(cids)}});
            for (const QString &cid : cids)
                m_session->retry(cid);
        },
        Qt::QueuedConnection);
    connect(m_link.get(), &DeskLink::phaseChanged, this, [this](LinkPhase phase) {
        m_say({{"phase", int(phase)}, {"code", m_link->lastCloseCode()}, {"text", m_link->lastCloseText()}});
    });
    m_session->start();
}

/// What an agent at the desk does by himself: takes what is offered and opens what is his.
void FaultsDesk::look()
{
    const QList<Conversation> conversations = m_session->conversations();
    QSet<QString> here;
    for (const Conversation &conversation : conversations) {
        here.insert(conversation.id);
        m_seen.insert(conversation.id);
        if (m_accepting && conversation.state == ConversationState::Offered && conversation.offer &&
            !m_offers.contains(conversation.offer->id)) {
            m_offers.insert(conversation.offer->id);
            m_session->accept(conversation.id);
        }
        auto &model = m_models[conversation.id];
        if (!model)
            model = std::make_unique<MessageListModel>(m_session.get(), conversation.id, slice);
    }
    std::erase_if(m_models, [&here](const auto &item) { return !here.contains(item.first); });
    QStringList due;
    for (auto &[conversation, draft] : m_drafts) {
        if (--draft.looks < 0)
            due.append(conversation);
    }
    for (const QString &conversation : std::as_const(due))
        sendTyped(conversation);
    watchPromises();
}

void FaultsDesk::say(const QJsonObject &order)
{
    const QString text = order["text"].toString();
    const QString conversation = served(order["pick"].toInt());
    if (conversation.isEmpty())
        return m_say({{"idle", order["do"]}, {"text", text}});
    m_seen.insert(conversation); // also if it goes before the next look
    const bool types = order.contains(QLatin1String("looks"));
    // One text that stood there from before, or was given back, goes as it is; of several nobody would know which is which.
    const QString box = m_session->draft(conversation);
    if (types && !m_drafts.contains(conversation) && !box.isEmpty() && !box.contains(QLatin1Char('\n')))
        type(conversation, box, 0);
    sendTyped(conversation); // one box to write in: what stands there goes first
    if (types && m_session->draft(conversation).isEmpty())
        type(conversation, text, order["looks"].toInt());
    else
        send(conversation, text);
}

void FaultsDesk::send(const QString &conversation, const QString &text)
{
    const QString mid = m_session->sendText(conversation, text);
    m_typed.insert(mid);
    m_say({{"said", mid}, {"conv", conversation}, {"text", text}});
}

void FaultsDesk::type(const QString &conversation, const QString &text, int looks)
{
    m_session->setDraft(conversation, text);
    m_drafts[conversation] = {text, looks};
    m_say({{"typed", text}, {"conv", conversation}});
}

/// Only if it still stands there as it was typed: with words that were given back in front of it, it stays a draft.
void FaultsDesk::sendTyped(const QString &conversation)
{
    const auto found = m_drafts.find(conversation);
    if (found == m_drafts.end())
        return;
    const Draft draft = std::move(found->second);
    m_drafts.erase(found);
    const Conversation *head = m_session->conversation(conversation);
    const QString box = m_session->draft(conversation);
    if (!head || head->state != ConversationState::Active || box != draft.text)
        return m_say({{"left", draft.text}, {"conv", conversation}, {"box", box}});
    send(conversation, draft.text);
}

/// Says of each message when it is in the outbox on the disk: from then on it must not get lost. And of each that was taken back
/// when it is off the disk: from then on it must not be sent.
void FaultsDesk::watchPromises()
{
    const bool awaitsDraft =
        std::any_of(m_drafts.cbegin(), m_drafts.cend(), [](const auto &draft) { return !draft.second.isKept; });
    if ((m_typed.isEmpty() && m_taken.isEmpty() && !awaitsDraft) || m_readingPromises)
        return;
    m_readingPromises = true;
    m_store->readOverview(this, [this, taken = m_taken](const StoreOverview &overview) {
        m_readingPromises = false;
        QSet<QString> onDisk;
        for (const OutboxEntry &entry : overview.outbox) {
            onDisk.insert(entry.cid);
            if (m_typed.remove(entry.cid))
                m_say({{"kept", entry.cid}});
        }
        for (auto &[conversation, draft] : m_drafts) {
            if (!draft.isKept && overview.drafts.value(conversation).contains(draft.text)) {
                draft.isKept = true;
                m_say({{"draft kept", draft.text}});
            }
        }
        for (const QString &mid : taken) {
            if (!onDisk.contains(mid) && m_taken.remove(mid))
                m_say({{"forgotten", mid}});
        }
    });
}

QString FaultsDesk::served(int pick) const
{
    QStringList ids;
    const QList<Conversation> conversations = m_session->conversations();
    for (const Conversation &conversation : conversations) {
        if (conversation.state == ConversationState::Active)
            ids.append(conversation.id);
    }
    ids.sort();
    return ids.isEmpty() ? QString() : ids.at(pick % ids.size());
}

void FaultsDesk::carryOut(const QJsonObject &order)
{
    const QString what = order["do"].toString();
    if (!m_ready)
        return m_say({{"early", what}, {"text", order["text"]}});
    if (what == QLatin1String("say")) {
        say(order);
    } else if (what == QLatin1String("discard")) {
        m_session->discard(order["mid"].toString());
        // It is on its way, as the order's giver has seen, and so it was on the disk.
        m_typed.remove(order["mid"].toString());
        m_taken.insert(order["mid"].toString());
        m_say({{"discarded", order["mid"]}});
    } else if (what == QLatin1String("status")) {
        m_session->setStatus(agentStatusFromString(order["status"].toString()));
    } else if (what == QLatin1String("accepting")) {
        m_accepting = order["yes"].toBool();
    } else if (what == QLatin1String("read")) {
        m_session->markRead(served(order["pick"].toInt()));
    } else if (what == QLatin1String("wrapup")) {
        m_session->beginWrapup(served(order["pick"].toInt()));
    } else if (what == QLatin1String("close")) {
        if (const QString id = served(order["pick"].toInt()); !id.isEmpty())
            m_session->close(id, QStringLiteral("solved"));
    } else if (what == QLatin1String("transfer")) {
        if (const QString id = served(order["pick"].toInt()); !id.isEmpty())
            m_session->transferToQueue(id, order["queue"].toString(), QStringLiteral("please"));
    } else if (what == QLatin1String("clock")) {
        m_clock.setOffset(order["ms"].toInteger());
    } else if (what == QLatin1String("again")) {
        QStringList mids;
        for (const QString &id : std::as_const(m_seen)) {
            for (const PendingMessage &pending : m_session->pending(id)) {
                if (pending.state == OutboxEntry::State::Failed && pending.error == QLatin1String("not_stored"))
                    mids.append(pending.message.mid);
            }
        }
        m_say({{"again", toArray(mids)}});
        for (const QString &mid : std::as_const(mids))
            m_session->retry(mid);
    } else if (what == QLatin1String("retry link")) {
        m_session->retryLink();
    } else if (what == QLatin1String("quiet")) {
        sayQuiet();
    } else if (what == QLatin1String("report")) {
        report(order);
    } else {
        m_say({{"unknown", what}});
    }
}

void FaultsDesk::sayQuiet()
{
    const SyncState sync = m_session->sync();
    m_say({{"quiet", QJsonObject{{"live", sync.phase == LinkPhase::Live},
                                 {"toSend", sync.toSend},
                                 {"drafts", int(m_drafts.size())},
                                 {"store", int(sync.store.kind)},
                                 {"epoch", m_link->received().epoch},
                                 {"pos", m_link->received().pos}}}});
}

void FaultsDesk::report(const QJsonObject &order)
{
    const QJsonArray known = order["convs"].toArray();
    for (const QJsonValue &id : known)
        m_seen.insert(id.toString());
    auto into = std::make_shared<QJsonObject>();
    QStringList conversations(m_seen.cbegin(), m_seen.cend());
    readStored(conversations, 0, into);
}

void FaultsDesk::readStored(const QStringList &conversations, qsizetype next, std::shared_ptr<QJsonObject> into)
{
    if (next < conversations.size()) {
        const QString &id = conversations.at(next);
        m_store->readNewest(id, wholeConversation, this, [this, conversations, next, into](const MessageSlice &run) {
            QJsonArray stored;
            for (const Message &message : run.messages)
                stored.append(QJsonArray{message.cseq, message.mid});
            QJsonObject one = describe(conversations.at(next));
            one["store"] = stored;
            into->insert(conversations.at(next), one);
            readStored(conversations, next + 1, into);
        });
        return;
    }
    m_store->readOverview(this, [this, into](const StoreOverview &overview) {
        QJsonArray outbox;
        for (const OutboxEntry &entry : overview.outbox)
            outbox.append(QJsonObject{{"cid", entry.cid},
                                      {"k", entry.kind},
                                      {"text", entry.body["text"]},
                                      {"state", int(entry.state)},
                                      {"error", entry.error}});
        QJsonObject drafts; // of any conversation, also of one that no hub knows any more
        QJsonObject boxes;  // what the agent sees of them
        QSet<QString> names = m_seen;
        for (auto it = overview.drafts.cbegin(); it != overview.drafts.cend(); ++it) {
            drafts.insert(it.key(), it.value());
            names.insert(it.key());
        }
        for (const QString &name : std::as_const(names))
            boxes.insert(name, m_session->draft(name));
        m_say({{"report", QJsonObject{{"convs", *into},
                                      {"outbox", outbox},
                                      {"cursor", overview.cursor.pos},
                                      {"epoch", overview.cursor.epoch},
                                      {"status", toString(m_session->me().status)},
                                      {"drafts", drafts},
                                      {"boxes", boxes}}}});
    });
}

QJsonObject FaultsDesk::describe(const QString &conversation)
{
    QJsonObject one;
    if (const Conversation *head = m_session->conversation(conversation)) {
        one["state"] = toString(head->state);
        one["cseq"] = head->cseq;
        one["agent"] = head->agent;
    }
    QJsonArray pending;
    for (const PendingMessage &item : m_session->pending(conversation)) {
        pending.append(QJsonObject{
            {"mid", item.message.mid}, {"text", item.message.text}, {"state", int(item.state)}, {"error", item.error}});
    }
    one["pending"] = pending;
    const auto model = m_models.find(conversation);
    if (model == m_models.end())
        return one;
    QJsonArray rows;
    for (int row = 0; row < model->second->rowCount(); ++row) {
        const QModelIndex index = model->second->index(row);
        rows.append(QJsonArray{index.data(MessageRole::Cseq).toLongLong(), index.data(MessageRole::Mid).toString(),
                               index.data(MessageRole::State).toInt()});
    }
    one["screen"] = rows;
    one["atEnd"] = model->second->atEnd();
    one["loading"] = model->second->isLoading();
    return one;
}

} // namespace liaison::test
