// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/checks/SelfChecks.h"
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
class IdleWatch;
class KeyVault;
class LockWindow;
class MainWindow;
class PassphraseDialog;
class PasswordCheck;
class Preferences;
class Session;
class SignInDialog;
class Store;
namespace update {
class UpdateService;
}

/// The whole program but main(): folder of the account → key → encrypted store → session → window. Starts from the store without
/// asking when this machine has signed in before; otherwise the sign-in comes first. The token lies in the encrypted store, the key in
/// the system's secret store (or under a passphrase). One account is open once on a machine. What the policy of `preferences` lays
/// down goes before every option and setting. GUI thread.
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

    /// What the self-checks of this machine look at, for these options.
    static SelfChecks::Setup checkSetup(const Options &options, const Preferences &preferences);
    /// The hub's address as the policy, an option or the last sign-in has it, in this order.
    static QString wantedHub(const Options &options, const Preferences &preferences);

    void start();
    /// Shown in the window, and asked when the agent signs out; not owned, to be set before start().
    void setUpdates(update::UpdateService *updates) { m_updates = updates; }
    /// One id for this installation, made when it is first asked for.
    QString device();
    MainWindow *window() const { return m_window.get(); }
    Session *session() const { return m_session.get(); }
    Store *store() const { return m_store.get(); }
    /// While somebody is asked to sign in; else none.
    SignInDialog *signInDialog() const;
    /// The hub of the account in use.
    QUrl hub() const { return m_hub; }
    /// Makes the window anew, in another language say; tabs and place stay.
    void rebuildWindow();

    /// Takes the window away and asks for the password before it comes back; only the session goes on. A start finds it locked.
    void lock();
    bool isLocked() const { return m_locked; }
    LockWindow *lockWindow() const { return m_lockWindow.get(); }

signals:
    void windowShown();
    /// Nothing more to do: the agent closed the sign-in, or the history cannot be opened. `words` may be empty.
    void stopped(const QString &words);

private:
    /// Why this policy lets nobody in, in words; empty if it does.
    QString refusal() const;
    /// The token is kept only if the policy lets it.
    void keepToken();
    /// In the store: the window was locked when the program ended.
    static QString lockedSetting() { return QStringLiteral("locked"); }
    void startLocking();
    void showLock();
    void leaveWindow();
    void unlock();
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

    Options m_options;
    Preferences *m_preferences;
    update::UpdateService *m_updates = nullptr;
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
    const TlsTrust m_trust;
    SignIn m_signIn;
    QPointer<SignInDialog> m_signInDialog;
    QString m_password; ///< typed in the sign-in, until its hash is kept for unlocking
    bool m_locked = false;
    std::unique_ptr<IdleWatch> m_idle;
    std::unique_ptr<LockWindow> m_lockWindow;
    std::unique_ptr<PasswordCheck> m_check;
};

} // namespace liaison
