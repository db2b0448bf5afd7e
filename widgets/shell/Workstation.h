// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"
#include "models/session/SignIn.h"
#include "models/store/StoreError.h"

#include <QObject>
#include <QPointer>
#include <QUrl>
#include <memory>

namespace liaison {

class DeskLink;
class FolderLock;
class KeyVault;
class MainWindow;
class PassphraseDialog;
class Preferences;
class Session;
class SignInDialog;
class Store;

/// The whole program but main(): folder of the account → key → encrypted store → session → window. Starts from the store without
/// asking when this machine has signed in before; otherwise the sign-in comes first. The token lies in the encrypted store, the key in
/// the system's secret store (or under a passphrase). One account is open once on a machine. GUI thread.
class Workstation : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString dataFolder; ///< everything this program keeps on the machine
        QString hub;        ///< as typed; empty: the one used last
        QString name;       ///< empty: the one used last
        QString password;   ///< for unattended starts; never kept
        bool useKeychain = true;
    };

    /// `preferences` is not owned.
    Workstation(Options options, Preferences *preferences, QObject *parent = nullptr);
    ~Workstation() override;

    void start();
    MainWindow *window() const { return m_window.get(); }
    Session *session() const { return m_session.get(); }
    Store *store() const { return m_store.get(); }
    /// While somebody is asked to sign in; else none.
    SignInDialog *signInDialog() const;
    /// The hub of the account in use.
    QUrl hub() const { return m_hub; }
    /// Makes the window anew, in another language say; tabs and place stay.
    void rebuildWindow();

signals:
    void windowShown();
    /// Nothing more to do: the agent closed the sign-in, or the history cannot be opened. `words` may be empty.
    void stopped(const QString &words);

private:
    bool useAccount(const QUrl &hub, const QString &name);
    void askSignIn(const QString &reason);
    void obtainKey(const QString &passphrase);
    void askPassphrase(bool create, const QString &error);
    void openStore(const QByteArray &key);
    void offerStartOver(const QString &why);
    void startOver();
    void onStoreOpened();
    void startSession();
    void showWindow();
    void signInAgain();
    void signOut();
    void stop(const QString &words);
    void reportStore(const StoreError &error);
    /// There is no window yet, and the session goes on trying: a box says why, and goes by itself.
    void reportUnreadable(const StoreError &error);
    QString accountValue(const QString &name) const;
    void setAccountValue(const QString &name, const QString &value);
    QString device();

    Options m_options;
    Preferences *m_preferences;
    SystemClock m_clock;
    QUrl m_hub;
    QString m_name;
    QString m_folder;
    QString m_token;
    QString m_storeNews; ///< what the window has to say of the store when it is there
    QUrl m_link;
    std::unique_ptr<FolderLock> m_lock;
    std::unique_ptr<KeyVault> m_vault;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<DeskLink> m_deskLink;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
    SignIn m_signIn;
    QPointer<SignInDialog> m_signInDialog;
};

} // namespace liaison
