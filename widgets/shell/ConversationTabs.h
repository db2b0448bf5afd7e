// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QTabBar>

namespace liaison {

class ConversationListModel;
class Session;

/// The conversations that are open side by side. A tab says who, how urgent, whether a draft lies there or the customer types.
/// Pinned tabs stand in front and are not closed by Ctrl+W. GUI thread.
class ConversationTabs : public QTabBar
{
    Q_OBJECT
public:
    ConversationTabs(Session *session, ConversationListModel *model, QWidget *parent = nullptr);

    /// Opens (if need be) and makes it the current one.
    void open(const QString &conversation);
    void closeConversation(const QString &conversation);
    QString current() const;
    QString at(int index) const;
    int indexOfConversation(const QString &conversation) const;
    QStringList conversations() const;
    QStringList pinned() const;
    void setPinned(const QString &conversation, bool pinned);
    bool isPinned(int index) const;
    /// Times moved on.
    void tick();
    void step(int by);

signals:
    void currentConversationChanged(const QString &conversation);
    void conversationClosed(const QString &conversation);
    /// Order, pins or set changed: worth keeping.
    void arrangementChanged();

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
    void tabLayoutChange() override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Words
    {
        QString name;
        QString hint;
        int tone = 0; ///< int(Pill::Tone)
        bool pill = false;
    };
    Words wordsOf(int index) const;
    int nameWidth(int index) const; ///< px the name wants
    void refresh(int index);
    void paintTab(QPainter *painter, int index);
    void addCloseButton(int index);

    Session *m_session;
    ConversationListModel *m_model;
    QHash<int, QString> m_shown;
};

} // namespace liaison
