// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/shell/ConversationRowPictures.h"

#include <QStyledItemDelegate>

namespace liaison {

class Session;

/// Paints one row of the conversation list: who, how urgent, what was said last, draft, typing, unread. The first row of a group
/// carries the group's name above it. GUI thread.
class ConversationDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ConversationDelegate(Session *session, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

    /// The words of the time pill ("0:12 left", "Late 1:42"), empty if nobody waits; for tabs the short form without words.
    static QString timeWords(const QModelIndex &index, qint64 hubNow, bool brief);
    static bool startsGroup(const QModelIndex &index);

    /// Rows painted anew so far; what looks as it did is not.
    qint64 paintedRows() const { return m_pictures.painted(); }

signals:
    void acceptClicked(const QString &conversation);
    void declineClicked(const QString &conversation);

private:
    ConversationRow rowOf(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void nameGroup(ConversationRow *row, const QModelIndex &index) const;

    Session *m_session;
    mutable ConversationRowPictures m_pictures;
};

} // namespace liaison
