// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/ProfileField.h"

#include "widgets/controls/ElidedLabel.h"
#include "widgets/controls/IconButton.h"
#include "widgets/customer/PhoneMask.h"
#include "widgets/theme/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>

namespace liaison {

namespace {
constexpr int labelWidth = 72;
constexpr int mostFieldCharacters = 200;
} // namespace

ProfileField::ProfileField(const QString &label, Kind kind, QWidget *parent)
    : QWidget(parent), m_kind(kind), m_label(new QLabel(this)), m_reading(new QWidget(this)),
      m_shown(new ElidedLabel(FontRole::Body, Token::Text, m_reading)), m_edit(new QLineEdit(this)),
      m_reveal(new IconButton(Icon::Eye, {}, {}, m_reading)), m_copy(new IconButton(Icon::Copy, {}, {}, m_reading)),
      m_change(new IconButton(Icon::Edit, {}, {}, m_reading)), m_stack(new QStackedLayout)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_label->setFixedWidth(labelWidth);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setFont(Theme::instance().font(FontRole::Body));
    m_label->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_label);
    row->addLayout(m_stack, 1);

    auto *reading = new QHBoxLayout(m_reading);
    reading->setContentsMargins(0, 0, 0, 0);
    reading->setSpacing(0);
    reading->addWidget(m_shown, 1);
    for (IconButton *button : {m_reveal, m_copy, m_change}) {
        button->setIconSize({16, 16});
        button->setFixedSize(24, 24);
        reading->addWidget(button);
    }
    m_edit->setMaxLength(mostFieldCharacters);
    m_edit->installEventFilter(this);
    m_stack->addWidget(m_reading);
    m_stack->addWidget(m_edit);
    setFixedHeight(28);

    connect(m_reveal, &QToolButton::clicked, this, [this] { show(!m_revealed); });
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_value); });
    connect(m_change, &QToolButton::clicked, this, &ProfileField::beginEdit);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { endEdit(true); });
    setLabel(label);
    setValue({});
}

void ProfileField::setLabel(const QString &label)
{
    m_label->setText(label);
    m_shown->setAccessibleName(label);
    m_edit->setAccessibleName(label);
    m_reveal->setName(tr("Show or hide: %1").arg(label));
    m_copy->setName(tr("Copy: %1").arg(label));
    m_change->setName(tr("Edit: %1").arg(label));
}

void ProfileField::setValue(const QString &value)
{
    if (value != m_value)
        m_revealed = false;
    m_value = value;
    show(m_revealed);
}

bool ProfileField::isEditing() const { return m_stack->currentWidget() == m_edit; }

void ProfileField::show(bool revealed)
{
    m_revealed = revealed;
    const bool masked = m_kind == Kind::Phone && !revealed;
    const QString text = masked ? maskedPhone(m_value) : m_value;
    m_shown->setText(text.isEmpty() ? QStringLiteral("—") : text);
    m_reveal->setVisible(m_kind == Kind::Phone && maskedPhone(m_value) != m_value);
    m_reveal->setPicture(revealed ? Icon::EyeOff : Icon::Eye);
    m_copy->setVisible(!m_value.isEmpty());
    m_change->setVisible(m_kind != Kind::ReadOnly);
}

void ProfileField::beginEdit()
{
    m_edit->setText(m_value);
    m_edit->selectAll();
    m_stack->setCurrentWidget(m_edit);
    m_edit->setFocus();
}

void ProfileField::endEdit(bool store)
{
    if (!isEditing())
        return;
    const QString typed = m_edit->text().trimmed();
    m_stack->setCurrentWidget(m_reading);
    m_change->setFocus();
    if (!store || typed == m_value)
        return;
    setValue(typed);
    emit edited(typed);
}

bool ProfileField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        endEdit(false);
        return true;
    }
    if (watched == m_edit && event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason)
        endEdit(true);
    return QWidget::eventFilter(watched, event);
}

} // namespace liaison
