// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QTabBar>
#include <functional>

namespace liaison {

class ConversationListModel;
class Session;

/// The conversations that are open side by side. A tab says who, how urgent, whether a draft lies there or the customer types.
/// Pinned tabs stand in front and are not closed by Ctrl+W. The tab of a conversation that was the agent's own and is closed goes by
/// itself once the agent looks at another one, unless it is pinned or anything in it is not finished (a draft, a message that is not
/// sent): a day has hundreds of them. What was opened to be read stays. GUI thread.
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
    /// Asked before a tab goes by itself; what it says yes to stays.
    void setKeeper(std::function<bool(const QString &conversation)> keeps) { m_keeps = std::move(keeps); }
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
    void leaveEvent(QEvent *event) override;

private:
    /// What a tab says, and the px it wants for it. Worked out when its conversation changes or time moves on, not when it is
    /// painted or laid out: fifty tabs are asked for their sizes again and again.
    struct Words
    {
        QString name;
        QString hint;
        int tone = 0; ///< int(Pill::Tone)
        bool pill = false;
        bool pinned = false;
        int nameWidth = 0;
        int hintRoom = 0;
        bool isAsWideAs(const Words &other) const
        {
            return nameWidth == other.nameWidth && hintRoom == other.hintRoom && pinned == other.pinned;
        }
        friend bool operator==(const Words &, const Words &) = default;
    };
    Words wordsFor(int index) const;
    const Words &wordsOf(int index) const;
    void refresh(int index);
    void noteServed(int index);
    void closeFinished();
    void remeasure();
    void layOutLater();
    void paintTab(QPainter *painter, int index);
    void addCloseButton(int index);

    Session *m_session;
    ConversationListModel *m_model;
    bool isFinished(int index) const;
    std::function<bool(const QString &)> m_keeps;
    QString m_top;                         ///< what was told to be on top last
    mutable QHash<QString, Words> m_words; ///< by conversation
};

} // namespace liaison
