// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationListPanel.h"
#include "models/lists/ConversationListModel.h"
#include "models/lists/WaitingListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/Chip.h"
#include "widgets/controls/EmptyState.h"
#include "widgets/shell/ConversationDelegate.h"
#include "widgets/shell/WaitingDelegate.h"
#include "widgets/theme/Theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

namespace liaison {

namespace {
QListView *makeList(const QString &name, QWidget *parent)
{
    auto *list = new QListView(parent);
    list->setAccessibleName(name);
    list->setFrameShape(QFrame::NoFrame);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setMouseTracking(true);
    list->setUniformItemSizes(false);
    list->setBackgroundRole(QPalette::AlternateBase);
    list->viewport()->setBackgroundRole(QPalette::AlternateBase);
    return list;
}
} // namespace

ConversationListPanel::ConversationListPanel(Session *session, ConversationListModel *model, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(model), m_waiting(new WaitingListModel(session, this)),
      m_delegate(new ConversationDelegate(session, this)), m_title(new QLabel(tr("My conversations"), this)),
      m_counts(new QLabel(this)), m_stack(new QStackedWidget(this)), m_list(makeList(tr("Conversations"), this)),
      m_queue(makeList(tr("Waiting queue"), this)), m_empty(new EmptyState(Icon::Chat, this))
{
    setAccessibleName(tr("Conversations"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    m_title->setFont(Theme::instance().font(FontRole::Heading));
    m_counts->setForegroundRole(QPalette::PlaceholderText);
    m_counts->setFont(Theme::instance().font(FontRole::Secondary));
    m_counts->setContentsMargins(6, 3, 0, 0); // on the title's line
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 10, 12, 0);
    head->addWidget(m_title);
    head->addWidget(m_counts, 1);
    auto *chips = new QHBoxLayout;
    chips->setContentsMargins(12, 4, 12, 4);
    chips->setSpacing(6);
    const QString names[] = {tr("Needs me"), tr("All"), tr("Queue"), tr("Parked")};
    for (int i = 0; i < 4; ++i) {
        m_chips[i] = new Chip(names[i], this);
        m_chips[i]->setCheckable(true);
        m_chips[i]->setAutoExclusive(true);
        chips->addWidget(m_chips[i]);
        connect(m_chips[i], &Chip::clicked, this, [this, i] { setView(static_cast<View>(i)); });
    }
    chips->addStretch();

    m_list->setModel(m_model);
    m_list->setObjectName(QStringLiteral("conversations"));
    m_list->setItemDelegate(m_delegate);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_queue->setModel(m_waiting);
    m_queue->setItemDelegate(new WaitingDelegate(session, this));
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_queue);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addLayout(chips);
    column->addWidget(m_stack, 1);

    const auto open = [this](const QModelIndex &index) {
        if (index.isValid())
            emit opened(index.data(ConversationRole::Id).toString());
    };
    connect(m_list, &QListView::clicked, this, open);
    connect(m_list, &QListView::customContextMenuRequested, this, [this](const QPoint &at) {
        const QModelIndex index = m_list->indexAt(at);
        if (!index.isValid())
            return;
        const QString id = index.data(ConversationRole::Id).toString();
        QMenu menu(this);
        menu.addAction(Icons::icon(Icon::Open), tr("Open"), this, [this, id] { emit opened(id); });
        const auto state = static_cast<ConversationState>(index.data(ConversationRole::State).toInt());
        if (state == ConversationState::Offered) {
            menu.addAction(Icons::icon(Icon::Checkmark), tr("Accept"), this, [this, id] { m_session->accept(id); });
            menu.addAction(Icons::icon(Icon::Dismiss), tr("Decline"), this, [this, id] { m_session->decline(id); });
        } else if (state == ConversationState::Active) {
            menu.addAction(Icons::icon(Icon::Clock), tr("Park"), this, [this, id] { m_session->park(id); });
        } else if (state == ConversationState::Parked) {
            menu.addAction(Icons::icon(Icon::ArrowUndo), tr("Go on"), this, [this, id] { m_session->resume(id); });
        }
        menu.exec(m_list->viewport()->mapToGlobal(at));
    });
    connect(m_queue, &QListView::activated, this, &ConversationListPanel::takeCurrent);
    connect(m_delegate, &ConversationDelegate::acceptClicked, m_session, &Session::accept);
    connect(m_delegate, &ConversationDelegate::declineClicked, m_session, &Session::decline);
    m_list->installEventFilter(this);
    m_queue->installEventFilter(this);

    // A group's first row is taller, so heights change with the order.
    // Once for all that a run of events changed, and before the next picture: posted events come before an update.
    const auto relayout = [this] {
        if (std::exchange(m_relayoutDue, true))
            return;
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_relayoutDue = false;
                m_list->doItemsLayout();
                updateWords();
            },
            Qt::QueuedConnection);
    };
    connect(m_model, &QAbstractItemModel::rowsMoved, this, relayout);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, relayout);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, relayout);
    connect(m_model, &QAbstractItemModel::modelReset, this, relayout);
    connect(m_model, &ConversationListModel::countsChanged, this, relayout);
    connect(m_waiting, &QAbstractItemModel::modelReset, this, &ConversationListPanel::updateWords);
    connect(m_waiting, &QAbstractItemModel::rowsInserted, this, &ConversationListPanel::updateWords);
    connect(m_waiting, &QAbstractItemModel::rowsRemoved, this, &ConversationListPanel::updateWords);
    connect(session, &Session::queuesChanged, this, &ConversationListPanel::updateWords);
    connect(session, &Session::meChanged, this, &ConversationListPanel::updateWords);
    connect(&Theme::instance(), &Theme::changed, this, relayout);
    m_chips[static_cast<int>(m_view)]->setChecked(true);
    m_model->setFilter(ConversationListModel::Filter::NeedsMe);
    updateWords();
}

void ConversationListPanel::setView(View view)
{
    m_view = view;
    m_chips[static_cast<int>(view)]->setChecked(true);
    if (view != View::Queue)
        m_model->setFilter(view == View::NeedsMe ? ConversationListModel::Filter::NeedsMe
                           : view == View::All   ? ConversationListModel::Filter::All
                                                 : ConversationListModel::Filter::Parked);
    updateWords();
}

void ConversationListPanel::updateWords()
{
    int mine = 0;
    for (const ConversationGroup group :
         {ConversationGroup::Offered, ConversationGroup::ReplyNow, ConversationGroup::WaitingForCustomer,
          ConversationGroup::Wrapup, ConversationGroup::Parked})
        mine += m_model->countIn(group);
    const int late = m_model->lateCount();
    m_counts->setText(late > 0 ? tr("%1 · %2 about to be late").arg(mine).arg(late) : QString::number(mine));
    int waiting = 0;
    for (const Queue &queue : m_session->queues())
        waiting += queue.waiting;
    waiting = qMax(waiting, int(m_session->waiting().size()));
    const QString queued = waiting > 999 ? QStringLiteral("999+") : QString::number(waiting);
    m_chips[2]->setText(waiting > 0 ? tr("Queue %1").arg(queued) : tr("Queue"));
    m_chips[2]->setAccessibleName(m_chips[2]->text());
    m_chips[2]->updateGeometry();
    m_chips[2]->update();
    updateEmpty();
}

void ConversationListPanel::updateEmpty()
{
    if (m_view == View::Queue) {
        if (m_waiting->rowCount() > 0) {
            m_stack->setCurrentWidget(m_queue);
            return;
        }
        m_empty->setWords(tr("Nobody is waiting"),
                          tr("Customers who wait in your queues are listed here; you can take one early."));
    } else {
        if (m_model->rowCount() > 0) {
            m_stack->setCurrentWidget(m_list);
            return;
        }
        if (m_view == View::Parked)
            m_empty->setWords(tr("Nothing is parked"),
                              tr("Park a conversation that has to wait for something; it does not count as "
                                 "load."));
        else if (m_session->me().status == AgentStatus::Available)
            m_empty->setWords(tr("All answered"), tr("The next customer is offered to you as soon as one comes."));
        else
            m_empty->setWords(tr("You are not receiving customers"),
                              tr("Set your status to Available to be offered conversations."), tr("Become available"));
    }
    m_stack->setCurrentWidget(m_empty);
    disconnect(m_empty, &EmptyState::actionTriggered, nullptr, nullptr);
    connect(m_empty, &EmptyState::actionTriggered, m_session, [this] { m_session->setStatus(AgentStatus::Available); });
}

void ConversationListPanel::select(const QString &conversation)
{
    const int row = m_model->rowOf(conversation);
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row, 0));
    else
        m_list->setCurrentIndex({});
}

void ConversationListPanel::focusList() { m_stack->currentWidget()->setFocus(); }

void ConversationListPanel::tick()
{
    m_model->tick();
    if (m_stack->currentWidget() == m_queue) {
        m_waiting->tick();
        m_queue->viewport()->update();
    }
}

void ConversationListPanel::takeCurrent()
{
    const QModelIndex index = m_queue->currentIndex();
    if (index.isValid())
        m_session->take(index.data(WaitingListModel::Id).toString());
}

bool ConversationListPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_queue && enter) {
        takeCurrent();
        return true;
    }
    if (watched == m_list && m_list->currentIndex().isValid()) {
        const QModelIndex index = m_list->currentIndex();
        const QString id = index.data(ConversationRole::Id).toString();
        const bool offer = index.data(ConversationRole::OfferEndsAt).toLongLong() > 0;
        if (enter && offer) {
            m_session->accept(id);
            return true;
        }
        if (enter) {
            emit opened(id);
            return true;
        }
        if (key == Qt::Key_Delete && offer) {
            m_session->decline(id);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace liaison
