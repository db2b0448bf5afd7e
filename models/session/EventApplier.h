// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/session/DeskState.h"
#include "models/wire/Frames.h"

namespace liaison {

/// Turns events and snapshots into changes of the desk's state and the one store transaction that goes with them (R3): the table
/// of docs/protocol.md, 5, as seen by an agent. Pure over the state it is given; no store, no link, no clock.
class EventApplier
{
public:
    explicit EventApplier(DeskState &state) : m_state(state) {}

    /// `now`: hub UTC ms at the frame's arrival, for countdowns.
    DeskChanges apply(const QString &epoch, const QList<wire::Event> &events, qint64 now);
    /// Replaces everything by a snapshot. Closed conversations are kept if the log is still the same one (`reset` false).
    DeskChanges replace(const QString &epoch, qint64 pos, const QJsonObject &body, bool reset, qint64 now);
    /// Messages fetched from history: stored, but no news.
    static StoreBatch history(const QList<Message> &messages);

private:
    void apply(const wire::Event &event, qint64 now);
    void takeConversation(const QJsonObject &body, qint64 now, bool mine);
    void takeOffer(const wire::Event &event, qint64 now);
    void takeLoss(const wire::Event &event);
    void takeMessage(const wire::Event &event);
    void takeMark(const wire::Event &event);
    /// What the list shows of a conversation whose last message was taken back.
    void takePreview(const wire::Event &event, qint64 now);
    void takeCustomer(const QJsonObject &json);
    void takeCanned(const wire::Event &event);
    void takeQueue(const QJsonObject &json);
    void put(const Conversation &conversation);
    void putMessage(const Message &message);
    void forget(const QString &conversation);
    void countUnread(const Message &message);
    /// One row per thing that changed, in its last state.
    void fillBatch();

    DeskState &m_state;
    DeskChanges m_changes;
    QStringList m_touchedConversations;
    QStringList m_touchedCustomers;
    QStringList m_touchedCanned;
};

} // namespace liaison
