// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPersistentModelIndex>
#include <QString>

class QAbstractItemModel;

namespace liaison {

/// What is selected in a message list: from one character of one message to one of another. Rows may come and go meanwhile. A
/// selection that spans messages takes the first from its character on, the last up to its character, those between whole.
/// GUI thread.
class MessageSelection
{
public:
    /// Stands for the end of a message, however long.
    static constexpr int End = 1 << 30;

    struct Range
    {
        int start = 0;
        int end = 0;
        bool isEmpty() const { return start >= end; }
        bool isWhole() const { return start == 0 && end == End; }
    };

    void clear();
    /// Puts both ends at one place.
    void start(const QModelIndex &row, int position);
    /// Moves the second end.
    void extendTo(const QModelIndex &row, int position);
    /// From the beginning of `from` to the end of `to`, in either order; `to` is the end that moves.
    void selectRows(const QModelIndex &from, const QModelIndex &to);

    bool isEmpty() const;
    bool spansRows() const;
    int firstRow() const; ///< -1 if empty
    int lastRow() const;
    int startRow() const { return m_from.row(); } ///< the end that stays
    int movingRow() const { return m_to.row(); }
    Range rangeIn(int row) const;
    /// The words for the clipboard: within one message only its text; of several "author, time" above each.
    QString text(const QAbstractItemModel *model) const;

private:
    QPersistentModelIndex m_from;
    QPersistentModelIndex m_to;
    int m_fromPosition = 0;
    int m_toPosition = 0;
};

} // namespace liaison
