// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAccessibleWidget>
#include <QHash>
#include <QPersistentModelIndex>

namespace liaison {

class MessageListView;

/// What a screen reader sees of a message list: a list whose items are all messages, named "author, time: text, state"; then the
/// button to the newest, if it is there. Items are made when asked for. GUI thread.
class MessageListAccessible : public QAccessibleWidget
{
public:
    explicit MessageListAccessible(MessageListView *view);
    ~MessageListAccessible() override;

    /// Makes Qt use this class for every MessageListView; once per program is enough, more do no harm.
    static void install();

    // --- told by the view; each costs nothing while nobody listens ---
    static void rowsInserted(MessageListView *view, int first, int last);
    static void rowsRemoved(MessageListView *view, int first, int last);
    static void rowsReset(MessageListView *view);
    static void focusRow(MessageListView *view, int row);
    static void selectionChanged(MessageListView *view);
    /// A new message is said aloud, if the reader speaks live regions.
    static void announce(MessageListView *view, int row);

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    QString text(QAccessible::Text t) const override;

    MessageListView *view() const;

private:
    struct Item
    {
        QPersistentModelIndex index;
        QAccessible::Id id;
    };
    void rebuild();
    void dropAll();
    static MessageListAccessible *of(MessageListView *view);

    mutable QHash<int, Item> m_items; ///< by row; only those asked for
};

} // namespace liaison
