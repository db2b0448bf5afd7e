// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Rules.h"
#include "hub/log/Writer.h"

#include <QHash>

namespace liaison::hub {

/// One transaction of the writer: commands, work and timers, each under a savepoint, whose events get their positions together at
/// the end. Used in this order: begin, any number of command/work/timers, finish, commit. Anything but a refusal throws SqlError: the
/// whole group is then to be rolled back. Writer's thread.
class CommandGroup : public Transaction
{
public:
    CommandGroup(QSqlDatabase db, Rules &rules, const Clock &clock, const WriterSettings &settings);

    void begin();
    /// Carries out a command, or finds its earlier result.
    void command(const HubCommand &command);
    /// Runs work; what it throws, other than a lost transaction, is its result.
    void work(const std::function<void(Transaction &)> &work);
    /// The clock was set by so many ms: timers keep their distance.
    void moveTimers(qint64 ms);
    /// Carries out the timers that are due, oldest first; returns how many.
    int timers();
    /// Gives positions, writes events and results. Takes the head row last.
    void finish();
    void commit();
    void rollback() noexcept;

    /// In the order of command() and work(); complete after finish().
    const CommandResult &result(std::size_t index) const { return m_outcomes.at(index).result; }
    /// The log's head after finish(), or -1 if no event was written.
    qint64 head() const { return m_head; }
    const QStringList &topics() const { return m_topics; }
    /// Runs what was asked for with afterCommit().
    void runAfterCommit();
    /// The earliest timer, or 0.
    qint64 nextTimer();
    qsizetype eventCount() const { return qsizetype(m_events.size()); }

    // Transaction
    QSqlDatabase &db() override { return m_db; }
    qint64 now() const override { return m_now; }
    void append(const NewEvent &event) override;
    qint64 nextCseq(const QString &conversation) override;
    void setTimer(const TimerRow &timer) override;
    void clearTimer(const QString &id) override;
    void touchTopic(const QString &topic) override;
    void afterCommit(std::function<void()> then) override;

private:
    struct Pending
    {
        NewEvent event;
        QByteArray body;
        qint64 at = 0;
        int outcome = -1; ///< the command it came from
    };
    struct Outcome
    {
        CommandResult result;
        QString device;
        QString cid;
        bool keep = false; ///< goes into cmd_result
        int repeats = -1;  ///< index of the command of this group that it repeats
    };

    CommandResult decide(const HubCommand &command);
    bool findEarlier(const HubCommand &command, Outcome &outcome);
    /// Runs `step` under a savepoint; takes back everything it did if it returns false or throws. Returns the error's text, if any.
    QString guarded(const std::function<bool()> &step);
    void write(const Pending &pending, qint64 pos);
    bool writesLate(const Pending &pending, qint64 pos);

    QSqlDatabase m_db;
    Rules &m_rules;
    const Clock &m_clock;
    const WriterSettings &m_settings;
    qint64 m_now = 0;
    qint64 m_head = -1;
    std::vector<Outcome> m_outcomes;
    int m_current = -1; ///< the outcome that events belong to
    std::vector<Pending> m_events;
    QStringList m_topics;
    std::vector<std::function<void()>> m_after;
    QHash<std::pair<QString, QString>, int> m_seen;
};

} // namespace liaison::hub
