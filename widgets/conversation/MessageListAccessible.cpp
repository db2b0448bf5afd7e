// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageListAccessible.h"

#include "widgets/conversation/JumpButton.h"
#include "widgets/conversation/MessageAccessible.h"
#include "widgets/conversation/MessageListView.h"

namespace liaison {
namespace {

QAccessibleInterface *makeFor(const QString &, QObject *object)
{
    auto *view = qobject_cast<MessageListView *>(object);
    return view ? new MessageListAccessible(view) : nullptr;
}

/// The interfaces that exist, by view.
QHash<MessageListView *, MessageListAccessible *> &made()
{
    static QHash<MessageListView *, MessageListAccessible *> all;
    return all;
}

JumpButton *jumpButton(const MessageListView *view)
{
    auto *button = view->viewport()->findChild<JumpButton *>();
    return button && button->isVisible() ? button : nullptr;
}

} // namespace

MessageListAccessible::MessageListAccessible(MessageListView *view) : QAccessibleWidget(view, QAccessible::List)
{
    made().insert(view, this);
}

MessageListAccessible::~MessageListAccessible() { dropAll(); }

void MessageListAccessible::install() { QAccessible::installFactory(makeFor); }

MessageListView *MessageListAccessible::view() const { return static_cast<MessageListView *>(widget()); }

MessageListAccessible *MessageListAccessible::of(MessageListView *view)
{
    // Whoever was asked for once must stay right; a new one is made only while somebody listens.
    if (MessageListAccessible *known = made().value(view))
        return known;
    return QAccessible::isActive() ? static_cast<MessageListAccessible *>(QAccessible::queryAccessibleInterface(view)) : nullptr;
}

int MessageListAccessible::childCount() const { return view()->geometryOfRows().count() + (jumpButton(view()) ? 1 : 0); }

QAccessibleInterface *MessageListAccessible::child(int index) const
{
    const int rows = view()->geometryOfRows().count();
    if (index == rows)
        return QAccessible::queryAccessibleInterface(jumpButton(view()));
    if (index < 0 || index > rows || !view()->model())
        return nullptr;
    if (const auto known = m_items.constFind(index); known != m_items.constEnd())
        return QAccessible::accessibleInterface(known->id);
    const QModelIndex row = view()->model()->index(index, 0);
    auto *made = new MessageAccessible(view(), row);
    m_items.insert(index, {row, QAccessible::registerAccessibleInterface(made)});
    return made;
}

int MessageListAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    if (!child)
        return -1;
    if (child->object())
        return child->object() == jumpButton(view()) ? view()->geometryOfRows().count() : -1;
    const auto *item = dynamic_cast<const MessageAccessible *>(child);
    return item ? item->row() : -1;
}

QAccessibleInterface *MessageListAccessible::childAt(int x, int y) const
{
    const QPoint point = view()->viewport()->mapFromGlobal(QPoint(x, y));
    if (!view()->viewport()->rect().contains(point))
        return nullptr;
    if (JumpButton *button = jumpButton(view()); button && button->geometry().contains(point))
        return QAccessible::queryAccessibleInterface(button);
    const int row = view()->rowAt(point);
    return row >= 0 ? child(row) : nullptr;
}

QAccessibleInterface *MessageListAccessible::focusChild() const
{
    if (view()->hasFocus() && view()->currentRow() >= 0)
        return child(view()->currentRow());
    return QAccessibleWidget::focusChild();
}

QString MessageListAccessible::text(QAccessible::Text t) const { return QAccessibleWidget::text(t); }

/// Rows moved: every known item is found again under its row's new number, those that went are let go.
void MessageListAccessible::rebuild()
{
    QHash<int, Item> again;
    for (const Item &item : std::as_const(m_items)) {
        if (item.index.isValid())
            again.insert(item.index.row(), item);
        else
            QAccessible::deleteAccessibleInterface(item.id);
    }
    m_items.swap(again);
}

void MessageListAccessible::dropAll()
{
    for (const Item &item : std::as_const(m_items))
        QAccessible::deleteAccessibleInterface(item.id);
    m_items.clear();
}

void MessageListAccessible::rowsInserted(MessageListView *view, int first, int last)
{
    if (MessageListAccessible *list = of(view)) {
        if (last + 1 < view->geometryOfRows().count()) // at the end nobody's number changes
            list->rebuild();
        QAccessibleEvent event(view, QAccessible::ObjectCreated);
        event.setChild(first);
        QAccessible::updateAccessibility(&event);
    }
}

void MessageListAccessible::rowsRemoved(MessageListView *view, int, int)
{
    if (MessageListAccessible *list = of(view))
        list->rebuild();
}

void MessageListAccessible::rowsReset(MessageListView *view)
{
    if (MessageListAccessible *list = of(view)) {
        list->dropAll();
        QAccessibleEvent event(view, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }
}

void MessageListAccessible::focusRow(MessageListView *view, int row)
{
    if (MessageListAccessible *list = of(view); list && view->hasFocus()) {
        QAccessibleEvent event(list->child(row), QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

void MessageListAccessible::selectionChanged(MessageListView *view)
{
    if (of(view)) {
        QAccessibleEvent event(view, QAccessible::SelectionWithin);
        QAccessible::updateAccessibility(&event);
    }
}

void MessageListAccessible::announce(MessageListView *view, int row)
{
    if (MessageListAccessible *list = of(view); list && view->isVisible()) {
        QAccessibleEvent event(list->child(row), QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace liaison
