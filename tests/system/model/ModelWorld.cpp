// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/model/ModelWorld.h"

#include "hub/accounts/Accounts.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace liaison::test {

namespace {

const QString agentId = QStringLiteral("lin");
const QString agentDevice = QStringLiteral("desk-1");
constexpr int slice = 100000;

/// Milliseconds instead of seconds, so that a run meets each of them.
LinkTimings quickTimings()
{
    LinkTimings timings;
    timings.handshake = 400;
    timings.pingAfterSilence = 60;
    timings.pongWithin = 60;
    timings.commandUnansweredFor = 40;
    timings.commandPongWithin = 30;
    timings.backoffBase = 1;
    timings.backoffMost = 8;
    timings.backoffFirstAfterLongLife = 1;
    timings.longLife = 200;
    timings.ackEvery = 5;
    timings.ackEvents = 3;
    return timings;
}

bool copyFolder(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    QDir().mkpath(to);
    const QFileInfoList entries = QDir(from).entryInfoList(QDir::Files | QDir::Hidden);
    return std::all_of(entries.begin(), entries.end(), [&to](const QFileInfo &entry) {
        // The index in shared memory does not outlive a process, nor does its lock on the folder.
        const QString suffix = entry.suffix();
        const bool dies = suffix == QLatin1String("lock") || suffix.endsWith(QLatin1String("-shm"));
        return dies || QFile::copy(entry.filePath(), to + QLatin1Char('/') + entry.fileName());
    });
}

} // namespace

ModelWorld::ModelWorld() = default;

ModelWorld::~ModelWorld()
{
    m_page.reset();
    stopSession();
    stopHub();
}

// --- the hub ---------------------------------------------------------------------------------------------------------------

bool ModelWorld::startHub(QString *error)
{
    hub::HubSettings settings;
    settings.database.path = m_dir.filePath(QStringLiteral("hub.db"));
    settings.writer.groupMs = 1;
    settings.writer.idleMs = 50;
    settings.links.tickMs = 20;
    settings.links.lingerMs = 50;
    // Tight enough that people who write fast are refused for a moment, on a slow machine, too: the order must survive that.
    settings.links.customerRatePerSecond = 25;
    settings.links.customerRateBurst = 40; // more than the window: nobody is closed for saying all of it again
    settings.links.ringEvents = 40;        // replay reads from the ring and from the table
    settings.links.batchEvents = 5;
    m_hub = std::make_unique<hub::HubCore>(settings, m_desk, [this](const QString &token) {
        return hub::identify(m_hub->database().connection(), token, m_clock.utcMs());
    });
    m_hub->setWriterHook([this](hub::WriterPoint point) {
        if (point == m_deathPoint.load() && m_commitsUntilDeath.load() > 0 && m_commitsUntilDeath.fetch_sub(1) == 1)
            throw hub::Writer::Stopped();
    });
    try {
        m_hub->start();
    } catch (const std::exception &failure) {
        *error = QString::fromUtf8(failure.what());
        return false;
    }
    ++m_hubStarts;
    m_agentWire.setHub(m_hub.get());
    m_customerWire.setHub(m_hub.get());
    return true;
}

void ModelWorld::stopHub()
{
    m_agentWire.setHub(nullptr);
    m_customerWire.setHub(nullptr);
    m_hub.reset();
}

void ModelWorld::killHubAt(hub::WriterPoint point, int nth)
{
    m_deathPoint.store(point);
    m_commitsUntilDeath.store(nth);
}

bool ModelWorld::makePeople(QString *error)
{
    hub::Accounts accounts(m_clock, hub::PasswordCost::forTests());
    QSqlDatabase db = m_hub->database().connection();
    const auto added = accounts.addAgent(db, agentId, QStringLiteral("Correct-horse-7"), QStringLiteral("Lin"));
    if (!added.ok()) {
        *error = added.error;
        return false;
    }
    hub::Query(db, QStringLiteral("INSERT INTO queue (id, name) VALUES ('q1', 'Service')"));
    hub::Query(db, QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES ('q1', ?)"), {added.id});
    m_agentToken = hub::newToken();
    m_customerToken = hub::newToken();
    int answers = 0;
    const auto submit = [this, &answers](const Principal &actor, const QString &kind, const QJsonObject &body) {
        hub::HubCommand command;
        command.actor = actor;
        command.gen = -1;
        command.command.kind = kind;
        command.command.at = m_clock.utcMs();
        command.command.body = body;
        m_hub->writer().submit(command, [this, &answers](const hub::CommandResult &result) {
            QMetaObject::invokeMethod(
                this,
                [this, &answers, result] {
                    ++answers;
                    if (!result.ok())
                        m_fault = result.text;
                    const QJsonValue customer = result.body["customer"];
                    if (customer.isString() || customer.isObject())
                        m_customer = customer.isObject() ? customer["id"].toString() : customer.toString();
                },
                Qt::QueuedConnection);
        });
    };
    submit(Principal::agent(added.id), QStringLiteral("token.create"),
           {{"token_hash", m_agentToken.hash}, {"device", agentDevice}, {"device_name", "desk"}});
    submit(Principal::hub(), QStringLiteral("customer.create"), {{"token_hash", m_customerToken.hash}, {"lang", "zh"}});
    if (!pumpUntil([&answers] { return answers == 2; }) || !m_fault.isEmpty() || m_customer.isEmpty()) {
        *error = QStringLiteral("no agent or no customer: %1").arg(m_fault);
        return false;
    }
    return true;
}

// --- the workstation -------------------------------------------------------------------------------------------------------

bool ModelWorld::startSession(QString *error)
{
    m_store = std::make_unique<Store>();
    bool opened = false;
    connect(m_store.get(), &Store::opened, this, [&opened] { opened = true; });
    connect(m_store.get(), &Store::failed, this, [this](const StoreError &failure) { m_fault = failure.detail; });
    const QString folder = storeFolder();
    QDir().mkpath(folder);
    m_store->open(folder, QByteArray(32, 'k'));
    if (!pumpUntil([this, &opened] { return opened || !m_fault.isEmpty(); }) || !opened) {
        *error = QStringLiteral("the store did not open: %1").arg(m_fault);
        return false;
    }
    m_link = std::make_unique<DeskLink>(m_agentWire.factory(), m_clock, quickTimings());
    Session::Config config;
    config.linkUrl = QUrl(QStringLiteral("ws://model/desk"));
    config.httpUrl = QUrl(QStringLiteral("http://model"));
    config.token = m_agentToken.token;
    config.device = agentDevice;
    config.folder = folder;
    config.language = QStringLiteral("en");
    m_session = std::make_unique<Session>(config, m_store.get(), m_link.get(), m_clock);
    m_accepted.clear();
    m_sessionReady = false;
    connect(m_session.get(), &Session::ready, this, [this] { m_sessionReady = true; });
    m_session->start();
    ++m_sessionStarts;
    if (!pumpUntil([this] { return m_sessionReady; })) {
        *error = QStringLiteral("the session did not get ready");
        return false;
    }
    if (!m_conversation.isEmpty())
        m_model = std::make_unique<MessageListModel>(m_session.get(), m_conversation, slice);
    return true;
}

void ModelWorld::stopSession()
{
    m_model.reset();
    m_session.reset();
    m_link.reset();
    m_store.reset();
    m_sessionReady = false;
}

void ModelWorld::crashSession()
{
    // The files as they are now, in the middle of the writer's work; what the dying store still commits goes to files that nobody
    // opens again. The database file itself is at rest: checkpoints come much later.
    const QString from = storeFolder();
    ++m_storeNumber;
    QString error;
    if (!copyFolder(from, storeFolder()) || !copyFolder(storeFolder(), m_dir.filePath(QStringLiteral("workstation-older"))))
        m_fault = QStringLiteral("the store could not be copied");
    stopSession();
    if (startSession(&error))
        forgiveUncommitted();
    else
        m_fault = error;
}

void ModelWorld::forgiveUncommitted()
{
    const QList<PendingMessage> pending = m_session->pending(m_conversation);
    m_agentTexts.removeIf([&](const QString &text) {
        const QString mid = m_agentMids.value(text);
        if (m_promised.contains(mid))
            return false;
        if (std::any_of(pending.begin(), pending.end(), [&mid](const PendingMessage &entry) { return entry.message.mid == mid; }))
            return false;
        hub::Query row(m_hub->database().connection(), QStringLiteral("SELECT 1 FROM message WHERE mid = ?"), {mid});
        return !row.next();
    });
}

bool ModelWorld::rewindStore()
{
    if (m_storeNumber == 0 || !m_sessionReady || m_session->sync().toSend > 0)
        return false;
    const QString older = m_dir.filePath(QStringLiteral("workstation-older"));
    stopSession();
    ++m_storeNumber;
    QString error;
    if (!copyFolder(older, storeFolder()) || !startSession(&error))
        m_fault = QStringLiteral("the older store: %1").arg(error);
    return true;
}

void ModelWorld::acceptOffers()
{
    if (!m_session || !m_sessionReady)
        return;
    const QList<Conversation> conversations = m_session->conversations();
    for (const Conversation &conversation : conversations) {
        if (conversation.state == ConversationState::Offered && !m_accepted.contains(conversation.id)) {
            m_accepted.insert(conversation.id);
            m_session->accept(conversation.id);
        }
    }
}

// --- the customer ----------------------------------------------------------------------------------------------------------

void ModelWorld::openPage()
{
    sim::PeerIdentity identity;
    identity.principal = Principal::customer(m_customer).toString();
    identity.token = m_customerToken.token;
    identity.device = QStringLiteral("page-1");
    identity.language = QStringLiteral("zh");
    identity.link = QUrl(QStringLiteral("ws://model/desk"));
    if (!m_page) {
        m_page = std::make_unique<sim::SimPeer>(m_customerWire.factory(), &m_tally, m_clock, quickTimings());
        connect(m_page.get(), &sim::SimPeer::refused, this, [this](const wire::Err &err, const QString &kind) {
            m_fault = QStringLiteral("%1 of the customer was refused: %2 %3").arg(kind, toString(err.code), err.text);
        });
        connect(m_page.get(), &sim::SimPeer::eventSeen, this, [this](const wire::Event &event) {
            if (!event.conversation.isEmpty()) {
                m_conversation = event.conversation;
                m_tally.belongsTo(event.conversation, Principal::customer(m_customer).toString());
            }
        });
    }
    m_page->open(identity);
}

void ModelWorld::reloadPage()
{
    m_page->close();
    openPage();
}

void ModelWorld::customerWrites()
{
    m_customerTexts.append(QStringLiteral("客 c-%1").arg(m_customerTexts.size() + 1));
    m_page->send(QStringLiteral("msg.send"), {}, {{"kind", "text"}, {"text", m_customerTexts.last()}});
}

void ModelWorld::agentWrites()
{
    if (!m_session || !m_sessionReady)
        return;
    m_agentTexts.append(QStringLiteral("a-%1").arg(++m_agentNumber));
    m_agentMids.insert(m_agentTexts.last(), m_session->sendText(m_conversation, m_agentTexts.last()));
    m_store->readOverview(this, [this](const StoreOverview &overview) {
        for (const OutboxEntry &entry : overview.outbox)
            m_promised.insert(entry.cid);
    });
}

// --- going on --------------------------------------------------------------------------------------------------------------

bool ModelWorld::begin(QString *error)
{
    if (!m_dir.isValid() || !startHub(error) || !makePeople(error) || !startSession(error))
        return false;
    m_session->setStatus(AgentStatus::Available);
    openPage();
    customerWrites();
    const auto assigned = [this] {
        const Conversation *conversation = m_conversation.isEmpty() ? nullptr : m_session->conversation(m_conversation);
        return conversation && conversation->state == ConversationState::Active;
    };
    if (!pumpUntil(assigned)) {
        *error = QStringLiteral("the conversation did not reach the agent: %1").arg(m_fault);
        return false;
    }
    m_model = std::make_unique<MessageListModel>(m_session.get(), m_conversation, slice);
    return true;
}

void ModelWorld::pump()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    // One turn of the loop, at most a millisecond when nothing is due: the threads of writer and store need the processor too.
    QEventLoop turn;
    QTimer::singleShot(1, Qt::PreciseTimer, &turn, &QEventLoop::quit);
    turn.exec();
    QString error;
    if (m_hub && (m_hubDies || !m_hub->writer().isRunning())) {
        m_hubDies = false;
        m_commitsUntilDeath.store(-1);
        stopHub();
        if (!startHub(&error))
            m_fault = error;
    }
    if (m_store && m_sessionReady && (m_sessionDies || (m_sessionDiesAt >= 0 && m_store->commits() >= m_sessionDiesAt))) {
        m_sessionDies = false;
        m_sessionDiesAt = -1;
        crashSession();
    }
    acceptOffers();
}

bool ModelWorld::pumpUntil(const std::function<bool()> &done, int ms)
{
    QElapsedTimer time;
    time.start();
    while (!done()) {
        if (time.elapsed() > ms)
            return false;
        pump();
    }
    return true;
}

// --- the end ---------------------------------------------------------------------------------------------------------------

QStringList ModelWorld::textsInModel() const
{
    QStringList texts;
    for (int row = 0; m_model && row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row);
        if (index.data(MessageRole::Kind).toInt() == int(MessageKind::Text) && index.data(MessageRole::Cseq).toLongLong() > 0)
            texts.append(index.data(MessageRole::Text).toString());
    }
    return texts;
}

bool ModelWorld::isQuiet()
{
    return m_session && m_sessionReady && m_page && m_page->isLive() && m_page->isIdle() && m_session->sync().toSend == 0 &&
           m_session->sync().phase == LinkPhase::Live && m_session->pending(m_conversation).isEmpty() && m_tally.isComplete() &&
           textsInModel().size() >= written();
}

QString ModelWorld::verify()
{
    m_commitsUntilDeath.store(-1);
    m_sessionDiesAt = -1;
    // What comes after everything else proves that everything else has come: the log is read in order.
    customerWrites();
    agentWrites();
    if (!m_session)
        return m_fault;
    if (!pumpUntil([this] { return isQuiet() || !m_fault.isEmpty(); })) {
        return QStringLiteral("no quiet: link %1, to send %2, pending %3, page live %4, page idle %5, rows %6 of %7\n%8")
            .arg(int(m_session->sync().phase))
            .arg(m_session->sync().toSend)
            .arg(m_session->pending(m_conversation).size())
            .arg(m_page->isLive())
            .arg(m_page->isIdle())
            .arg(textsInModel().size())
            .arg(written())
            .arg(m_tally.summary().toText());
    }
    return m_fault.isEmpty() ? compare() : m_fault;
}

QString ModelWorld::compare()
{
    // The hub's table and its log.
    QStringList mids;
    QStringList texts;
    QSqlDatabase db = m_hub->database().connection();
    {
        hub::Query rows(db, QStringLiteral("SELECT mid, text, kind FROM message WHERE conv = ? ORDER BY cseq"), {m_conversation});
        while (rows.next()) {
            mids.append(rows.text(0));
            if (rows.text(2) == QLatin1String("text"))
                texts.append(rows.text(1));
        }
    }
    for (const QStringList &side : {m_customerTexts, m_agentTexts}) {
        QStringList found;
        std::copy_if(texts.begin(), texts.end(), std::back_inserter(found),
                     [&side](const QString &text) { return side.contains(text); });
        if (found != side)
            return QStringLiteral("hub: %1 instead of %2").arg(found.join(u' '), side.join(u' '));
    }
    if (texts.size() != written())
        return QStringLiteral("hub: %1 texts instead of %2").arg(texts.size()).arg(written());
    {
        hub::Query logged(db,
                          QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT mid) FROM event_log WHERE kind = 'msg' AND conv = ?"),
                          {m_conversation});
        logged.next();
        if (logged.number(0) != mids.size() || logged.number(1) != mids.size())
            return QStringLiteral("log: %1 events of %2 messages, table %3")
                .arg(logged.number(0))
                .arg(logged.number(1))
                .arg(mids.size());
    }
    // The customer's own count.
    const sim::TallySummary summary = m_tally.summary();
    if (!summary.clean() || summary.sentByCustomers != m_customerTexts.size())
        return QStringLiteral("customer: ") + summary.toText();
    // The agent's list as it grew, and the store below it.
    if (textsInModel() != texts)
        return QStringLiteral("list: %1 instead of %2").arg(textsInModel().join(u' '), texts.join(u' '));
    QStringList stored;
    bool outboxEmpty = false;
    bool read = false;
    const auto same = [&] { return stored == mids && outboxEmpty; };
    const bool inStore = pumpUntil([&] {
        read = false;
        m_store->readNewest(m_conversation, slice, this, [&](const MessageSlice &run) {
            stored.clear();
            for (const Message &message : run.messages)
                stored.append(message.mid);
        });
        m_store->readOverview(this, [&](const StoreOverview &overview) {
            outboxEmpty = overview.outbox.isEmpty();
            read = true;
        });
        pumpUntil([&read] { return read; });
        return same();
    });
    if (!inStore)
        return QStringLiteral("store: %1 messages instead of %2, outbox empty: %3")
            .arg(stored.size())
            .arg(mids.size())
            .arg(outboxEmpty);
    return {};
}

} // namespace liaison::test
