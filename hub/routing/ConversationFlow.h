// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Transaction.h"
#include "hub/routing/ConversationTable.h"
#include "hub/routing/CustomerTable.h"
#include "hub/routing/DeskConfig.h"

namespace liaison::hub {

/// The moves of a conversation, each with its events, timers and touched topics. Says how, never whether: rights and states are
/// checked by the callers. Every row handed in is written back. Writer thread, for the length of one command; throws SqlError.
class ConversationFlow
{
public:
    /// `by` and `cid` go into the events.
    ConversationFlow(Transaction &tx, const DeskConfig &config, const Principal &by, const QString &cid = {})
        : m_tx(tx), m_config(config), m_by(by), m_cid(cid)
    {}

    /// A new conversation, waiting in `queue` but not yet queued: the caller adds the first message, then enqueues or assigns.
    ConversationRow begin(const Customer &customer, const CustomerTable::Page &page, const QString &queue);
    /// Numbers and stores a message, and sends it to the owner (or the agent it is offered to) and, unless internal, to the customer.
    /// The row is changed (preview), not written.
    Message say(ConversationRow &row, Message message, bool internal);
    /// A remark of the hub: `code` as in docs/protocol.md, 4. The row is changed, not written.
    void remark(ConversationRow &row, const QString &code, const QJsonObject &args = {}, bool internal = false);
    /// Into its queue; `virtualAt` is its place.
    void enqueue(ConversationRow &row, qint64 queuedAt, qint64 virtualAt);
    /// Reserves a slot of the agent and asks him.
    void offerTo(ConversationRow &row, const QString &agent, const QString &sender, const QString &note);
    /// Ends the open offer in the tables (accepted, declined, expired, withdrawn); the row is changed, not written.
    void endOffer(ConversationRow &row, const QString &how);
    /// Gives it to an agent. `how`: accept, take, auto, open, back.
    void assign(ConversationRow &row, const QString &agent, const QString &how);
    /// Tells an agent that it is no longer his: declined, expired, transferred, requeued, taken, left.
    void lost(const ConversationRow &row, const QString &agent, const QString &why);
    /// Takes it from its agent and puts it back into the queue with its old place; he is asked first again.
    void requeue(ConversationRow &row);
    /// Active or parked.
    void setParked(ConversationRow &row, bool parked);
    /// The talk is over, after-contact work begins.
    void beginWrapup(ConversationRow &row);
    /// Back from after-contact work, because the customer wrote again.
    void reopen(ConversationRow &row);
    void close(ConversationRow &row, const QString &code);

    /// The head for the customer's own link: without what only agents are to know.
    static QJsonObject customerHead(const ConversationRow &row, qint64 now);
    /// What a customer is told of a state: that an agent has set him aside is the desk's own matter.
    static ConversationState customerState(ConversationState state);
    /// By how much earlier a customer stands in the queue.
    qint64 headStart(int vip) const { return vip > 0 ? m_config.vipHeadStartMs : 0; }

private:
    enum To { Owner = 1, Customer_ = 2, Both = 3 };
    void publish(const ConversationRow &row, const QString &kind, int to);
    void append(const ConversationRow &row, const QString &kind, const QJsonObject &body, const QList<Principal> &audience);
    QJsonObject withTail(const ConversationRow &row) const;
    void move(ConversationRow &row);
    void readNames(ConversationRow &row) const;

    Transaction &m_tx;
    const DeskConfig &m_config;
    Principal m_by;
    QString m_cid;
};

} // namespace liaison::hub
