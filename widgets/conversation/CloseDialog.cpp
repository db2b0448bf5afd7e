// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/CloseDialog.h"

#include "widgets/controls/FilteredList.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace liaison {

CloseDialog::CloseDialog(const QString &customer, const QList<WrapupCode> &codes, const QString &lastCode, QWidget *parent)
    : QDialog(parent),
      m_codes(new FilteredList(tr("Type to find a wrap-up code"), tr("Find a wrap-up code"), tr("Wrap-up codes"), this)),
      m_note(new QLineEdit(this))
{
    setWindowTitle(tr("Close the conversation"));
    auto *head = new QLabel(tr("What was the conversation with %1 about?").arg(customer), this);
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    m_note->setPlaceholderText(tr("Note for colleagues (optional)"));
    m_note->setAccessibleName(tr("Note for colleagues"));
    m_note->setMaxLength(2000);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *close = buttons->addButton(tr("Close conversation"), QDialogButtonBox::AcceptRole);
    close->setProperty("look", "primary");
    close->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    for (QWidget *widget : {static_cast<QWidget *>(head), static_cast<QWidget *>(m_codes), static_cast<QWidget *>(m_note),
                            static_cast<QWidget *>(buttons)})
        layout->addWidget(widget);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_codes, &FilteredList::taken, this, &QDialog::accept);
    connect(m_codes, &FilteredList::currentChanged, close, [close](const QString &id) { close->setEnabled(!id.isEmpty()); });
    QList<FilteredList::Row> rows;
    for (const WrapupCode &code : codes)
        rows.append({code.id, code.name, {code.name, code.id}, {}, true});
    std::stable_partition(rows.begin(), rows.end(), [&lastCode](const FilteredList::Row &row) { return row.id == lastCode; });
    m_codes->setRows(rows);
    resize(420, sizeHint().height());
    m_codes->setFocus();
}

QString CloseDialog::code() const { return m_codes->currentId(); }
QString CloseDialog::note() const { return m_note->text().trimmed(); }

} // namespace liaison
