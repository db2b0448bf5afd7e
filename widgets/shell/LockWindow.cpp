// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/LockWindow.h"

#include "widgets/theme/Theme.h"

#include <QCloseEvent>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace liaison {

namespace {
constexpr int columnWidth = 300;
}

LockWindow::LockWindow(const QString &name, QWidget *parent)
    : QWidget(parent), m_password(new QLineEdit(this)), m_error(new QLabel(this)), m_go(new QPushButton(tr("Unlock"), this))
{
    setWindowTitle(tr("Liaison – locked"));
    auto *picture = new QLabel(this);
    picture->setPixmap(QIcon(QStringLiteral(":/app/liaison.svg")).pixmap(56, 56));
    auto *title = new QLabel(tr("Liaison is locked"), this);
    title->setFont(Theme::instance().font(FontRole::Heading));
    auto *who = new QLabel(tr("Signed in as %1. What you wrote is kept.").arg(name), this);
    who->setTextFormat(Qt::PlainText);
    who->setWordWrap(true);
    who->setAlignment(Qt::AlignHCenter);
    who->setForegroundRole(QPalette::PlaceholderText);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setAccessibleName(tr("Password"));
    m_password->setPlaceholderText(tr("Password"));
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->setForegroundRole(QPalette::BrightText);
    m_error->hide();
    m_go->setProperty("look", QStringLiteral("primary"));
    m_go->setDefault(true);
    auto *column = new QVBoxLayout;
    column->setSpacing(8);
    column->addStretch();
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addWidget(title, 0, Qt::AlignHCenter);
    column->addWidget(who);
    column->addSpacing(8);
    column->addWidget(m_password);
    column->addWidget(m_error);
    column->addWidget(m_go);
    column->addStretch();
    auto *row = new QHBoxLayout(this);
    auto *middle = new QWidget(this);
    middle->setFixedWidth(columnWidth);
    middle->setLayout(column);
    row->addStretch();
    row->addWidget(middle);
    row->addStretch();
    const auto ask = [this] {
        if (m_asking || m_password->text().isEmpty())
            return;
        m_asking = true;
        m_error->hide();
        updateState();
        emit unlockWanted(m_password->text());
    };
    connect(m_go, &QPushButton::clicked, this, ask);
    connect(m_password, &QLineEdit::returnPressed, this, ask);
    connect(m_password, &QLineEdit::textChanged, this, &LockWindow::updateState);
    updateState();
    m_password->setFocus();
}

void LockWindow::refuse(const QString &words)
{
    m_asking = false;
    m_error->setText(words);
    m_error->setAccessibleName(words);
    m_error->show();
    updateState();
    m_password->setFocus();
    m_password->selectAll();
}

void LockWindow::updateState()
{
    m_go->setText(m_asking ? tr("Checking…") : tr("Unlock"));
    m_go->setAccessibleName(m_go->text());
    m_go->setEnabled(!m_asking && !m_password->text().isEmpty());
    m_password->setReadOnly(m_asking);
}

void LockWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    emit closed();
}

} // namespace liaison
