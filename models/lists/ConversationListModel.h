// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/ReplyClock.h"

#include <QAbstractListModel>
#include <memory>

namespace liaison {

class Session;

/// Roles of the conversation list.
namespace ConversationRole {
enum Role {
    Id = Qt::UserRole + 1, ///< QString
    CustomerName,
    Vip,         ///< int
    Channel,     ///< QString
    State,       ///< int(ConversationState)
    PreviewText, ///< QString, one line, in the agent's language for pictures and files
    PreviewAt,   ///< qint64 UTC ms
    Unread,      ///< int
    NeedSince,   ///< qint64 hub UTC ms, 0 if nobody waits
    TargetMs,    ///< qint64 reply target
    Urgency,     ///< int(Urgency)
    Draft,       ///< QString
    Typing,      ///< bool
    Group,       ///< int(ConversationGroup)
    QueueName,   ///< QString
    OfferEndsAt, ///< qint64 hub UTC ms, 0 if none
    ToSend,      ///< int, pending commands
    AssignedAt,  ///< qint64 hub UTC ms
    Nth          ///< int, the how-many-eth conversation of the customer
};
}

/// Groups in the order they are shown.
enum class ConversationGroup { Offered, ReplyNow, WaitingForCustomer, Wrapup, Parked, Closed };

/// The agent's conversations, sorted: offers, then who needs an answer first (longest waiter on top), then the others by last
/// activity. Filter by group set or text. Moves rows, never resets, on a change of one. GUI thread.
class ConversationListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    /// NeedsMe: everything at hand (offers, reply now, waiting for the customer, wrap-up). All: what is parked as well.
    enum class Filter { NeedsMe, All, Parked, Closed };

    explicit ConversationListModel(Session *session, QObject *parent = nullptr);
    ~ConversationListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    void setFilter(Filter filter);
    Filter filter() const;
    int rowOf(const QString &conversation) const;
    /// Who needs an answer next, other than `except`; empty if nobody.
    QString nextNeedingReply(const QString &except) const;
    int countIn(ConversationGroup group) const;
    int lateCount() const; ///< late or soon
    /// What the list is narrowed to: words that the customer's name or the preview contain; empty for all.
    void setTyped(const QString &typed);
    /// Called by the view once a second: urgency changes with time; emits dataChanged only for rows whose words change.
    void tick();

signals:
    void countsChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace liaison
