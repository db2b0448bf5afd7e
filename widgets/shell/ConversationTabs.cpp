// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationTabs.h"
#include "models/lists/ConversationListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/IconButton.h"
#include "widgets/controls/Pill.h"
#include "widgets/controls/PlainToolTip.h"
#include "widgets/shell/ConversationDelegate.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <utility>

namespace liaison {

namespace {
constexpr int tabHeight = 38;
constexpr int mostNameWidth = 130;
constexpr int pinWidth = 20;
constexpr int leastNameWidth = 52; // three Chinese characters are whole

struct Tab
{
    QString conversation;
    bool pinned = false;
    bool served = false; ///< was the agent's own and open while it had this tab; what was opened to be read is not
};
} // namespace

} // namespace liaison

Q_DECLARE_METATYPE(liaison::Tab)

namespace liaison {

ConversationTabs::ConversationTabs(Session *session, ConversationListModel *model, QWidget *parent)
    : QTabBar(parent), m_session(session), m_model(model)
{
    setAccessibleName(tr("Open conversations"));
    setMovable(true);
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideRight);
    setFocusPolicy(Qt::TabFocus);
    setFixedHeight(tabHeight);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(this, &QTabBar::currentChanged, this, [this](int) {
        // A tab that goes on the left of the current one changes its index, and nothing else.
        if (std::exchange(m_top, current()) != current())
            emit currentConversationChanged(current());
        // Through the event loop: a tab bar that is in the middle of a change must not lose a tab.
        QMetaObject::invokeMethod(this, &ConversationTabs::closeFinished, Qt::QueuedConnection);
    });
    connect(this, &QTabBar::tabMoved, this, &ConversationTabs::arrangementChanged);
    connect(session, &Session::conversationAdded, this, [this](const QString &id) { refresh(indexOfConversation(id)); });
    connect(session, &Session::conversationChanged, this, [this](const QString &id) {
        refresh(indexOfConversation(id));
        const Conversation *head = m_session->conversation(id);
        if (head && !head->isOpen())
            QMetaObject::invokeMethod(this, &ConversationTabs::closeFinished, Qt::QueuedConnection);
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        tabLayoutChange();
        remeasure();
    });
}

QString ConversationTabs::at(int index) const { return tabData(index).value<Tab>().conversation; }
QString ConversationTabs::current() const { return at(currentIndex()); }
bool ConversationTabs::isPinned(int index) const { return tabData(index).value<Tab>().pinned; }

int ConversationTabs::indexOfConversation(const QString &conversation) const
{
    for (int i = 0; i < count(); ++i) {
        if (at(i) == conversation)
            return i;
    }
    return -1;
}

QStringList ConversationTabs::conversations() const
{
    QStringList ids;
    for (int i = 0; i < count(); ++i)
        ids << at(i);
    return ids;
}

QStringList ConversationTabs::pinned() const
{
    QStringList ids;
    for (int i = 0; i < count(); ++i) {
        if (isPinned(i))
            ids << at(i);
    }
    return ids;
}

void ConversationTabs::addCloseButton(int index)
{
    auto *close = new IconButton(Icon::Dismiss, tr("Close the tab"), QKeySequence(QStringLiteral("Ctrl+W")), this);
    close->setFixedSize(22, 22);
    close->setIconSize({16, 16});
    close->setFocusPolicy(Qt::NoFocus); // Ctrl+W and the menu do it; one tab stop per tab is enough
    const QString id = at(index);
    connect(close, &IconButton::clicked, this, [this, id] { closeConversation(id); });
    setTabButton(index, QTabBar::RightSide, close);
}

void ConversationTabs::open(const QString &conversation)
{
    int index = indexOfConversation(conversation);
    if (index < 0) {
        {
            // The first tab becomes current as it is added, before it knows its conversation.
            const QSignalBlocker blocker(this);
            index = addTab(QString());
            setTabData(index, QVariant::fromValue(Tab{conversation}));
            refresh(index);
            addCloseButton(index);
        }
        setCurrentIndex(index);
        if (std::exchange(m_top, conversation) != conversation)
            emit currentConversationChanged(conversation);
        emit arrangementChanged();
        return;
    }
    setCurrentIndex(index);
}

void ConversationTabs::closeConversation(const QString &conversation)
{
    const int index = indexOfConversation(conversation);
    if (index < 0)
        return;
    removeTab(index);
    m_words.remove(conversation);
    emit conversationClosed(conversation);
    emit arrangementChanged();
}

bool ConversationTabs::isFinished(int index) const
{
    const Tab tab = tabData(index).value<Tab>();
    const Conversation *head = m_session->conversation(tab.conversation);
    if (!tab.served || tab.pinned || !head || head->isOpen())
        return false;
    return m_session->draft(tab.conversation).isEmpty() && m_session->draft(Session::noteDraftOf(tab.conversation)).isEmpty() &&
           m_session->pending(tab.conversation).isEmpty() && m_session->toSend(tab.conversation) == 0 &&
           !(m_keeps && m_keeps(tab.conversation));
}

void ConversationTabs::closeFinished()
{
    // Under the pointer nothing moves: a click that is meant for one tab must not close its neighbour.
    if (underMouse() || QApplication::mouseButtons() != Qt::NoButton)
        return;
    for (int i = count() - 1; i >= 0; --i) {
        if (i != currentIndex() && isFinished(i))
            closeConversation(at(i));
    }
}

void ConversationTabs::leaveEvent(QEvent *event)
{
    QTabBar::leaveEvent(event);
    QMetaObject::invokeMethod(this, &ConversationTabs::closeFinished, Qt::QueuedConnection);
}

void ConversationTabs::setPinned(const QString &conversation, bool pin)
{
    const int index = indexOfConversation(conversation);
    if (index < 0 || isPinned(index) == pin)
        return;
    Tab tab = tabData(index).value<Tab>();
    tab.pinned = pin;
    setTabData(index, QVariant::fromValue(tab));
    int front = 0;
    for (int i = 0; i < count(); ++i) {
        if (i != index && isPinned(i))
            ++front;
    }
    moveTab(index, front);
    refresh(indexOfConversation(conversation));
    emit arrangementChanged();
}

ConversationTabs::Words ConversationTabs::wordsFor(int index) const
{
    Words words;
    const QString id = at(index);
    words.pinned = isPinned(index);
    const Conversation *head = m_session->conversation(id);
    words.name = head && !head->customerName.isEmpty() ? head->customerName : tr("Visitor");
    words.nameWidth =
        qMin(mostNameWidth, QFontMetrics(Theme::instance().font(FontRole::BodyStrong)).horizontalAdvance(words.name));
    if (!head)
        return words;
    if (const int row = m_model->rowOf(id); row >= 0) {
        const QModelIndex at = m_model->index(row, 0);
        words.hint = ConversationDelegate::timeWords(at, m_session->hubNow(), true);
        const auto urgency = static_cast<Urgency>(at.data(ConversationRole::Urgency).toInt());
        words.tone = int(urgency == Urgency::Late   ? Pill::Tone::Late
                         : urgency == Urgency::Soon ? Pill::Tone::Soon
                                                    : Pill::Tone::Calm);
        words.pill = !words.hint.isEmpty();
    }
    if (words.hint.isEmpty()) {
        if (m_session->isTyping(id))
            words.hint = tr("typing");
        else if (!m_session->draft(id).isEmpty())
            words.hint = tr("draft");
        else if (!head->isOpen())
            words.hint = tr("closed");
    }
    // Room for any digits, so that a running clock moves no tab.
    QString widest = words.hint;
    for (QChar &character : widest)
        character = character.isDigit() ? QLatin1Char('0') : character;
    words.hintRoom = widest.isEmpty() ? 0 : Pill::sizeOf(widest).width();
    return words;
}

const ConversationTabs::Words &ConversationTabs::wordsOf(int index) const
{
    const QString id = at(index);
    const auto known = m_words.constFind(id);
    return known != m_words.constEnd() ? *known : *m_words.insert(id, wordsFor(index));
}

void ConversationTabs::refresh(int index)
{
    if (index < 0)
        return;
    noteServed(index);
    const Words words = wordsFor(index);
    const Words before = std::exchange(m_words[at(index)], words);
    if (words == before)
        return;
    const QString text = words.hint.isEmpty() ? words.name : QStringLiteral("%1, %2").arg(words.name, words.hint);
    setAccessibleTabName(index, words.pinned ? tr("%1, pinned").arg(text) : text);
    setTabToolTip(index, plainToolTip(words.name));
    if (words.isAsWideAs(before))
        update(tabRect(index));
    else
        layOutLater();
}

void ConversationTabs::noteServed(int index)
{
    Tab tab = tabData(index).value<Tab>();
    const Conversation *head = m_session->conversation(tab.conversation);
    if (tab.served || !head || !head->isOpen() || head->agent != m_session->me().id)
        return; // one that a colleague serves was opened to be read
    tab.served = true;
    setTabData(index, QVariant::fromValue(tab));
}

void ConversationTabs::layOutLater()
{
    // What marks the layout as old, for the next picture. setTabText() would lay all tabs out for each that changed, and scroll
    // back to the current one.
    setIconSize(iconSize());
}

void ConversationTabs::tick()
{
    for (int i = 0; i < count(); ++i)
        refresh(i);
}

void ConversationTabs::remeasure()
{
    m_words.clear();
    tick();
    layOutLater();
}

void ConversationTabs::step(int by)
{
    if (count() > 1)
        setCurrentIndex((currentIndex() + by + count()) % count());
}

QSize ConversationTabs::tabSizeHint(int index) const
{
    const Words &words = wordsOf(index);
    int width = 14 + words.nameWidth + 2 + 36;
    if (words.hintRoom > 0)
        width += 8 + words.hintRoom;
    if (words.pinned)
        width += pinWidth;
    return {width, tabHeight};
}

QSize ConversationTabs::minimumTabSizeHint(int index) const
{
    // With many tabs names give way first; what is left still holds a few characters and the whole time.
    const int name = wordsOf(index).nameWidth;
    return {tabSizeHint(index).width() - name + qMin(name, leastNameWidth), tabHeight};
}

void ConversationTabs::paintTab(QPainter *painter, int index)
{
    const Theme &theme = Theme::instance();
    const QRect rect = tabRect(index);
    const bool current = index == currentIndex();
    if (current) {
        painter->fillRect(rect.adjusted(0, 6, 0, 0), theme.color(Token::Surface));
        painter->setPen(theme.color(Token::Line));
        painter->drawLine(rect.left(), rect.top() + 6, rect.left(), rect.bottom());
        painter->drawLine(rect.right(), rect.top() + 6, rect.right(), rect.bottom());
        painter->drawLine(rect.left(), rect.top() + 6, rect.right(), rect.top() + 6);
    }
    const Words &words = wordsOf(index);
    int x = rect.left() + 14;
    const QRect line(rect.left(), rect.top() + 6, rect.width(), rect.height() - 6);
    if (words.pinned) {
        Icons::paint(painter, QRect(x - 2, line.top(), 16, line.height()), Icon::Pin, 14, Token::Text2, true);
        x += pinWidth;
    }
    const QFont font = theme.font(current ? FontRole::BodyStrong : FontRole::Body);
    const QFontMetrics metrics(font);
    // What the tab has, less what its other parts need: it may be narrower than it would like to be.
    const int room = qMax(0, rect.width() - (tabSizeHint(index).width() - words.nameWidth) + 2);
    const QString name = metrics.elidedText(words.name, Qt::ElideRight, room);
    painter->setFont(font);
    painter->setPen(theme.color(current ? Token::Text : Token::Text2));
    painter->drawText(QRect(x, line.top(), room, line.height()), Qt::AlignVCenter | Qt::TextSingleLine, name);
    x += metrics.horizontalAdvance(name) + 8;
    if (!words.hint.isEmpty()) {
        const QSize size = Pill::sizeOf(words.hint);
        const QRect box(x, line.center().y() - size.height() / 2 + 1, size.width(), size.height());
        if (words.pill) {
            Pill::paint(painter, box, words.hint, static_cast<Pill::Tone>(words.tone));
        } else {
            painter->setFont(theme.font(FontRole::SmallStrong));
            painter->setPen(theme.color(Token::Text2));
            painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, words.hint);
        }
    }
    if (current && hasFocus()) {
        painter->setPen(QPen(theme.color(Token::Accent), 2));
        painter->drawRect(rect.adjusted(2, 8, -3, -2));
    }
}

void ConversationTabs::paintEvent(QPaintEvent *event)
{
    const Theme &theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Window));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Token::Line));
    const auto paint = [&](int index) {
        if (event->region().intersects(tabRect(index)))
            paintTab(&painter, index);
    };
    for (int i = 0; i < count(); ++i) {
        if (i != currentIndex())
            paint(i);
    }
    if (currentIndex() >= 0)
        paint(currentIndex()); // its line lies over its neighbours
}

void ConversationTabs::tabLayoutChange()
{
    // Qt switches the left one off with each layout, and only a change of the current tab switches it on again.
    if (auto *left = findChild<QWidget *>(QStringLiteral("ScrollLeftButton"), Qt::FindDirectChildrenOnly); left && count() > 0)
        QMetaObject::invokeMethod(
            this, [this, left] { left->setEnabled(count() > 0 && tabRect(0).left() < 0); }, Qt::QueuedConnection);
    // The buttons that scroll lie over the tabs and their crosses, and are see-through if nobody sees to it.
    for (const char *name : {"ScrollLeftButton", "ScrollRightButton"}) {
        if (auto *button = findChild<QWidget *>(QLatin1String(name), Qt::FindDirectChildrenOnly)) {
            QPalette ground = button->palette();
            ground.setColor(QPalette::Button, Theme::instance().color(Token::Window));
            button->setPalette(ground);
            button->setAutoFillBackground(true);
            button->raise();
        }
    }
}

void ConversationTabs::mouseReleaseEvent(QMouseEvent *event)
{
    const int index = tabAt(event->pos());
    if (event->button() == Qt::MiddleButton && index >= 0 && !isPinned(index)) {
        closeConversation(at(index));
        return;
    }
    QTabBar::mouseReleaseEvent(event);
}

void ConversationTabs::contextMenuEvent(QContextMenuEvent *event)
{
    const int index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : tabAt(event->pos());
    if (index < 0)
        return;
    const QString id = at(index);
    const bool pin = isPinned(index);
    QMenu menu(this);
    menu.addAction(Icons::icon(Icon::Pin), pin ? tr("Unpin") : tr("Pin"), this, [this, id, pin] { setPinned(id, !pin); });
    menu.addAction(Icons::icon(Icon::Dismiss), tr("Close the tab"), QKeySequence(QStringLiteral("Ctrl+W")), this,
                   [this, id] { closeConversation(id); });
    menu.addAction(tr("Close the others"), this, [this, id] {
        for (const QString &other : conversations()) {
            if (other != id && !isPinned(indexOfConversation(other)))
                closeConversation(other);
        }
    });
    menu.exec(event->globalPos());
}

void ConversationTabs::changeEvent(QEvent *event)
{
    QTabBar::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        remeasure();
}

} // namespace liaison
