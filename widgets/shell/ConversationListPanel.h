// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;
class QListView;
class QStackedWidget;

namespace liaison {

class Chip;
class ConversationDelegate;
class ConversationListModel;
class EmptyState;
class Session;
class WaitingListModel;

/// Who: the agent's conversations in the order in which they need him, filters above, and the queue from which he may take. GUI thread.
class ConversationListPanel : public QWidget
{
    Q_OBJECT
public:
    ConversationListPanel(Session *session, ConversationListModel *model, QWidget *parent = nullptr);

    enum class View { NeedsMe, All, Queue, Parked };
    void setView(View view);
    View view() const { return m_view; }
    void select(const QString &conversation);
    void focusList();
    /// Times moved on: repaints what says them.
    void tick();

signals:
    void opened(const QString &conversation);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateWords();
    void updateEmpty();
    void takeCurrent();

    Session *m_session;
    ConversationListModel *m_model;
    WaitingListModel *m_waiting;
    ConversationDelegate *m_delegate;
    View m_view = View::NeedsMe;
    QLabel *m_title;
    QLabel *m_counts;
    Chip *m_chips[4];
    QStackedWidget *m_stack;
    QListView *m_list;
    QListView *m_queue;
    EmptyState *m_empty;
    bool m_relayoutDue = false;
};

} // namespace liaison
