// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

class QAbstractItemModel;
class QKeyEvent;
class QListView;

namespace liaison {

/// The list of canned replies over the composer. The text field keeps the focus; keys come through takeKey(). GUI thread.
class CannedPopup : public QFrame
{
    Q_OBJECT
public:
    explicit CannedPopup(QWidget *parent);

    void setModel(QAbstractItemModel *model); ///< roles of CannedReplyModel::Role; not owned
    /// Shows the matches above `anchor` (of any widget in the same window); hides if there are none.
    void showAbove(const QWidget *anchor);
    /// Arrows, Enter, Tab and Esc while it is visible; true if used.
    bool takeKey(QKeyEvent *event);
    int currentRow() const;

signals:
    void chosen(int row);
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QListView *m_list;
};

} // namespace liaison
