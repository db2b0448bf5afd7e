// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/session/SignIn.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace liaison {

class Preferences;

/// Asks for hub, name and password and signs in. Remembers hub and name, never the password. GUI thread.
class SignInDialog : public QDialog
{
    Q_OBJECT
public:
    /// `device`: the id of this installation, sent to the hub. Where the policy of `preferences` names the hub, it stands fast.
    SignInDialog(Preferences *preferences, const QString &device, const TlsTrust &trust = {}, QWidget *parent = nullptr);
    /// Says above the fields why one is asked (again).
    void setReason(const QString &text);
    /// Only the password is asked: signing in again is for the account whose session goes on.
    void fixAccount();
    void fill(const QString &hub, const QString &name, const QString &password = {});
    /// Another hub for the account to sign in with, unless the hub is settled; a password that was typed for the one before goes.
    void proposeHub(const QString &hub);

    QUrl hub() const;
    QString name() const;
    QString password() const;
    const SignIn::Result &result() const { return m_result; }

public slots:
    void submit();

private:
    void updateState();
    void onSignedIn(const liaison::SignIn::Result &result);

    Preferences *m_preferences;
    QString m_device;
    SignIn m_signIn;
    SignIn::Result m_result;
    bool m_asking = false;
    QLabel *m_reason;
    QLineEdit *m_hub;
    QLabel *m_managed; ///< below the hub: who has set it
    QLineEdit *m_name;
    QLineEdit *m_password;
    QLabel *m_error;
    QPushButton *m_go;
};

} // namespace liaison
