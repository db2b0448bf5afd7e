// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/LinkSettings.h"
#include "hub/log/Identity.h"
#include "hub/log/LogTail.h"
#include "hub/log/Writer.h"
#include "models/wire/Transport.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <deque>

namespace liaison::hub {

class Link;

/// All the core's settings.
struct HubSettings
{
    DatabaseOptions database;
    WriterSettings writer;
    LinkSettings links;
};

/// The hub without its sockets: database, writer, log tail, rules and the links. A program attaches a transport per accepted
/// connection, a test one end of a pair in memory.
/// Main thread, except where said otherwise. Destroying it without drain() is as if the program had crashed: what was committed
/// stays, what was not is gone, links are cut.
class HubCore : public QObject
{
    Q_OBJECT
public:
    /// `rules` and `clock` must outlive the core; without a clock the machine's own is used.
    HubCore(const HubSettings &settings, Rules &rules, Identify identify, const Clock *clock = nullptr,
            QObject *parent = nullptr);
    ~HubCore() override;

    /// For fault tests, before start().
    void setWriterHook(Writer::Hook hook) { m_writer->setHook(std::move(hook)); }
    /// Opens the database, starts the writer. Throws DatabaseError or SqlError.
    void start();
    /// Takes over an opened connection and runs desk.v1 on it.
    void attach(std::unique_ptr<wire::Transport> transport);
    /// Says goodbye to every link (`bye drain`, spread over `spreadMs`), lets the writer finish, then emits drained().
    /// Nothing is accepted from now on.
    void drain(int spreadMs);

    /// Any thread. Closes the links of a principal (disabled, revoked), of one device only if `device` is given.
    void closeLinks(const Principal &who, int closeCode, const QString &device = {});
    /// Any thread. How many links are past welcome.
    int linkCount() const { return m_linkCount.load(); }

    Database &database() { return *m_database; }
    Writer &writer() { return *m_writer; }
    LogTail &tail() { return *m_tail; }
    Rules &rules() { return m_rules; }
    Metrics &metrics() { return *m_metrics; }
    const Clock &clock() const { return *m_clock; }
    const LinkSettings &linkSettings() const { return m_settings.links; }

signals:
    /// Every link is closed and the writer has ended.
    void drained();
    /// The writer has ended by itself: nothing can be written any more, the program should end and be started again.
    void writerDied();

private:
    friend class Link;
    std::optional<Identity> identify(const QString &token) const { return m_identify(token); }
    Link *link(quint64 id) const { return m_links.value(id); }
    /// Runs `then` on the main thread; dropped if the core is gone. Any thread.
    void post(std::function<void()> then);
    /// Submits a command of the hub's own; what could not be written (a full disk) is tried again, with `link` as long as it is up.
    void submitOwn(const HubCommand &command, quint64 link);
    /// A link has topics whose state is wanted; it gets its turn.
    void topicsChanged(Link *link);
    void linkReady(Link *link);
    void linkGone(Link *link);
    /// Counts an `err` frame by its code.
    void countRefusal(ErrorCode code);
    void sendSignal(const Principal &to, const wire::Signal &signal, quint64 exceptLink);
    void committed(const Committed &what);
    void wake();
    void tick();
    void flushStates();
    void finishDrain();

    HubSettings m_settings;
    Rules &m_rules;
    Identify m_identify;
    std::unique_ptr<Clock> m_ownClock;
    const Clock *m_clock;
    std::unique_ptr<Metrics> m_metrics;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<LogTail> m_tail;
    std::unique_ptr<Writer> m_writer;
    QTimer m_ticker;
    quint64 m_ticks = 0;
    QTimer m_flushTimer;          ///< goes on with the states after the sockets had their turn
    std::deque<quint64> m_inLine; ///< links whose topics have changed; each once
    std::size_t m_leftInLine = 0; ///< of these, those of this tick
    QStringList m_touched;        ///< for all links, since the last tick
    quint64 m_nextLink = 1;
    QHash<quint64, Link *> m_links;
    QHash<QString, QList<Link *>> m_byPrincipal; ///< links past welcome
    QHash<QString, Link *> m_byDevice;           ///< likewise
    std::atomic<int> m_linkCount{0};
    bool m_draining = false;
    bool m_drained = false;
    bool m_writerLost = false;

    std::mutex m_commitMutex;
    Committed m_commit; ///< what wake() has not seen yet
    bool m_wakePending = false;
};

} // namespace liaison::hub
