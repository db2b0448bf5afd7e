// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace liaison::sim {

/// The result of a run. Counts are of messages, times in milliseconds (-1: nothing was measured).
struct TallySummary
{
    int sent = 0;
    int sentByCustomers = 0;
    int sentByAgents = 0;
    int confirmed = 0;
    int refused = 0;    ///< the sender was told; not lost
    int unanswered = 0; ///< neither ok nor err when the run ended: counted as lost
    int seenBySender = 0;
    int seenByCustomers = 0; ///< agents' messages
    int seenByAgents = 0;    ///< customers' messages at agents of ours
    int foreignSeen = 0;     ///< messages of agents who are not ours, seen by customers
    int markedDelivered = 0; ///< customers' messages an agent's mark covers
    int markedRead = 0;
    int lost = 0;
    int doubled = 0;
    int disordered = 0;
    int linkDrops = 0;
    int repeatsAnswered = 0; ///< ok with dup
    int okMedian = -1;
    int okP99 = -1;
    int answerMedian = -1; ///< customer's message to the agent's next answer
    int answerP99 = -1;
    QMap<QString, int> errors; ///< refusals by code
    QStringList faults;        ///< the first twenty, in words

    bool clean() const { return lost == 0 && doubled == 0 && disordered == 0; }
    QJsonObject toJson() const;
    QString toText() const;
};

/// Counts loss, doubling and disorder from what was sent and what came back in the log; nothing is guessed. Principals are in
/// written form, times steady milliseconds. One thread; memory grows with the messages of a run.
class Tally
{
public:
    /// A message command was handed to the link for the first time. Its order among the sender's own is remembered.
    void sent(const QString &by, const QString &mid, qint64 now);
    void confirmed(const QString &mid, qint64 cseq, bool dup, qint64 now);
    /// Refused for good; `mid` may be of a command that is no message.
    void refused(const QString &mid, const QString &code);
    /// A message event of the log as `observer` got it.
    void seen(const QString &observer, const QString &conversation, const QString &mid, qint64 cseq, const QString &author,
              qint64 now);
    /// A message that `observer` got inside a snapshot or a `tail`: it may have come as an event before.
    void seenInTail(const QString &observer, const QString &conversation, const QString &mid, qint64 cseq);
    /// `observer` has the conversation from here on / has it no longer (an agent who lost it): what is written while he has it
    /// must reach him.
    void owns(const QString &observer, const QString &conversation, bool does);
    /// Whose conversation it is: agents' messages in it must reach that customer.
    void belongsTo(const QString &conversation, const QString &customer) { m_customerOf.insert(conversation, customer); }
    void marked(const QString &conversation, qint64 delivered, qint64 read);
    void linkDropped() { ++m_linkDrops; }
    /// Messages with a principal that others use as well are not counted as doubled when we do not know them.
    void setShared(const QString &principal) { m_shared.insert(principal); }

    /// True if every message sent is answered and has come back to everybody who must see it.
    bool isComplete() const;
    TallySummary summary() const;

private:
    struct Sent
    {
        QString by;
        qint64 order = 0;
        qint64 at = 0;
        qint64 okAt = -1;
        qint64 answerAt = -1;
        qint64 cseq = 0;
        bool confirmed = false;
        bool refused = false;
    };
    struct View
    {
        QSet<QString> mids;
        QSet<QString> midsOfEvents;
        qint64 lastCseq = 0;
        qint64 ownedFrom = -1; ///< cseq; -1 not owned
        QHash<QString, qint64> lastOrder;
    };
    View &view(const QString &observer, const QString &conversation) { return m_views[observer + u'|' + conversation]; }
    bool hasSeen(const QString &observer, const QString &conversation, const QString &mid) const;
    /// What is still missing of a confirmed message, in words; empty if nothing.
    QString missing(const QString &mid, const Sent &sent) const;
    void fault(const QString &text);

    QHash<QString, Sent> m_sent;
    QHash<QString, QString> m_conversationOf; ///< by mid, from the log
    QHash<QString, View> m_views;
    QHash<QString, QStringList> m_owners; ///< conversation → agents of ours who have it now
    QHash<QString, QString> m_customerOf;
    QHash<QString, QPair<qint64, qint64>> m_marks;
    QHash<QString, QStringList> m_unansweredIn; ///< customers' mids that wait for an agent's word
    QSet<QString> m_shared;
    QSet<QString> m_foreign;
    QMap<QString, int> m_errors;
    QStringList m_faults;
    QList<int> m_okTimes;
    QList<int> m_answerTimes;
    qint64 m_nextOrder = 0;
    int m_doubled = 0;
    int m_disordered = 0;
    int m_linkDrops = 0;
    int m_repeats = 0;
};

} // namespace liaison::sim
