// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/Workstation.h"
#include "models/domain/Ids.h"
#include "models/link/DeskLink.h"
#include "models/link/SocketTransport.h"
#include "models/session/HubTrust.h"
#include "models/session/PasswordCheck.h"
#include "models/session/Session.h"
#include "models/store/AccountFolders.h"
#include "models/store/FolderLock.h"
#include "models/store/KeyVault.h"
#include "models/store/Store.h"
#include "models/store/StoreFiles.h"
#include "models/update/UpdateService.h"
#include "widgets/settings/Preferences.h"
#include "widgets/shell/IdleWatch.h"
#include "widgets/shell/LockWindow.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/PassphraseDialog.h"
#include "widgets/shell/SignInDialog.h"

#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

namespace liaison {

namespace {
const QString tokenSetting = QStringLiteral("token");
} // namespace

Workstation::Workstation(Options options, Preferences *preferences, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_preferences(preferences), m_trust(hubTrust(preferences->policy())),
      m_signIn(m_trust)
{
    const auto looks = [this] {
        Theme::instance().setDensity(m_preferences->density());
        Theme::instance().setMode(m_preferences->theme());
    };
    connect(m_preferences, &Preferences::changed, this, looks);
    looks();
}

Workstation::~Workstation()
{
    // In this order: the window shows the session, the session uses link and store.
    m_window.reset();
    m_check.reset();
    m_session.reset();
    m_deskLink.reset();
    m_store.reset();
}

SignInDialog *Workstation::signInDialog() const { return m_signInDialog; }

QString Workstation::accountValue(const QString &name) const
{
    return QSettings(m_folder + QStringLiteral("/account.ini"), QSettings::IniFormat).value(name).toString();
}

void Workstation::setAccountValue(const QString &name, const QString &value)
{
    QSettings(m_folder + QStringLiteral("/account.ini"), QSettings::IniFormat).setValue(name, value);
}

QString Workstation::device()
{
    // One id for this installation; the hub keys the answers to commands by it.
    QString id = m_preferences->value(QStringLiteral("device")).toString();
    if (!isId(id)) {
        id = newId();
        m_preferences->setValue(QStringLiteral("device"), id);
    }
    return id;
}

SelfChecks::Setup Workstation::checkSetup(const Options &options, const Preferences &preferences)
{
    SelfChecks::Setup setup;
    setup.policy = preferences.policy();
    setup.dataFolder = options.dataFolder;
    setup.hub = wantedHub(options, preferences);
    setup.name = options.name.isEmpty() ? preferences.value(QStringLiteral("name")).toString() : options.name;
    setup.useKeychain = options.useKeychain;
    return setup;
}

QString Workstation::wantedHub(const Options &options, const Preferences &preferences)
{
    const Policy &policy = preferences.policy();
    const bool isNamed = policy.isSet(policy_name::hubUrl);
    if (isNamed && !policy.flag(policy_name::hubChangeAllowed))
        return policy.text(policy_name::hubUrl);
    if (!options.hub.isEmpty())
        return options.hub;
    const QString last = preferences.value(QStringLiteral("hub")).toString();
    return last.isEmpty() && isNamed ? policy.text(policy_name::hubUrl) : last;
}

QString Workstation::refusal() const
{
    const Policy &policy = m_preferences->policy();
    if (policy.isSet(policy_name::hubUrl) && policy.text(policy_name::hubUrl).isEmpty())
        return tr("Your organisation has set the address of the hub, but it cannot be read. Please tell your administrator: %1")
            .arg(policy.place(policy_name::hubUrl));
    if (policy.text(policy_name::keyStorage) == QLatin1String("keychain") && !m_options.useKeychain)
        return tr("Your organisation wants the key of the local history in the system's secret store; it cannot be left out.");
    return m_trust.fault();
}

void Workstation::keepToken()
{
    const bool isKept = m_preferences->policy().flag(policy_name::signInRemember);
    m_store->putSetting(tokenSetting, isKept ? m_token : QString());
}

void Workstation::start()
{
    if (const QString words = refusal(); !words.isEmpty()) {
        stop(words);
        return;
    }
    const QString typed = wantedHub(m_options, *m_preferences);
    const bool isRemembered = m_preferences->policy().flag(policy_name::signInRemember);
    m_name = m_options.name.isEmpty() ? m_preferences->value(QStringLiteral("name")).toString() : m_options.name;
    m_hub = SignIn::address(typed);
    const QString folder = AccountFolders(m_options.dataFolder).folderOf(m_hub, m_name);
    if (!isRemembered || !m_hub.isValid() || m_name.isEmpty() || !QDir(folder).exists(QStringLiteral("account.ini"))) {
        askSignIn({});
        return;
    }
    if (useAccount(m_hub, m_name))
        obtainKey(m_options.password);
}

bool Workstation::useAccount(const QUrl &hub, const QString &name)
{
    m_hub = hub;
    m_name = name;
    const QString folder = AccountFolders(m_options.dataFolder).folderOf(hub, name);
    if (folder != m_folder) {
        // Another account: the store, key and lock of the one before must not serve it, or its outbox would go out under this name.
        m_store.reset();
        m_vault.reset();
        m_lock.reset();
        m_folder = folder;
    }
    StoreFiles(m_folder).makeFolder();
    if (!m_lock) {
        m_lock = std::make_unique<FolderLock>(AccountFolders::windowLock(m_folder));
        // On a full disk the day goes on without it: the store has a lock of its own, and says what is wrong.
        if (m_lock->take() == FolderLock::Outcome::Taken) {
            m_lock.reset();
            stop(tr("Liaison is already open for %1 on this machine.").arg(name));
            return false;
        }
    }
    return true;
}

void Workstation::askSignIn(const QString &reason)
{
    auto *dialog = new SignInDialog(m_preferences, device(), m_trust, m_window.get());
    m_signInDialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setReason(reason);
    dialog->fill(m_session ? m_hub.toString() : wantedHub(m_options, *m_preferences), m_name, m_options.password);
    if (m_session)
        dialog->fixAccount();
    connect(dialog, &QDialog::rejected, this, [this] {
        if (!m_session)
            emit stopped({});
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const SignIn::Result result = dialog->result();
        m_token = result.token;
        m_link = result.link;
        if (m_session) {
            // The session goes on; only its link needed the new token.
            keepToken();
            m_session->setToken(m_token);
            m_session->retryLink();
            if (m_check)
                m_check->remember(dialog->password());
            return;
        }
        if (!useAccount(dialog->hub(), dialog->name()))
            return;
        m_password = dialog->password();
        setAccountValue(QStringLiteral("link"), m_link.toString());
        if (m_store)
            onStoreOpened();
        else
            obtainKey(dialog->password());
    });
    dialog->open();
    if (!m_options.password.isEmpty() && !m_session) {
        dialog->submit();
        // Tried once; if it is refused, a person has to type.
        m_options.password.clear();
    }
}

void Workstation::obtainKey(const QString &passphrase)
{
    if (!m_vault)
        m_vault = std::make_unique<KeyVault>(m_folder, AccountFolders::serviceOf(m_folder), m_options.useKeychain);
    m_vault->setKeychainOnly(m_preferences->policy().text(policy_name::keyStorage) == QLatin1String("keychain"));
    m_vault->obtain(passphrase, this, [this](KeyVault::Outcome outcome, const QByteArray &key, const QString &detail) {
        switch (outcome) {
        case KeyVault::Outcome::Ready: openStore(key); return;
        case KeyVault::Outcome::NeedsPassphrase: askPassphrase(false, {}); return;
        case KeyVault::Outcome::NeedsNewPassphrase: askPassphrase(true, {}); return;
        case KeyVault::Outcome::WrongPassphrase:
            askPassphrase(false, tr("This passphrase does not fit. Nothing was deleted; please try again."));
            return;
        case KeyVault::Outcome::NoKeychain:
            stop(tr("Your organisation wants the key of the local history in the system's secret store, and it does not answer: "
                    "%1")
                     .arg(detail));
            return;
        case KeyVault::Outcome::Failed: offerStartOver(tr("The key of the local history cannot be had: %1").arg(detail)); return;
        }
    });
}

void Workstation::askPassphrase(bool create, const QString &error)
{
    auto *dialog = new PassphraseDialog(create ? PassphraseDialog::Purpose::Create : PassphraseDialog::Purpose::Unlock);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setError(error);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { obtainKey(dialog->passphrase()); });
    connect(dialog, &QDialog::rejected, this, [this] { emit stopped({}); });
    dialog->open();
}

void Workstation::openStore(const QByteArray &key)
{
    m_store = std::make_unique<Store>();
    connect(m_store.get(), &Store::opened, this, &Workstation::onStoreOpened);
    connect(m_store.get(), &Store::failed, this, &Workstation::reportStore);
    m_store->open(m_folder, key);
}

void Workstation::reportStore(const StoreError &error)
{
    if (m_window)
        m_window->say(error.text());
    else if (error.isRebuilt() || m_session)
        m_storeNews = error.text(); // it goes on; the window says it once it is there
    else if (error.kind == StoreError::Kind::WrongKey)
        offerStartOver(error.text());
    else
        stop(error.text());
}

void Workstation::reportUnreadable(const StoreError &error)
{
    auto *box = new QMessageBox(QMessageBox::Warning, QStringLiteral("Liaison"), error.text());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->addButton(tr("Quit and keep everything"), QMessageBox::RejectRole);
    connect(box, &QDialog::finished, this, [this] { emit stopped({}); });
    connect(m_session.get(), &Session::ready, box, [box] {
        box->disconnect(SIGNAL(finished(int)));
        box->close();
    });
    box->open();
}

void Workstation::offerStartOver(const QString &why)
{
    auto *box = new QMessageBox(QMessageBox::Warning, QStringLiteral("Liaison"), why);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("You can start over: what this computer keeps for %1 is deleted, and everything the server has is fetched "
           "again. Replies that were not sent yet are lost.")
            .arg(m_name));
    QPushButton *over = box->addButton(tr("Start over"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Quit and keep everything"), QMessageBox::RejectRole));
    connect(box, &QMessageBox::buttonClicked, this, [this, over](const QAbstractButton *pressed) {
        if (pressed == over)
            startOver();
        else
            emit stopped({});
    });
    box->open();
}

void Workstation::startOver()
{
    m_store.reset();
    // First the key, then the files: without it nothing that might be left behind can be read.
    m_vault->destroy(this, [this](const QString &) {
        // Not at once: the vault that is calling goes, too.
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_vault.reset();
                m_lock.reset();
                m_token.clear();
                Store::wipe(m_folder);
                askSignIn({});
            },
            Qt::QueuedConnection);
    });
}

void Workstation::onStoreOpened()
{
    if (m_session)
        return;
    if (!m_token.isEmpty()) {
        keepToken();
        startSession();
        return;
    }
    m_store->readSetting(tokenSetting, this, [this](const QString &token) {
        m_token = token;
        if (m_token.isEmpty()) {
            askSignIn(tr("Please sign in."));
            return;
        }
        // Ended while it was locked: it is locked again. With a password that was just typed there is nothing to ask.
        m_store->readSetting(lockedSetting(), this, [this](const QString &locked) {
            m_locked = !locked.isEmpty() && m_preferences->policy().number(policy_name::lockMinutes) > 0;
            startSession();
        });
    });
}

void Workstation::startSession()
{
    if (!m_link.isValid() || m_link.isEmpty())
        m_link = QUrl(accountValue(QStringLiteral("link")));
    Session::Config config;
    config.linkUrl = m_link;
    config.httpUrl = m_hub;
    config.token = m_token;
    m_options.password.clear();
    config.device = device();
    config.folder = m_folder;
    config.language = QLocale().name().left(2);
    const Policy &policy = m_preferences->policy();
    config.trust = m_trust;
    config.mask = TextMask(policy.list(policy_name::maskingRules), policy.flag(policy_name::maskingReveal));
    if (policy.isSet(policy_name::historyDays))
        config.historyDays = policy.number(policy_name::historyDays);
    startLocking();
    m_deskLink = std::make_unique<DeskLink>(
        [trust = m_trust](const QUrl &url) { return std::make_unique<SocketTransport>(url, trust); }, m_clock);
    m_session = std::make_unique<Session>(config, m_store.get(), m_deskLink.get(), m_clock);
    connect(m_session.get(), &Session::ready, this, &Workstation::showWindow);
    connect(m_session.get(), &Session::unreadable, this, &Workstation::reportUnreadable);
    m_session->start();
}

void Workstation::showWindow()
{
    if (m_window)
        return;
    if (m_locked) {
        showLock();
        return;
    }
    m_window = std::make_unique<MainWindow>(m_session.get(), m_preferences);
    connect(m_window.get(), &MainWindow::signInWanted, this, &Workstation::signInAgain);
    connect(m_window.get(), &MainWindow::signOutWanted, this, &Workstation::signOut);
    if (m_updates) {
        m_window->setUpdates(m_updates);
        if (const QString version = m_updates->takeWentBack(); !version.isEmpty())
            m_window->say(tr("Liaison %1 did not start on this computer, so the version before it runs again.").arg(version));
    }
    if (!m_storeNews.isEmpty())
        m_window->say(std::exchange(m_storeNews, {}));
    m_window->show();
    emit windowShown();
}

void Workstation::rebuildWindow()
{
    if (!m_window)
        return;
    m_window->disconnect(SIGNAL(closed()));
    m_window->close();
    // Not at once: the wish for another language comes from a dialog of this window.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_window.reset();
            showWindow();
        },
        Qt::QueuedConnection);
}

void Workstation::signInAgain() { askSignIn(tr("The hub wants you to sign in again. What you wrote is kept.")); }

void Workstation::signOut()
{
    const int waiting = m_session->sync().toSend;
    const QString text = waiting > 0 ? tr("%n thing(s) still wait to be sent; they stay on this machine until you sign in again.",
                                          nullptr, waiting)
                                     : tr("Your conversations go to colleagues if you do not come back soon.");
    QMessageBox box(QMessageBox::Question, tr("Sign out?"), text, QMessageBox::NoButton, m_window.get());
    const QPushButton *leave = box.addButton(tr("Sign out"), QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(tr("Stay"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() != leave)
        return;
    m_signIn.signOut(m_hub, m_token);
    m_store->putSetting(tokenSetting, {});
    m_idle.reset();
    m_token.clear();
    m_window->disconnect(SIGNAL(closed()));
    m_window->close();
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_window.reset();
            m_check.reset();
            m_session.reset();
            m_deskLink.reset();
            if (m_updates && m_updates->isChosenForSignOut())
                m_updates->choose(update::UpdateService::Choice::Now);
            else
                askSignIn({});
        },
        Qt::QueuedConnection);
}

void Workstation::stop(const QString &words) { emit stopped(words); }

} // namespace liaison
