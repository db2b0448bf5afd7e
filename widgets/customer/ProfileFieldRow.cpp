// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/ProfileFieldRow.h"
#include "widgets/controls/IconButton.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>

namespace liaison {

ProfileFieldRow::ProfileFieldRow(const QString &name, bool masked, QWidget *parent)
    : QWidget(parent), m_name(name), m_masked(masked), m_label(new QLabel(name, this)), m_text(new QLabel(this)),
      m_line(new QLineEdit(this)), m_stack(new QStackedWidget(this)),
      m_reveal(new IconButton(Icon::Eye, tr("Show %1").arg(name), {}, this)),
      m_copy(new IconButton(Icon::Copy, tr("Copy %1").arg(name), {}, this)),
      m_edit(new IconButton(Icon::Edit, tr("Change %1").arg(name), {}, this))
{
    m_label->setFixedWidth(72);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_line->setAccessibleName(name);
    m_line->setMaxLength(200);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_line);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_label);
    row->addWidget(m_stack, 1);
    for (IconButton *button : {m_reveal, m_copy, m_edit}) {
        button->setFixedSize(24, 24);
        button->setIconSize({16, 16});
        row->addWidget(button);
    }
    m_reveal->setVisible(masked);
    connect(m_reveal, &IconButton::clicked, this, [this] {
        m_revealed = !m_revealed;
        redraw();
    });
    connect(m_copy, &IconButton::clicked, this, [this] { QApplication::clipboard()->setText(m_value); });
    connect(m_edit, &IconButton::clicked, this, &ProfileFieldRow::startEdit);
    connect(m_line, &QLineEdit::editingFinished, this, [this] {
        if (m_stack->currentWidget() != m_line)
            return;
        m_stack->setCurrentWidget(m_text);
        const QString typed = m_line->text().trimmed();
        if (typed != m_value)
            emit edited(typed);
    });
    redraw();
}

QString ProfileFieldRow::mask(const QString &value)
{
    const QString plain = value.trimmed();
    if (plain.size() < 8)
        return QString(plain.size(), QLatin1Char('*'));
    return QStringLiteral("%1 **** %2").arg(plain.left(3), plain.right(4));
}

QString ProfileFieldRow::shown() const
{
    if (m_value.isEmpty())
        return QStringLiteral("—");
    return m_masked && !m_revealed ? mask(m_value) : m_value;
}

void ProfileFieldRow::setValue(const QString &value)
{
    if (m_value != value)
        m_revealed = false;
    m_value = value;
    redraw();
}

void ProfileFieldRow::setEditable(bool editable)
{
    m_editable = editable;
    redraw();
}

void ProfileFieldRow::startEdit()
{
    m_line->setText(m_value);
    m_stack->setCurrentWidget(m_line);
    m_line->setFocus();
    m_line->selectAll();
}

void ProfileFieldRow::redraw()
{
    m_text->setText(shown());
    m_text->setToolTip(m_masked && !m_revealed ? QString() : m_value.toHtmlEscaped());
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name, shown()));
    m_reveal->setVisible(m_masked && !m_value.isEmpty());
    m_reveal->setPicture(m_revealed ? Icon::EyeOff : Icon::Eye);
    m_reveal->setName(m_revealed ? tr("Hide %1").arg(m_name) : tr("Show %1").arg(m_name));
    m_copy->setVisible(!m_value.isEmpty());
    m_edit->setVisible(m_editable);
}

} // namespace liaison
