// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/Tally.h"

#include <QJsonArray>
#include <algorithm>

namespace liaison::sim {

namespace {

constexpr int mostFaults = 20;

bool isCustomer(const QString &principal) { return principal.startsWith(QLatin1String("c:")); }
bool isAgent(const QString &principal) { return principal.startsWith(QLatin1String("a:")); }

int percentile(QList<int> values, int percent)
{
    if (values.isEmpty())
        return -1;
    std::sort(values.begin(), values.end());
    return values.at(qMin(values.size() - 1, values.size() * percent / 100));
}

} // namespace

void Tally::fault(const QString &text)
{
    if (m_faults.size() < mostFaults)
        m_faults.append(text);
}

void Tally::sent(const QString &by, const QString &mid, qint64 now)
{
    Sent entry;
    entry.by = by;
    entry.order = ++m_nextOrder;
    entry.at = now;
    m_sent.insert(mid, entry);
}

void Tally::confirmed(const QString &mid, qint64 cseq, bool dup, qint64 now)
{
    m_repeats += dup ? 1 : 0;
    const auto it = m_sent.find(mid);
    if (it == m_sent.end() || it->confirmed)
        return;
    it->confirmed = true;
    it->cseq = cseq;
    it->okAt = now;
    m_okTimes.append(int(now - it->at));
}

void Tally::refused(const QString &mid, const QString &code)
{
    ++m_errors[code];
    const auto it = m_sent.find(mid);
    if (it != m_sent.end())
        it->refused = true;
}

void Tally::seen(const QString &observer, const QString &conversation, const QString &mid, qint64 cseq, const QString &author,
                 qint64 now)
{
    View &seenHere = view(observer, conversation);
    if (seenHere.midsOfEvents.contains(mid)) {
        ++m_doubled;
        fault(QStringLiteral("%1 got message %2 twice").arg(observer, mid));
        return;
    }
    seenHere.midsOfEvents.insert(mid);
    seenHere.mids.insert(mid);
    if (cseq <= seenHere.lastCseq) {
        ++m_disordered;
        fault(QStringLiteral("%1 got number %2 of %3 after %4").arg(observer).arg(cseq).arg(conversation).arg(seenHere.lastCseq));
    }
    seenHere.lastCseq = qMax(seenHere.lastCseq, cseq);

    const auto it = m_sent.find(mid);
    if (it == m_sent.end()) {
        if (author == observer && !m_shared.contains(author)) {
            ++m_doubled;
            fault(QStringLiteral("%1 sees message %2 of his own that he never sent").arg(observer, mid));
        } else if (isAgent(author) && isCustomer(observer)) {
            m_foreign.insert(mid);
        }
    } else {
        m_conversationOf.insert(mid, conversation);
        qint64 &lastOrder = seenHere.lastOrder[it->by];
        if (it->order < lastOrder) {
            ++m_disordered;
            fault(QStringLiteral("%1 got message %2 after one that was sent later").arg(observer, mid));
        }
        lastOrder = qMax(lastOrder, it->order);
    }

    if (isCustomer(observer) && author == observer) {
        m_unansweredIn[conversation].append(mid);
    } else if (isCustomer(observer) && isAgent(author)) {
        const QStringList answered = m_unansweredIn.take(conversation);
        for (const QString &own : answered) {
            const auto question = m_sent.constFind(own);
            if (question != m_sent.constEnd())
                m_answerTimes.append(int(now - question->at));
        }
    }
}

void Tally::seenInTail(const QString &observer, const QString &conversation, const QString &mid, qint64 cseq)
{
    View &seenHere = view(observer, conversation);
    seenHere.mids.insert(mid);
    seenHere.lastCseq = qMax(seenHere.lastCseq, cseq);
    if (m_sent.contains(mid))
        m_conversationOf.insert(mid, conversation);
}

void Tally::owns(const QString &observer, const QString &conversation, bool does)
{
    View &seenHere = view(observer, conversation);
    QStringList &owners = m_owners[conversation];
    if (does && !owners.contains(observer)) {
        owners.append(observer);
        seenHere.ownedFrom = seenHere.lastCseq;
    } else if (!does && owners.removeOne(observer)) {
        seenHere.ownedFrom = -1;
    }
}

void Tally::marked(const QString &conversation, qint64 delivered, qint64 read)
{
    QPair<qint64, qint64> &marks = m_marks[conversation];
    marks.first = qMax(marks.first, delivered);
    marks.second = qMax(marks.second, read);
}

bool Tally::hasSeen(const QString &observer, const QString &conversation, const QString &mid) const
{
    const auto it = m_views.constFind(observer + u'|' + conversation);
    return it != m_views.constEnd() && it->mids.contains(mid);
}

QString Tally::missing(const QString &mid, const Sent &sent) const
{
    const QString conversation = m_conversationOf.value(mid);
    if (conversation.isEmpty())
        return QStringLiteral("message %1 of %2 was confirmed and is in no log").arg(mid, sent.by);
    if (isCustomer(sent.by) && !hasSeen(sent.by, conversation, mid))
        return QStringLiteral("%1 does not see the own message %2").arg(sent.by, mid);
    const QString customer = m_customerOf.value(conversation);
    if (isAgent(sent.by) && !customer.isEmpty() && !hasSeen(customer, conversation, mid))
        return QStringLiteral("%1 does not see message %2 of %3").arg(customer, mid, sent.by);
    const QStringList owners = m_owners.value(conversation);
    for (const QString &owner : owners) {
        const auto it = m_views.constFind(owner + u'|' + conversation);
        if (it != m_views.constEnd() && it->ownedFrom >= 0 && sent.cseq > it->ownedFrom && !it->mids.contains(mid))
            return QStringLiteral("%1 does not see message %2 of %3").arg(owner, mid, sent.by);
    }
    return {};
}

bool Tally::isComplete() const
{
    return std::all_of(m_sent.constKeyValueBegin(), m_sent.constKeyValueEnd(), [this](const auto &entry) {
        return entry.second.refused || (entry.second.confirmed && missing(entry.first, entry.second).isEmpty());
    });
}

TallySummary Tally::summary() const
{
    TallySummary result;
    result.doubled = m_doubled;
    result.disordered = m_disordered;
    result.linkDrops = m_linkDrops;
    result.repeatsAnswered = m_repeats;
    result.errors = m_errors;
    result.faults = m_faults;
    result.foreignSeen = int(m_foreign.size());
    result.sent = int(m_sent.size());
    for (auto it = m_sent.constBegin(); it != m_sent.constEnd(); ++it) {
        const Sent &sent = it.value();
        const QString conversation = m_conversationOf.value(it.key());
        (isCustomer(sent.by) ? result.sentByCustomers : result.sentByAgents) += 1;
        QString wrong;
        if (sent.refused) {
            ++result.refused;
            if (!conversation.isEmpty())
                wrong = QStringLiteral("message %1 of %2 was refused and is in the log").arg(it.key(), sent.by);
        } else if (sent.confirmed) {
            ++result.confirmed;
            wrong = missing(it.key(), sent);
        } else {
            ++result.unanswered;
            wrong = QStringLiteral("message %1 of %2 was never answered").arg(it.key(), sent.by);
        }
        if (!wrong.isEmpty()) {
            // A sender who was refused sends again under a new id: such a message would be doubled, not lost.
            (sent.refused ? result.doubled : result.lost) += 1;
            if (result.faults.size() < mostFaults)
                result.faults.append(wrong);
        }
        result.seenBySender += hasSeen(sent.by, conversation, it.key()) ? 1 : 0;
        if (isAgent(sent.by) && hasSeen(m_customerOf.value(conversation), conversation, it.key()))
            ++result.seenByCustomers;
        if (isCustomer(sent.by)) {
            const QPair<qint64, qint64> marks = m_marks.value(conversation);
            const bool known = sent.confirmed && !conversation.isEmpty();
            result.markedDelivered += known && sent.cseq <= marks.first ? 1 : 0;
            result.markedRead += known && sent.cseq <= marks.second ? 1 : 0;
        }
    }
    QSet<QString> atAgents;
    for (auto it = m_views.constBegin(); it != m_views.constEnd(); ++it) {
        if (!isAgent(it.key()))
            continue;
        for (const QString &mid : it->mids) {
            const auto sent = m_sent.constFind(mid);
            if (sent != m_sent.constEnd() && isCustomer(sent->by))
                atAgents.insert(mid);
        }
    }
    result.seenByAgents = int(atAgents.size());
    result.okMedian = percentile(m_okTimes, 50);
    result.okP99 = percentile(m_okTimes, 99);
    result.answerMedian = percentile(m_answerTimes, 50);
    result.answerP99 = percentile(m_answerTimes, 99);
    return result;
}

QJsonObject TallySummary::toJson() const
{
    QJsonObject byCode;
    for (auto it = errors.constBegin(); it != errors.constEnd(); ++it)
        byCode.insert(it.key(), it.value());
    return {{"sent", sent},
            {"sent_by_customers", sentByCustomers},
            {"sent_by_agents", sentByAgents},
            {"confirmed", confirmed},
            {"refused", refused},
            {"unanswered", unanswered},
            {"seen_by_sender", seenBySender},
            {"seen_by_customers", seenByCustomers},
            {"seen_by_agents", seenByAgents},
            {"answers_of_others", foreignSeen},
            {"marked_delivered", markedDelivered},
            {"marked_read", markedRead},
            {"lost", lost},
            {"doubled", doubled},
            {"out_of_order", disordered},
            {"link_drops", linkDrops},
            {"repeats_answered", repeatsAnswered},
            {"ok_ms", QJsonObject{{"median", okMedian}, {"p99", okP99}}},
            {"answer_ms", QJsonObject{{"median", answerMedian}, {"p99", answerP99}}},
            {"errors", byCode},
            {"faults", QJsonArray::fromStringList(faults)}};
}

QString TallySummary::toText() const
{
    QString text;
    const auto row = [&text](const char *what, const QString &value) {
        text += QStringLiteral("%1 %2\n").arg(QLatin1String(what), -34).arg(value);
    };
    const auto times = [](int median, int p99) {
        return median < 0 ? QStringLiteral("-") : QStringLiteral("%1 / %2 ms").arg(median).arg(p99);
    };
    row("messages sent", QStringLiteral("%1 (customers %2, agents %3)").arg(sent).arg(sentByCustomers).arg(sentByAgents));
    row("confirmed", QString::number(confirmed));
    row("refused", QString::number(refused));
    row("seen in the sender's own log", QString::number(seenBySender));
    row("agents' messages seen by customers", QStringLiteral("%1, of other agents %2").arg(seenByCustomers).arg(foreignSeen));
    row("customers' seen by our agents", QString::number(seenByAgents));
    row("marked delivered / read", QStringLiteral("%1 / %2").arg(markedDelivered).arg(markedRead));
    row("LOST", QStringLiteral("%1 (unanswered %2)").arg(lost).arg(unanswered));
    row("DOUBLED", QString::number(doubled));
    row("OUT OF ORDER", QString::number(disordered));
    row("send to ok, median / p99", times(okMedian, okP99));
    row("send to answer, median / p99", times(answerMedian, answerP99));
    row("links dropped", QString::number(linkDrops));
    row("repeats answered as known", QString::number(repeatsAnswered));
    for (auto it = errors.constBegin(); it != errors.constEnd(); ++it)
        row("refused with", QStringLiteral("%1: %2").arg(it.key()).arg(it.value()));
    for (const QString &line : faults)
        row("fault", line);
    return text;
}

} // namespace liaison::sim
