// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/CommandGroup.h"

#include "hub/store/Log.h"
#include "models/domain/FaultPoint.h"

#include <QJsonDocument>

namespace liaison::hub {

namespace {

/// The body's bytes. A conversation's tail is only there to paint the first screen: if it makes the event too big for a frame, its
/// oldest messages go, and the client asks for them as history.
QByteArray encodeBody(QJsonObject body, qsizetype most)
{
    QByteArray bytes = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const QString convKey = QStringLiteral("conv");
    const QString tailKey = QStringLiteral("tail");
    while (bytes.size() > most) {
        QJsonObject conv = body.value(convKey).toObject();
        QJsonArray tail = conv.value(tailKey).toArray();
        if (tail.isEmpty())
            break;
        const qsizetype drop = qMax<qsizetype>(1, tail.size() / 4);
        for (qsizetype i = 0; i < drop; ++i)
            tail.removeFirst();
        conv.insert(tailKey, tail);
        body.insert(convKey, conv);
        bytes = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    return bytes;
}

QVariant orNull(const QString &text) { return text.isEmpty() ? QVariant() : QVariant(text); }

/// A result that a repeat of the command is to get again. Not so one that the client is asked to try again under the same cid.
bool isFinal(const CommandResult &result)
{
    return result.ok() || (result.error != ErrorCode::Fenced && (result.retry == Retry::Never || result.retry == Retry::Resync) &&
                           result.error != ErrorCode::Internal);
}

} // namespace

CommandGroup::CommandGroup(QSqlDatabase db, Rules &rules, const Clock &clock, const WriterSettings &settings)
    : m_db(std::move(db)), m_rules(rules), m_clock(clock), m_settings(settings)
{}

void CommandGroup::begin()
{
    m_now = m_clock.utcMs();
    // At once, not at the first write: a group that has read must never find out later that it may not write.
    Query(m_db, m_db.driverName() == QLatin1String("QSQLITE") ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN"));
}

void CommandGroup::command(const HubCommand &command)
{
    m_now = m_clock.utcMs();
    m_current = int(m_outcomes.size());
    m_outcomes.push_back({});
    Outcome outcome;
    outcome.device = command.device;
    outcome.cid = command.command.cid;
    const bool repeatable = !outcome.device.isEmpty() && !outcome.cid.isEmpty();
    if (command.order && command.order->isVoid(command.number)) {
        outcome.result = CommandResult::refused(ErrorCode::Busy, QStringLiteral("a command before it was refused"), Retry::Later);
    } else if (!repeatable || !findEarlier(command, outcome)) {
        outcome.result = decide(command);
        outcome.keep = repeatable && isFinal(outcome.result);
        if (outcome.keep)
            m_seen.insert({outcome.device, outcome.cid}, m_current);
    }
    // Now, and not with the answer: the next command of the same link may stand in this very group.
    if (command.order && outcome.result.retry == Retry::Later)
        command.order->refuse(command.number);
    m_outcomes.back() = std::move(outcome);
}

bool CommandGroup::findEarlier(const HubCommand &command, Outcome &outcome)
{
    if (LIAISON_BREAKS(R1))
        return false;
    outcome.repeats = m_seen.value({command.device, command.command.cid}, -1);
    if (outcome.repeats >= 0)
        return true; // its position is not known yet: finish() copies the result
    auto query = this->query(QStringLiteral("SELECT result FROM cmd_result WHERE device = ? AND cid = ?"),
                             {command.device, command.command.cid});
    if (!query.next())
        return false;
    outcome.result = CommandResult::fromJson(query.text(0).toUtf8());
    outcome.result.dup = true;
    return true;
}

CommandResult CommandGroup::decide(const HubCommand &command)
{
    if (command.gen >= 0) {
        auto session = query(QStringLiteral("SELECT gen, principal FROM device_session WHERE device = ?"), {command.device});
        const bool fenced = !session.next() || session.number(0) != command.gen || session.text(1) != command.actor.toString();
        if (fenced && !LIAISON_BREAKS(R11)) {
            return CommandResult::refused(ErrorCode::Fenced, QStringLiteral("a newer link of this device exists"), Retry::Resync);
        }
        if (command.actor.isAgent() && !command.command.confirmed && command.command.at > 0 &&
            m_now - command.command.at > m_settings.staleMs) {
            return CommandResult::refused(ErrorCode::StaleCommand, QStringLiteral("the command is old and not confirmed"),
                                          Retry::Confirm);
        }
    }
    CommandResult result;
    const QString failed = guarded([&] {
        result = m_rules.apply(*this, command);
        return result.ok();
    });
    if (!failed.isEmpty()) {
        log::error("command.failed", {{QStringLiteral("kind"), command.command.kind}, {QStringLiteral("error"), failed}});
        return CommandResult::refused(ErrorCode::Internal, QStringLiteral("the hub failed; nothing was changed"));
    }
    return result;
}

void CommandGroup::work(const std::function<void(Transaction &)> &work)
{
    m_now = m_clock.utcMs();
    m_current = int(m_outcomes.size());
    m_outcomes.push_back({});
    const QString failed = guarded([&] {
        work(*this);
        return true;
    });
    if (!failed.isEmpty()) {
        log::error("work.failed", {{QStringLiteral("error"), failed}});
        m_outcomes.back().result = CommandResult::refused(ErrorCode::Internal, failed);
    }
}

void CommandGroup::moveTimers(qint64 ms) { query(QStringLiteral("UPDATE timer SET due_at = due_at + ?"), {ms}); }

int CommandGroup::timers()
{
    m_current = -1;
    m_now = m_clock.utcMs();
    QList<TimerRow> due;
    {
        auto query =
            this->query(QStringLiteral("SELECT id, kind, ref, due_at FROM timer WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"),
                        {m_now, m_settings.timersAtOnce});
        while (query.next())
            due.append({query.text(0), query.text(1), query.text(2), query.number(3)});
    }
    for (const TimerRow &timer : due) {
        const QString failed = guarded([&] {
            // An earlier timer of this round may have removed or moved it.
            if (query(QStringLiteral("DELETE FROM timer WHERE id = ? AND due_at = ?"), {timer.id, timer.dueAt}).rowsAffected() ==
                1)
                m_rules.timerDue(*this, timer);
            return true;
        });
        if (!failed.isEmpty()) {
            log::error("timer.failed", {{QStringLiteral("kind"), timer.kind}, {QStringLiteral("error"), failed}});
            query(QStringLiteral("UPDATE timer SET due_at = ? WHERE id = ?"), {m_now + m_settings.timerRetryMs, timer.id});
        }
    }
    return int(due.size());
}

QString CommandGroup::guarded(const std::function<bool()> &step)
{
    const auto events = m_events.size();
    const auto topics = m_topics.size();
    const auto after = m_after.size();
    QString failed;
    bool keep = false;
    query(QStringLiteral("SAVEPOINT step"));
    try {
        keep = step();
    } catch (const SqlError &error) {
        if (error.isFull())
            throw;
        failed = QString::fromUtf8(error.what());
    } catch (const std::exception &error) {
        failed = QString::fromUtf8(error.what());
    }
    if (!keep) {
        // Throws if the failure took the whole transaction with it (an I/O error does): then the group is lost.
        query(QStringLiteral("ROLLBACK TO SAVEPOINT step"));
        m_events.resize(events);
        m_topics.resize(topics);
        m_after.resize(after);
    }
    query(QStringLiteral("RELEASE SAVEPOINT step"));
    return failed;
}

void CommandGroup::finish()
{
    if (!m_events.empty()) {
        query(QStringLiteral("UPDATE log_head SET pos = pos + ? WHERE ws = 1"), {qint64(m_events.size())});
        {
            auto head = query(QStringLiteral("SELECT pos FROM log_head WHERE ws = 1"));
            if (!head.next())
                throw SqlError(QStringLiteral("log_head is empty"), false);
            m_head = head.number(0);
        }
        qint64 pos = m_head - qint64(m_events.size());
        for (const Pending &pending : m_events) {
            ++pos;
            if (!writesLate(pending, pos))
                write(pending, pos);
            if (pending.outcome >= 0)
                m_outcomes[std::size_t(pending.outcome)].result.pos = pos;
        }
    }
    for (Outcome &outcome : m_outcomes) {
        if (outcome.repeats >= 0) {
            outcome.result = m_outcomes[std::size_t(outcome.repeats)].result;
            outcome.result.dup = true;
        } else if (outcome.keep && !LIAISON_BREAKS(R1)) {
            query(QStringLiteral("INSERT INTO cmd_result (device, cid, result, at) VALUES (?, ?, ?, ?)"),
                  {outcome.device, outcome.cid, QString::fromUtf8(outcome.result.toJson()), m_now});
        }
    }
}

/// With R4 broken: one event of each larger group has its position and is written with the next group only.
bool CommandGroup::writesLate([[maybe_unused]] const Pending &pending, [[maybe_unused]] qint64 pos)
{
#ifdef LIAISON_FAULT_POINTS
    static std::vector<std::pair<Pending, qint64>> late;
    if (LIAISON_BREAKS(R4)) {
        if (&pending == m_events.data()) {
            for (const auto &[earlier, at] : std::exchange(late, {}))
                write(earlier, at);
        }
        if (late.empty() && m_events.size() > 1) {
            late.emplace_back(pending, pos);
            return true;
        }
    }
#endif
    return false;
}

void CommandGroup::write(const Pending &pending, qint64 pos)
{
    const NewEvent &event = pending.event;
    query(QStringLiteral("INSERT INTO event_log (pos, conv, cseq, kind, body, actor, at, mid, cid) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          {pos, orNull(event.conversation), event.cseq, event.kind, QString::fromUtf8(pending.body), event.by.toString(),
           pending.at, orNull(event.mid), orNull(event.cid)});
    for (qsizetype i = 0; i < event.audience.size(); ++i) {
        if (event.audience.indexOf(event.audience.at(i)) < i)
            continue;
        query(QStringLiteral("INSERT INTO event_aud (principal, pos) VALUES (?, ?)"), {event.audience.at(i).toString(), pos});
    }
}

void CommandGroup::commit() { query(QStringLiteral("COMMIT")); }

void CommandGroup::rollback() noexcept
{
    try {
        query(QStringLiteral("ROLLBACK"));
    } catch (const SqlError &) {
        // SQLite has rolled back by itself: there is no transaction any more.
    }
}

void CommandGroup::runAfterCommit()
{
    for (const auto &then : m_after)
        then();
}

qint64 CommandGroup::nextTimer()
{
    auto query = this->query(QStringLiteral("SELECT MIN(due_at) FROM timer"));
    return query.next() ? query.number(0) : 0;
}

void CommandGroup::append(const NewEvent &event)
{
    // Here it fails one command; when the rows are written it would fail the whole group, again and again.
    if (event.kind.isEmpty())
        throw std::invalid_argument("an event needs a kind");
    Pending pending{event, encodeBody(event.body, m_settings.eventBytes), m_now, m_current};
    if (!pending.event.by.isValid())
        pending.event.by = Principal::hub();
    m_events.push_back(std::move(pending));
}

qint64 CommandGroup::nextCseq(const QString &conversation)
{
    query(QStringLiteral("UPDATE conversation SET cseq = cseq + 1 WHERE id = ?"), {conversation});
    auto query = this->query(QStringLiteral("SELECT cseq FROM conversation WHERE id = ?"), {conversation});
    if (!query.next())
        throw SqlError(QStringLiteral("no conversation of that id to number an event of"), false);
    return query.number(0);
}

void CommandGroup::setTimer(const TimerRow &timer)
{
    query(
        QStringLiteral("INSERT INTO timer (id, kind, ref, due_at) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, ref = excluded.ref, due_at = excluded.due_at"),
        {timer.id, timer.kind, timer.ref.isNull() ? QStringLiteral("") : timer.ref, timer.dueAt}); // a null string would be NULL
}

void CommandGroup::clearTimer(const QString &id) { query(QStringLiteral("DELETE FROM timer WHERE id = ?"), {id}); }

void CommandGroup::touchTopic(const QString &topic)
{
    if (!m_topics.contains(topic))
        m_topics.append(topic);
}

void CommandGroup::afterCommit(std::function<void()> then) { m_after.push_back(std::move(then)); }

} // namespace liaison::hub
