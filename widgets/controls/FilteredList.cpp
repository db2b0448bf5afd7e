// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/FilteredList.h"

#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {

namespace {
constexpr int rowsShown = 8; ///< whole rows the list has room for, at least
}

FilteredList::FilteredList(const QString &hint, const QString &fieldName, const QString &listName, QWidget *parent)
    : QWidget(parent), m_field(new QLineEdit(this)), m_list(new QListWidget(this))
{
    m_field->setPlaceholderText(hint);
    m_field->setAccessibleName(fieldName);
    m_field->installEventFilter(this);
    m_list->setAccessibleName(listName);
    m_list->setMinimumHeight(rowsShown * Theme::ListRowHeight + 2 * m_list->frameWidth());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    setFocusProxy(m_field);
    connect(m_field, &QLineEdit::textChanged, this, &FilteredList::fill);
    connect(m_list, &QListWidget::itemActivated, this, &FilteredList::taken);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] { emit currentChanged(currentId()); });
}

void FilteredList::setRows(const QList<Row> &rows)
{
    m_rows = rows;
    fill();
}

QString FilteredList::currentId() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

void FilteredList::fill()
{
    const QString typed = m_field->text().trimmed();
    const QString kept = currentId();
    int first = -1;
    int same = -1;
    {
        const QSignalBlocker blocker(m_list); // one signal at the end, not one for each row
        m_list->clear();
        for (const Row &row : std::as_const(m_rows)) {
            const QStringList found = row.foundBy.isEmpty() ? QStringList(row.words) : row.foundBy;
            if (!typed.isEmpty() && std::none_of(found.begin(), found.end(), [&typed](const QString &text) {
                    return text.contains(typed, Qt::CaseInsensitive);
                }))
                continue;
            auto *item = new QListWidgetItem(row.icon, row.words, m_list);
            item->setData(Qt::UserRole, row.id);
            if (!row.enabled) {
                item->setFlags(item->flags() & ~(Qt::ItemIsEnabled | Qt::ItemIsSelectable));
                continue;
            }
            if (first < 0)
                first = m_list->count() - 1;
            if (row.id == kept)
                same = m_list->count() - 1;
        }
        m_list->setCurrentRow(same >= 0 ? same : first);
    }
    emit currentChanged(currentId());
}

bool FilteredList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace liaison
