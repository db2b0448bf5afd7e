// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QIcon>
#include <QList>
#include <QStringList>
#include <QWidget>

class QLineEdit;
class QListWidget;

namespace liaison {

/// A list that is narrowed by typing: a field above, the rows that match below. The arrows move in the list while one types,
/// Enter or a double click takes the row. A row that is chosen stays chosen while it matches. GUI thread.
class FilteredList : public QWidget
{
    Q_OBJECT
public:
    struct Row
    {
        QString id;
        QString words;       ///< what is shown
        QStringList foundBy; ///< what typing is looked for in; a row without any is found by its words
        QIcon icon;
        bool enabled = true; ///< a disabled row is seen, so that one knows why not, and cannot be chosen
    };

    /// `hint` stands in the empty field; the names are for a screen reader.
    FilteredList(const QString &hint, const QString &fieldName, const QString &listName, QWidget *parent = nullptr);

    void setRows(const QList<Row> &rows);
    QString currentId() const; ///< empty if no row matches

signals:
    void currentChanged(const QString &id);
    void taken(); ///< a double click or Enter in the list

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();

    QList<Row> m_rows;
    QLineEdit *m_field;
    QListWidget *m_list;
};

} // namespace liaison
