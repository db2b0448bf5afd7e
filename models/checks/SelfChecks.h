// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/checks/SelfCheck.h"
#include "models/policy/Policy.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <functional>
#include <memory>
#include <vector>

namespace liaison {

class HubProbe;
class KeychainProbe;
class KeyVault;

/// The numbered self-checks of a workstation, run one after the other; each ends within twenty seconds. Nothing is changed: what is
/// written is taken away again. GUI thread, which never waits; a QCoreApplication is enough, the check of fonts then says so.
class SelfChecks : public QObject
{
    Q_OBJECT
public:
    struct Setup
    {
        Policy policy;
        QString dataFolder;
        QString hub;  ///< as it would be signed in to; may be empty
        QString name; ///< of the account that was used last; may be empty
        bool useKeychain = true;
    };

    explicit SelfChecks(Setup setup, QObject *parent = nullptr);
    ~SelfChecks() override;

    int count() const { return int(m_steps.size()); }
    void start();

signals:
    void checked(const liaison::SelfCheck &check);
    /// `failed`: how many of them did.
    void finished(int failed);

private:
    using Report = std::function<void(const CheckResult &)>;
    struct Step
    {
        QString id;
        QString title;
        std::function<void(const Report &)> run;
    };
    void add(const char *id, const QString &title, std::function<void(const Report &)> run);
    /// A check that answers at once.
    void addDirect(const char *id, const QString &title, std::function<CheckResult()> run);
    void next();
    void checkKeychain(const Report &report);
    void checkStore(const Report &report);

    const Setup m_setup;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    int m_failed = 0;
    int m_ticket = 0; ///< an answer that comes after its time is dropped
    QTimer m_patience;
    std::unique_ptr<HubProbe> m_hub;
    std::unique_ptr<KeychainProbe> m_keychain;
    std::unique_ptr<KeyVault> m_vault;
};

} // namespace liaison
