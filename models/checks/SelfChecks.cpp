// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/checks/SelfChecks.h"

#include "models/checks/HubProbe.h"
#include "models/checks/MachineChecks.h"
#include "models/session/Elsewhere.h"
#include "models/session/HubTrust.h"
#include "models/session/SignIn.h"
#include "models/store/AccountFolders.h"
#include "models/store/KeyVault.h"
#include "models/store/KeychainProbe.h"
#include "models/store/Secret.h"
#include "models/store/StoreFiles.h"
#include "models/store/StoreProbe.h"

#include <QFile>

namespace liaison {

namespace {
constexpr int patienceMs = 20'000;
}

SelfChecks::SelfChecks(Setup setup, QObject *parent) : QObject(parent), m_setup(std::move(setup))
{
    addDirect("policy", tr("Policy"), [this] { return MachineChecks::policy(m_setup.policy); });
    addDirect("data_folder", tr("Data folder"), [this] { return MachineChecks::dataFolder(m_setup.dataFolder); });
    addDirect("disk", tr("Free disk space"), [this] { return MachineChecks::disk(m_setup.dataFolder); });
    add("secret_store", tr("Secret store"), [this](const Report &report) { checkKeychain(report); });
    add("engine", tr("Encryption of the history"),
        [this](const Report &report) { whenDone(elsewhere<CheckResult>([] { return MachineChecks::engine(); }), this, report); });
    add("store", tr("History of the last account"), [this](const Report &report) { checkStore(report); });
    addDirect("platform", tr("Windows on the screen"), [] { return MachineChecks::platform(); });
    addDirect("tls", tr("TLS"), [] { return MachineChecks::tls(); });
    addDirect("plugins", tr("Qt plugins"), [] { return MachineChecks::plugins(); });
    addDirect("fonts", tr("Chinese fonts"), [] { return MachineChecks::fonts(); });
    addDirect("audio", tr("Sound"), [] { return MachineChecks::audio(); });
    m_hub = std::make_unique<HubProbe>(SignIn::address(m_setup.hub), !m_setup.hub.isEmpty(), hubTrust(m_setup.policy));
    add("dns", tr("Name of the hub"), [this](const Report &report) { m_hub->resolve(report); });
    add("tcp", tr("Connection to the hub"), [this](const Report &report) { m_hub->connectTcp(report); });
    add("certificate", tr("Certificate of the hub"), [this](const Report &report) { m_hub->checkCertificate(report); });
    add("pin", tr("Pinned key of the hub"), [this](const Report &report) { m_hub->checkPin(report); });
    add("health", tr("Health of the hub"), [this](const Report &report) { m_hub->askHealth(report); });
    add("link", tr("Link to the hub"), [this](const Report &report) { m_hub->openLink(report); });
    add("clock", tr("Clock"), [this](const Report &report) { report(m_hub->clock()); });
    m_patience.setSingleShot(true);
}

SelfChecks::~SelfChecks() = default;

void SelfChecks::add(const char *id, const QString &title, std::function<void(const Report &)> run)
{
    m_steps.push_back({QLatin1String(id), title, std::move(run)});
}

void SelfChecks::addDirect(const char *id, const QString &title, std::function<CheckResult()> run)
{
    add(id, title, [run = std::move(run)](const Report &report) { report(run()); });
}

void SelfChecks::start()
{
    m_at = 0;
    m_failed = 0;
    next();
}

void SelfChecks::next()
{
    if (m_at == m_steps.size()) {
        emit finished(m_failed);
        return;
    }
    const Step &step = m_steps[m_at];
    const int ticket = ++m_ticket;
    const Report report = [this, ticket, &step](const CheckResult &result) {
        if (ticket != m_ticket)
            return;
        ++m_ticket;
        m_patience.disconnect(this);
        m_patience.stop();
        ++m_at;
        m_failed += result.outcome == CheckResult::Outcome::Failed ? 1 : 0;
        emit checked({int(m_at), step.id, step.title, result});
        // Through the event loop: so each step begins from the same place, whoever answered the last.
        QMetaObject::invokeMethod(
            this, [this] { next(); }, Qt::QueuedConnection);
    };
    connect(&m_patience, &QTimer::timeout, this, [report] { report(CheckResult::failed(tr("no answer within 20 seconds"))); });
    m_patience.start(patienceMs);
    step.run(report);
}

void SelfChecks::checkKeychain(const Report &report)
{
    const bool isRequired = m_setup.policy.text(policy_name::keyStorage) == QLatin1String("keychain");
    if (!m_setup.useKeychain) {
        report(isRequired ? CheckResult::failed(tr("not used, but the policy wants it")) : CheckResult::warning(tr("not used")));
        return;
    }
    m_keychain = std::make_unique<KeychainProbe>();
    m_keychain->run(this, [report, isRequired](const QString &trouble) {
        if (trouble.isEmpty())
            report(CheckResult::ok(tr("writes, reads and deletes")));
        else if (isRequired)
            report(CheckResult::failed(tr("the policy wants it, but: %1").arg(trouble)));
        else
            report(CheckResult::warning(tr("none; a passphrase will be asked for (%1)").arg(trouble)));
    });
}

void SelfChecks::checkStore(const Report &report)
{
    const QString folder = AccountFolders(m_setup.dataFolder).folderOf(SignIn::address(m_setup.hub), m_setup.name);
    const StoreFiles files(folder);
    if (m_setup.name.isEmpty() || !QFile::exists(files.database())) {
        report(CheckResult::ok(tr("there is none yet")));
        return;
    }
    if (files.wipePending()) {
        report(CheckResult::warning(tr("a wipe was begun and not finished; the next start, or --wipe, finishes it")));
        return;
    }
    m_vault = std::make_unique<KeyVault>(folder, AccountFolders::serviceOf(folder), m_setup.useKeychain);
    m_vault->peek(this, [this, folder, report](const QByteArray &key) {
        if (key.isEmpty()) {
            const bool sealed = QFile::exists(folder + QLatin1String("/key.wrapped"));
            report(sealed ? CheckResult::warning(tr("sealed under a passphrase, so it was not opened"))
                          : CheckResult::failed(tr("its key is in no place: it cannot be read any more")));
            return;
        }
        whenDone(elsewhere<CheckResult>([folder, secret = Secret(key)] {
                     const StoreProbe probe = StoreProbe::ofAccount(folder, secret.value());
                     return probe.trouble.isEmpty() ? CheckResult::ok(probe.words) : CheckResult::failed(probe.trouble);
                 }),
                 this, report);
    });
}

} // namespace liaison
