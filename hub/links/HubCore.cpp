// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/HubCore.h"

#include "hub/links/Link.h"
#include "hub/store/Log.h"
#include "models/wire/Codec.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

namespace liaison::hub {

namespace {

/// States are worked out for so long at a time, then the sockets have their turn (R7: states are the first to be late).
constexpr int statesMs = 3;
constexpr int betweenStatesMs = 10;
/// Each link's time limits are looked at in one of so many ticks: they are seconds, and a thousand links take time themselves.
constexpr quint64 ticksPerLook = 4;
constexpr int ownRetryMs = 1000;

} // namespace

HubCore::HubCore(const HubSettings &settings, Rules &rules, Identify identify, const Clock *clock, QObject *parent)
    : QObject(parent), m_settings(settings), m_rules(rules), m_identify(std::move(identify)),
      m_ownClock(clock ? nullptr : std::make_unique<SystemClock>()), m_clock(clock ? clock : m_ownClock.get()),
      m_metrics(std::make_unique<Metrics>()), m_database(std::make_unique<Database>(settings.database)),
      m_tail(std::make_unique<LogTail>(*m_database, settings.links.ringEvents)),
      m_writer(std::make_unique<Writer>(*m_database, rules, *m_clock, *m_metrics, settings.writer,
                                        [this](const Committed &what) { committed(what); }))
{
    connect(&m_ticker, &QTimer::timeout, this, &HubCore::tick);
    connect(&m_flushTimer, &QTimer::timeout, this, &HubCore::flushStates);
    m_flushTimer.setSingleShot(true);
}

HubCore::~HubCore()
{
    m_ticker.stop();
    m_flushTimer.stop();
    m_writer->kill();
    const auto links = std::exchange(m_links, {});
    for (Link *link : links) {
        link->disconnect(this);
        delete link;
    }
    m_tail.reset();
    m_database->closeThread();
}

void HubCore::start()
{
    m_database->open();
    m_tail->start();
    m_writer->start();
    // All links are down: the rules learn which of their principals have lost theirs.
    HubCommand command;
    command.actor = Principal::hub();
    command.gen = -1;
    command.command.kind = QStringLiteral("hub.start");
    command.command.at = m_clock->utcMs();
    submitOwn(command, 0); // until it is done: links of the last run would seem to be up
    m_ticker.start(m_settings.links.tickMs);
}

void HubCore::attach(std::unique_ptr<wire::Transport> transport)
{
    const quint64 id = m_nextLink++;
    auto *link = new Link(*this, id, std::move(transport));
    m_links.insert(id, link);
    connect(link, &Link::gone, this, [this, id] {
        if (Link *ended = m_links.take(id))
            ended->deleteLater();
        m_metrics->gauge("links", "Connections").set(m_links.size());
        finishDrain();
    });
    m_metrics->gauge("links", "Connections").set(m_links.size());
    m_metrics->counter("links_total", "Connections accepted").add();
    if (m_draining)
        link->drain(0);
}

void HubCore::drain(int spreadMs)
{
    if (m_draining)
        return;
    m_draining = true;
    log::info("hub.drain", {{QStringLiteral("links"), m_links.size()}});
    const auto links = m_links;
    for (Link *link : links)
        link->drain(spreadMs > 0 ? QRandomGenerator::global()->bounded(spreadMs) : 0);
    // Not from within the call: whoever asked may connect to drained() after it.
    QMetaObject::invokeMethod(this, &HubCore::finishDrain, Qt::QueuedConnection);
}

void HubCore::finishDrain()
{
    if (!m_draining || m_drained || !m_links.isEmpty())
        return;
    m_drained = true;
    m_ticker.stop();
    m_flushTimer.stop();
    m_writer->stop();
    log::info("hub.drained");
    emit drained();
}

void HubCore::closeLinks(const Principal &who, int closeCode, const QString &device)
{
    post([this, who, closeCode, device] {
        const auto links = m_byPrincipal.value(who.toString());
        for (Link *link : links) {
            if (device.isEmpty() || link->device() == device)
                link->close(closeCode, QStringLiteral("closed by the hub"));
        }
    });
}

void HubCore::post(std::function<void()> then) { QMetaObject::invokeMethod(this, std::move(then), Qt::QueuedConnection); }

void HubCore::submitOwn(const HubCommand &command, quint64 link)
{
    m_writer->submit(command, [this, command, link](const CommandResult &result) {
        if (result.ok() && result.body.contains(QLatin1String("token_until"))) {
            post([this, link, until = result.body.value(QLatin1String("token_until")).toInteger()] {
                if (Link *of = this->link(link))
                    of->extendToken(until);
            });
        }
        if (result.ok() || result.retry != Retry::Later)
            return;
        // Otherwise an agent whose link went while the disk was full would seem to be there for ever.
        post([this, command, link] {
            QTimer::singleShot(ownRetryMs, this, [this, command, link] {
                const Link *of = this->link(link);
                if (link == 0 || (of && of->isReady()))
                    submitOwn(command, link);
            });
        });
    });
}

void HubCore::linkReady(Link *link)
{
    if (Link *older = m_byDevice.value(link->deviceKey())) {
        m_metrics->counter("links_replaced_total", "Links closed because their device came again").add();
        older->replace();
    }
    m_byDevice.insert(link->deviceKey(), link);
    m_byPrincipal[link->principal().toString()].append(link);
    m_linkCount.fetch_add(1);
    m_metrics->gauge("links_ready", "Links past welcome").set(m_linkCount.load());
    log::info("link.up", {{QStringLiteral("link"), qint64(link->id())},
                          {QStringLiteral("who"), link->principal().toString()},
                          {QStringLiteral("gen"), link->gen()}});
}

void HubCore::linkGone(Link *link)
{
    if (m_byDevice.value(link->deviceKey()) == link)
        m_byDevice.remove(link->deviceKey());
    const auto own = m_byPrincipal.find(link->principal().toString());
    if (own != m_byPrincipal.end()) {
        own->removeAll(link);
        if (own->isEmpty())
            m_byPrincipal.erase(own);
    }
    m_linkCount.fetch_sub(1);
    m_metrics->gauge("links_ready").set(m_linkCount.load());
}

void HubCore::countRefusal(ErrorCode code)
{
    const std::string name = "link_refused_total{code=\"" + toString(code).toStdString() + "\"}";
    m_metrics->counter(name, "What links were refused, by the code of the err frame").add();
}

void HubCore::sendSignal(const Principal &to, const wire::Signal &signal, quint64 exceptLink)
{
    const auto links = m_byPrincipal.value(to.toString());
    for (Link *link : links) {
        if (link->id() != exceptLink)
            link->sendSignal(signal);
    }
}

void HubCore::committed(const Committed &what)
{
    const std::lock_guard lock(m_commitMutex);
    m_commit.head = qMax(m_commit.head, what.head);
    for (const QString &topic : what.topics) {
        if (!m_commit.topics.contains(topic))
            m_commit.topics.append(topic);
    }
    if (m_wakePending)
        return; // R10: one wake-up, however many commits
    m_wakePending = true;
    post([this] { wake(); });
}

void HubCore::wake()
{
    Committed commit;
    {
        const std::lock_guard lock(m_commitMutex);
        commit = std::exchange(m_commit, {});
        m_wakePending = false;
    }
    QSet<QString> receivers;
    try {
        receivers = m_tail->advance();
    } catch (const SqlError &error) {
        log::error("tail.failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
    }
    for (const QString &receiver : std::as_const(receivers)) {
        const auto links = m_byPrincipal.value(receiver);
        for (Link *link : links)
            link->pump();
    }
    if (!commit.topics.isEmpty())
        m_rules.topicsTouched(commit.topics);
    for (const QString &topic : std::as_const(commit.topics)) {
        const qsizetype at = topic.indexOf(QLatin1Char('@'));
        if (at < 0) {
            // Told with the next tick, once for however many commits: they are not sent before it.
            if (!m_touched.contains(topic))
                m_touched.append(topic);
            continue;
        }
        const auto touched = m_byPrincipal.value(topic.mid(at + 1));
        for (Link *link : touched)
            link->touchTopic(topic.left(at), false);
    }
}

void HubCore::topicsChanged(Link *link)
{
    if (!std::exchange(link->isInLine, true))
        m_inLine.push_back(link->id());
}

void HubCore::flushStates()
{
    QElapsedTimer since;
    since.start();
    while (m_leftInLine > 0 && !m_inLine.empty() && since.elapsed() < statesMs) {
        --m_leftInLine;
        Link *of = link(m_inLine.front());
        m_inLine.pop_front();
        if (!of)
            continue;
        of->isInLine = false;
        if (of->flushTopics())
            topicsChanged(of);
    }
    if (m_leftInLine > 0 && !m_inLine.empty())
        m_flushTimer.start(betweenStatesMs);
}

void HubCore::tick()
{
    // Also finds what another process has written to the log, and what a failed read left behind.
    wake();
    const QStringList touched = std::exchange(m_touched, {});
    const quint64 turn = m_ticks++ % ticksPerLook;
    const auto links = m_links;
    for (Link *link : links) {
        for (const QString &topic : touched)
            link->touchTopic(topic, true);
        if (link->id() % ticksPerLook == turn)
            link->tick();
    }
    m_leftInLine = m_inLine.size();
    flushStates();
    if (!m_writer->isRunning() && !m_draining && !m_writerLost) {
        m_writerLost = true;
        emit writerDied();
    }
}

} // namespace liaison::hub
