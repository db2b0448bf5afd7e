// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/CloseDialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {

CloseDialog::CloseDialog(const QString &customer, const QList<WrapupCode> &codes, const QString &lastCode, QWidget *parent)
    : QDialog(parent), m_codes(codes), m_filter(new QLineEdit(this)), m_list(new QListWidget(this)), m_note(new QLineEdit(this))
{
    setWindowTitle(tr("Close the conversation"));
    std::stable_partition(m_codes.begin(), m_codes.end(), [&lastCode](const WrapupCode &code) { return code.id == lastCode; });
    auto *head = new QLabel(tr("What was the conversation with %1 about?").arg(customer), this);
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    m_filter->setPlaceholderText(tr("Type to find a wrap-up code"));
    m_filter->setAccessibleName(tr("Find a wrap-up code"));
    m_list->setAccessibleName(tr("Wrap-up codes"));
    m_list->setMinimumHeight(200);
    m_note->setPlaceholderText(tr("Note for colleagues (optional)"));
    m_note->setAccessibleName(tr("Note for colleagues"));
    m_note->setMaxLength(2000);
    auto *buttons = new QDialogButtonBox(this);
    m_close = buttons->addButton(tr("Close conversation"), QDialogButtonBox::AcceptRole);
    m_close->setProperty("look", "primary");
    m_close->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    for (QWidget *widget : {static_cast<QWidget *>(head), static_cast<QWidget *>(m_filter), static_cast<QWidget *>(m_list),
                            static_cast<QWidget *>(m_note), static_cast<QWidget *>(buttons)})
        layout->addWidget(widget);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, &CloseDialog::narrow);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) { m_close->setEnabled(row >= 0); });
    m_filter->installEventFilter(this);
    narrow({});
    resize(420, sizeHint().height());
    m_filter->setFocus();
}

void CloseDialog::narrow(const QString &typed)
{
    m_list->clear();
    for (const WrapupCode &code : std::as_const(m_codes)) {
        if (!typed.isEmpty() && !code.name.contains(typed, Qt::CaseInsensitive) &&
            !code.id.startsWith(typed, Qt::CaseInsensitive))
            continue;
        auto *item = new QListWidgetItem(code.name, m_list);
        item->setData(Qt::UserRole, code.id);
    }
    m_list->setCurrentRow(m_list->count() > 0 ? 0 : -1);
    m_close->setEnabled(m_list->count() > 0);
}

bool CloseDialog::eventFilter(QObject *watched, QEvent *event)
{
    // The arrows move in the list while one types.
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

QString CloseDialog::code() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

QString CloseDialog::note() const { return m_note->text().trimmed(); }

} // namespace liaison
