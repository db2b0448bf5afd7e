// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/MessageAccessible.h"

#include "widgets/conversation/MessageListView.h"

namespace liaison {

MessageAccessible::MessageAccessible(MessageListView *view, const QModelIndex &index) : m_view(view), m_index(index) {}

bool MessageAccessible::isValid() const { return m_view && m_index.isValid(); }

QAccessibleInterface *MessageAccessible::parent() const
{
    return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
}

QString MessageAccessible::text(QAccessible::Text t) const
{
    if (!isValid())
        return {};
    if (t == QAccessible::Name)
        return MessageItem::fromIndex(m_index).spoken();
    if (t == QAccessible::Value)
        return MessageItem::fromIndex(m_index).words();
    return {};
}

QRect MessageAccessible::rect() const
{
    if (!isValid())
        return {};
    const QRect rect = m_view->rowRect(m_index.row());
    return {m_view->viewport()->mapToGlobal(rect.topLeft()), rect.size()};
}

QAccessible::State MessageAccessible::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = true;
    state.selectable = true;
    state.readOnly = true;
    state.selected = m_view->isRowSelected(m_index.row());
    state.focused = m_view->hasFocus() && m_view->currentRow() == m_index.row();
    state.offscreen = !m_view->viewport()->rect().intersects(m_view->rowRect(m_index.row()));
    return state;
}

void *MessageAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
}

QStringList MessageAccessible::actionNames() const { return {pressAction(), setFocusAction()}; }

void MessageAccessible::doAction(const QString &name)
{
    if (!isValid())
        return;
    if (name == setFocusAction()) {
        m_view->setFocus(Qt::OtherFocusReason);
        m_view->setCurrentRow(m_index.row());
    } else if (name == pressAction()) {
        m_view->activateRow(m_index.row());
    }
}

} // namespace liaison
