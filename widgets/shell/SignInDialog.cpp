// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/SignInDialog.h"
#include "widgets/settings/Preferences.h"
#include "widgets/theme/Theme.h"

#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace liaison {

SignInDialog::SignInDialog(Preferences *preferences, const QString &device, const TlsTrust &trust, QWidget *parent)
    : QDialog(parent), m_preferences(preferences), m_device(device), m_signIn(trust), m_reason(new QLabel(this)),
      m_hub(new QLineEdit(this)), m_managed(new QLabel(tr("Set by your organisation"), this)), m_name(new QLineEdit(this)),
      m_password(new QLineEdit(this)), m_error(new QLabel(this)), m_go(new QPushButton(tr("Sign in"), this))
{
    setWindowTitle(tr("Sign in to Liaison"));
    setFixedWidth(380);
    auto *picture = new QLabel(this);
    picture->setPixmap(QIcon(QStringLiteral(":/app/liaison.svg")).pixmap(56, 56));
    auto *title = new QLabel(tr("Sign in to Liaison"), this);
    title->setFont(Theme::instance().font(FontRole::Heading));
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    m_reason->hide();
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->setForegroundRole(QPalette::BrightText);
    m_error->hide();
    m_password->setEchoMode(QLineEdit::Password);
    m_hub->setPlaceholderText(tr("desk.example.com"));
    m_go->setProperty("look", QStringLiteral("primary"));
    m_go->setDefault(true);
    m_go->setAccessibleName(m_go->text());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(32, 28, 32, 28);
    column->setSpacing(4);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(title, 0, Qt::AlignHCenter);
    column->addWidget(m_reason);
    column->addSpacing(12);
    const auto field = [&](const QString &words, QLineEdit *line) {
        auto *label = new QLabel(words, this);
        label->setFont(Theme::instance().font(FontRole::Secondary));
        label->setBuddy(line);
        line->setAccessibleName(words);
        column->addWidget(label);
        column->addWidget(line);
        column->addSpacing(6);
        connect(line, &QLineEdit::textChanged, this, &SignInDialog::updateState);
    };
    field(tr("Address of the hub"), m_hub);
    column->insertWidget(column->count() - 1, m_managed);
    m_managed->setTextFormat(Qt::PlainText);
    m_managed->setFont(Theme::instance().font(FontRole::Secondary));
    m_managed->setForegroundRole(QPalette::PlaceholderText);
    m_managed->hide();
    field(tr("Name"), m_name);
    field(tr("Password"), m_password);
    column->addWidget(m_error);
    column->addSpacing(8);
    column->addWidget(m_go);
    connect(m_go, &QPushButton::clicked, this, &SignInDialog::submit);
    connect(&m_signIn, &SignIn::signedIn, this, &SignInDialog::onSignedIn);
    fill(preferences->value(QStringLiteral("hub")).toString(), preferences->value(QStringLiteral("name")).toString());
}

void SignInDialog::setReason(const QString &text)
{
    m_reason->setText(text);
    m_reason->setVisible(!text.isEmpty());
}

void SignInDialog::fill(const QString &hub, const QString &name, const QString &password)
{
    const Policy &policy = m_preferences->policy();
    const bool isFixed = policy.isSet(policy_name::hubUrl) && !policy.flag(policy_name::hubChangeAllowed);
    m_hub->setText(isFixed ? policy.text(policy_name::hubUrl) : hub);
    if (isFixed) {
        m_hub->setEnabled(false);
        m_hub->setAccessibleDescription(m_managed->text());
        m_managed->show();
    }
    m_name->setText(name);
    m_password->setText(password);
    (m_hub->text().isEmpty() ? m_hub : name.isEmpty() ? m_name : m_password)->setFocus();
    updateState();
}

void SignInDialog::proposeHub(const QString &hub)
{
    if (m_hub->isEnabled() && !m_asking)
        fill(hub, m_name->text());
}

void SignInDialog::fixAccount()
{
    m_hub->setEnabled(false);
    m_name->setEnabled(false);
}

QUrl SignInDialog::hub() const { return SignIn::address(m_hub->text()); }
QString SignInDialog::name() const { return m_name->text().trimmed(); }
QString SignInDialog::password() const { return m_password->text(); }

void SignInDialog::updateState()
{
    m_go->setEnabled(!m_asking && !m_hub->text().trimmed().isEmpty() && !name().isEmpty() && !password().isEmpty());
    m_go->setText(m_asking ? tr("Signing in…") : tr("Sign in"));
    for (QLineEdit *line : {m_hub, m_name, m_password})
        line->setReadOnly(m_asking);
}

void SignInDialog::submit()
{
    if (m_asking)
        return;
    m_asking = true;
    m_error->hide();
    updateState();
    m_signIn.signIn(hub(), name(), password(), m_device, QSysInfo::machineHostName());
}

void SignInDialog::onSignedIn(const SignIn::Result &result)
{
    m_asking = false;
    m_result = result;
    updateState();
    if (result.outcome == SignIn::Outcome::Done) {
        m_preferences->setValue(QStringLiteral("hub"), m_hub->text().trimmed());
        if (m_preferences->policy().flag(policy_name::signInRemember))
            m_preferences->setValue(QStringLiteral("name"), name());
        else
            m_preferences->remove(QStringLiteral("name"));
        accept();
        return;
    }
    m_error->setText(result.text);
    m_error->setAccessibleName(result.text);
    m_error->show();
    m_password->setFocus();
    m_password->selectAll();
}

} // namespace liaison
