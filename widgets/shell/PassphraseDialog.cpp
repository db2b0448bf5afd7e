// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/PassphraseDialog.h"
#include "widgets/theme/Theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace liaison {

namespace {
constexpr int shortest = 8;
}

PassphraseDialog::PassphraseDialog(Purpose purpose, QWidget *parent)
    : QDialog(parent), m_purpose(purpose), m_first(new QLineEdit(this)), m_second(new QLineEdit(this)), m_error(new QLabel(this)),
      m_go(new QPushButton(purpose == Purpose::Create ? tr("Protect the history") : tr("Open the history"), this))
{
    setWindowTitle(tr("Passphrase of the local history"));
    setFixedWidth(400);
    auto *title = new QLabel(windowTitle(), this);
    title->setFont(Theme::instance().font(FontRole::Heading));
    auto *text =
        new QLabel(purpose == Purpose::Create
                       ? tr("This system has no place to keep secrets, so a passphrase protects the conversations stored on "
                            "this machine. You are asked for it at every start. Your sign-in password will do.")
                       : tr("The system's secret store does not have the key of the conversations stored on this machine. Please "
                            "enter the passphrase they were protected with: usually the password you signed in with then."),
                   this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setForegroundRole(QPalette::BrightText);
    m_error->hide();
    m_first->setEchoMode(QLineEdit::Password);
    m_first->setAccessibleName(tr("Passphrase"));
    m_first->setPlaceholderText(tr("Passphrase"));
    m_second->setEchoMode(QLineEdit::Password);
    m_second->setAccessibleName(tr("Passphrase again"));
    m_second->setPlaceholderText(tr("Passphrase again"));
    m_second->setVisible(purpose == Purpose::Create);
    m_go->setProperty("look", QStringLiteral("primary"));
    m_go->setDefault(true);
    m_go->setAccessibleName(m_go->text());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(28, 24, 28, 24);
    for (QWidget *widget : std::initializer_list<QWidget *>{title, text, m_first, m_second, m_error, m_go})
        column->addWidget(widget);
    connect(m_first, &QLineEdit::textChanged, this, &PassphraseDialog::check);
    connect(m_second, &QLineEdit::textChanged, this, &PassphraseDialog::check);
    connect(m_go, &QPushButton::clicked, this, &QDialog::accept);
    check();
}

void PassphraseDialog::setError(const QString &text)
{
    m_error->setText(text);
    m_error->setAccessibleName(text);
    m_error->setVisible(!text.isEmpty());
    m_first->selectAll();
    m_first->setFocus();
}

QString PassphraseDialog::passphrase() const { return m_first->text(); }

void PassphraseDialog::check()
{
    m_go->setEnabled(m_purpose == Purpose::Unlock ? !m_first->text().isEmpty()
                                                  : m_first->text().size() >= shortest && m_first->text() == m_second->text());
}

} // namespace liaison
