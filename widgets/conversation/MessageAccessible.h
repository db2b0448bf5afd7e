// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAccessibleInterface>
#include <QPersistentModelIndex>
#include <QPointer>

namespace liaison {

class MessageListView;

/// One message for screen readers. Its actions are those of Enter and of a click. GUI thread; owned by QAccessible's cache.
class MessageAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    MessageAccessible(MessageListView *view, const QModelIndex &index);

    int row() const { return m_index.isValid() ? m_index.row() : -1; }

    bool isValid() const override;
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text t) const override;
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override;
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<MessageListView> m_view;
    QPersistentModelIndex m_index;
};

} // namespace liaison
