// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/EmptyState.h"
#include "widgets/theme/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace liaison {

EmptyState::EmptyState(Icon icon, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_picture(new QLabel(this)), m_title(new QLabel(this)), m_text(new QLabel(this)),
      m_action(new QPushButton(this))
{
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
    }
    m_picture->setAlignment(Qt::AlignHCenter);
    m_title->setFont(Theme::instance().font(FontRole::Heading));
    m_text->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_picture);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(&Theme::instance(), &Theme::changed, this, &EmptyState::redraw);
    redraw();
}

void EmptyState::setWords(const QString &title, const QString &text, const QString &action)
{
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text.isEmpty() ? title : QStringLiteral("%1. %2").arg(title, text));
}

void EmptyState::redraw()
{
    m_picture->setPixmap(Icons::pixmap(m_icon, 40, Theme::instance().color(Token::LineStrong), devicePixelRatioF()));
}

} // namespace liaison
