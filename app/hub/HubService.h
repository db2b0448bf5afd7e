// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/accounts/Accounts.h"
#include "hub/accounts/HubConfig.h"
#include "hub/channels/HttpFront.h"
#include "hub/channels/HubBackend.h"
#include "hub/links/HubCore.h"
#include "hub/links/LinkServer.h"
#include "hub/routing/Desk.h"

#include <QFile>

namespace liaison::hub {

/// The running hub: configuration → core, desk, link server and HTTP front. Main thread.
class HubService : public QObject
{
    Q_OBJECT
public:
    explicit HubService(const HubConfig &config, QObject *parent = nullptr);
    ~HubService() override;

    /// Opens the database and listens. False, with the reason in words in `error`.
    bool start(QString *error);
    /// "ready http=8080 link=8081": what is printed once it takes connections.
    QString readyLine() const;
    /// Takes nothing new, says goodbye to every link, finishes what is under way, then emits ended().
    void stop();

    /// Whether this user can read the files that the configuration names; if not, which one in `error`.
    static bool checkFiles(const HubConfig &config, QString *error);
    static QString databasePath(const HubConfig &config);
    /// Makes the data folder, which only the hub's own user may read.
    static bool prepareDataDir(const HubConfig &config, QString *error);
    /// The right to run in the data folder, as long as the file is open; nothing, with the reason, if another hub has it.
    static std::unique_ptr<QFile> takeDataDir(const HubConfig &config, QString *error);

signals:
    /// `code`: for the program's exit.
    void ended(int code);

private:
    static DeskConfig deskConfig(const HubConfig &config);
    static HubSettings hubSettings(const HubConfig &config);
    HttpOptions httpOptions() const;
    LinkServerSettings linkSettings() const;
    QHostAddress addressFor(const char *key) const;

    const HubConfig m_config;
    std::unique_ptr<QFile> m_lock; ///< before the core: given back after it has ended
    SystemClock m_clock;
    Desk m_desk;
    Accounts m_accounts;
    std::unique_ptr<HubCore> m_core;
    std::unique_ptr<LinkServer> m_links;
    std::unique_ptr<HubBackend> m_backend;
    std::unique_ptr<HttpFront> m_http;
    bool m_stopping = false;
};

} // namespace liaison::hub
