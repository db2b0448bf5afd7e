// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QWidget>

class QStackedWidget;

namespace liaison {

class ConversationListModel;
class ConversationPage;
class ConversationTabs;
class EmptyState;
class IconButton;
class Session;
class ThumbnailSource;

/// What: the tabs and the page of the conversation that is on top. A page is made when its tab is first shown and goes with the tab;
/// its draft is in the store by then. GUI thread.
class ConversationArea : public QWidget
{
    Q_OBJECT
public:
    ConversationArea(Session *session, ConversationListModel *model, QWidget *parent = nullptr);

    ConversationTabs *tabs() const { return m_tabs; }
    QString current() const;
    ConversationPage *currentPage() const;
    void open(const QString &conversation);
    /// Opens it and shows a message of it.
    void openAt(const QString &conversation, const QString &mid, qint64 cseq);
    void restore(const QStringList &conversations, const QStringList &pinned, const QString &current);
    void focusComposer();
    IconButton *listButton() const { return m_listButton; }
    IconButton *profileButton() const { return m_profileButton; }
    void tick();

signals:
    void currentChanged(const QString &conversation);
    void sentAndNext(const QString &conversation);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showCurrent();
    Session *m_session;
    ConversationTabs *m_tabs;
    IconButton *m_listButton;
    IconButton *m_profileButton;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    ThumbnailSource *m_thumbnails;
    QHash<QString, ConversationPage *> m_pages;
};

} // namespace liaison
