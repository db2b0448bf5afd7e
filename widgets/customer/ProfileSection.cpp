// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/ProfileSection.h"

#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace liaison {

ProfileSection::ProfileSection(QWidget *parent) : QWidget(parent), m_title(new QLabel(this)), m_action(new QToolButton(this))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 12, 16, 12);
    outer->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    m_title->setFont(Theme::instance().font(FontRole::SecondaryStrong));
    m_title->setTextFormat(Qt::PlainText);
    m_action->setAutoRaise(true);
    m_action->setFont(Theme::instance().font(FontRole::Secondary));
    m_action->setProperty("look", QStringLiteral("link"));
    m_action->setFocusPolicy(Qt::StrongFocus);
    head->addWidget(m_title, 1);
    head->addWidget(m_action);
    outer->addLayout(head);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(8);
    outer->addLayout(m_body);
    connect(m_action, &QToolButton::clicked, this, &ProfileSection::actionTriggered);
    setTitle({});
}

void ProfileSection::setTitle(const QString &title, const QString &action, const QString &actionName)
{
    m_title->setText(title);
    m_action->setText(action);
    m_action->setAccessibleName(actionName.isEmpty() ? action : actionName);
    m_action->setToolTip(actionName);
    m_action->setVisible(!action.isEmpty());
    m_title->setVisible(!title.isEmpty());
}

void ProfileSection::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::instance().color(Token::Line));
}

} // namespace liaison
