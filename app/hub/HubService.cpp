// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/HubService.h"

#include "hub/accounts/Tokens.h"
#include "hub/channels/FileStore.h"
#include "hub/store/Log.h"

#include <QDir>
#include <QFile>
#include <sys/file.h>

namespace liaison::hub {

namespace {

constexpr int drainSpreadMs = 3000;

} // namespace

HubService::HubService(const HubConfig &config, QObject *parent)
    : QObject(parent), m_config(config), m_desk(deskConfig(config)), m_accounts(m_clock)
{
    m_core = std::make_unique<HubCore>(
        hubSettings(config), m_desk,
        [this](const QString &token) { return identify(m_core->database().connection(), token, m_clock.utcMs()); }, &m_clock);
    m_desk.onAgentDisabled([this](const QString &agent) { m_core->closeLinks(Principal::agent(agent), close_code::signIn); });
    m_desk.onDeviceSignedOut([this](const QString &agent, const QString &device) {
        m_core->closeLinks(Principal::agent(agent), close_code::signIn, device);
    });
    m_desk.onFileForgotten([folder = config.path("data_dir")](const QString &file) { FileStore(folder, 0).remove(file); });
    connect(m_core.get(), &HubCore::drained, this, [this] {
        if (m_http)
            m_http->stop();
        emit ended(0);
    });
    // Whoever runs the hub starts it again; clients come back and find everything that was acknowledged.
    connect(m_core.get(), &HubCore::writerDied, this, [this] { emit ended(3); });
}

HubService::~HubService()
{
    // The front's workers use the core, and the sockets' links live in it.
    m_http.reset();
    m_links.reset();
    m_core.reset();
}

bool HubService::start(QString *error)
{
    if (!prepareDataDir(m_config, error))
        return false;
    // Before the core starts: it takes every link in the tables for lost, and another hub's are not.
    m_lock = takeDataDir(m_config, error);
    if (!m_lock)
        return false;
    try {
        m_core->start();
    } catch (const std::exception &failure) {
        *error = QString::fromUtf8(failure.what());
        return false;
    }
    m_links = std::make_unique<LinkServer>(*m_core, linkSettings());
    if (!m_links->listen(error))
        return false;

    m_backend = std::make_unique<HubBackend>(HubBackend::Parts{
        m_core->database(), m_core->writer(), m_desk, m_accounts, m_core->metrics(), m_clock,
        m_config.text("site_secret").toUtf8(),
        [this](const Principal &who, const QString &device) { m_core->closeLinks(who, close_code::signIn, device); }});
    m_http = std::make_unique<HttpFront>(httpOptions(), m_backend->backend());
    if (!m_http->start(error))
        return false;
    const QString named = m_config.text("public_link_url");
    m_http->setLinkUrl(named.isEmpty() ? m_links->url().toString() : named);
    log::info("hub.ready", {{QStringLiteral("version"), QStringLiteral(LIAISON_VERSION)},
                            {QStringLiteral("http"), int(m_http->port())},
                            {QStringLiteral("link"), int(m_links->port())},
                            {QStringLiteral("head"), m_core->writer().head()}});
    return true;
}

QString HubService::readyLine() const { return QStringLiteral("ready http=%1 link=%2").arg(m_http->port()).arg(m_links->port()); }

void HubService::stop()
{
    if (std::exchange(m_stopping, true))
        return;
    m_links->close();
    // One hub: there is no other to go to. A few come back as they like; many are told to spread their return.
    m_core->drain(m_core->linkCount() > 100 ? drainSpreadMs : 0);
}

bool HubService::checkFiles(const HubConfig &config, QString *error)
{
    const QString certificate = config.path("tls_cert");
    if (!certificate.isEmpty() && !LinkServer::readCertificate(certificate, config.path("tls_key"), error))
        return false;
    const QString updates = config.path("updates_dir");
    if (updates.isEmpty() || (QFileInfo(updates).isDir() && QDir(updates).isReadable()))
        return true;
    *error = tr("updates_dir: %1 is no folder that can be read").arg(updates);
    return false;
}

QString HubService::databasePath(const HubConfig &config)
{
    return QDir(config.path("data_dir")).filePath(QStringLiteral("hub.db"));
}

bool HubService::prepareDataDir(const HubConfig &config, QString *error)
{
    const QString folder = config.path("data_dir");
    const bool isNew = !QDir(folder).exists();
    if (!QDir().mkpath(folder)) {
        *error = tr("The data folder %1 cannot be made").arg(folder);
        return false;
    }
    if (isNew)
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return true;
}

std::unique_ptr<QFile> HubService::takeDataDir(const HubConfig &config, QString *error)
{
    auto lock = std::make_unique<QFile>(QDir(config.path("data_dir")).filePath(QStringLiteral("hub.lock")));
    if (!lock->open(QIODevice::WriteOnly)) {
        *error = tr("The data folder %1 cannot be written").arg(config.path("data_dir"));
        return nullptr;
    }
    // The system lets go of it however the process ends; a file that names a process outlives a crash.
    if (::flock(lock->handle(), LOCK_EX | LOCK_NB) != 0) {
        *error = tr("Another hub runs in the data folder %1").arg(config.path("data_dir"));
        return nullptr;
    }
    return lock;
}

DeskConfig HubService::deskConfig(const HubConfig &config)
{
    DeskConfig desk;
    desk.offerMs = config.seconds("offer_seconds") * 1000LL;
    desk.graceMs = config.seconds("grace_seconds") * 1000LL;
    desk.wrapupMs = config.seconds("wrapup_seconds") * 1000LL;
    desk.hardCapacityExtra = config.count("hard_capacity_extra");
    return desk;
}

HubSettings HubService::hubSettings(const HubConfig &config)
{
    HubSettings settings;
    settings.database.path = databasePath(config);
    RetentionSettings &keep = settings.writer.retention;
    keep.logMs = config.count("keep_log_days") * RetentionSettings::day;
    keep.resultsMs = config.count("keep_results_days") * RetentionSettings::day;
    keep.devicesMs = config.count("keep_devices_days") * RetentionSettings::day;
    keep.tokensMs = config.count("keep_tokens_days") * RetentionSettings::day;
    keep.unsentFilesMs = config.count("keep_unsent_files_days") * RetentionSettings::day;
    return settings;
}

QHostAddress HubService::addressFor(const char *key) const
{
    const QString own = m_config.text(key);
    return QHostAddress(own.isEmpty() ? m_config.text("listen") : own);
}

HttpOptions HubService::httpOptions() const
{
    HttpOptions options;
    options.address = addressFor("http_listen");
    options.port = m_config.port("http_port");
    options.certificateFile = m_config.path("tls_cert");
    options.keyFile = m_config.path("tls_key");
    options.behindProxy = m_config.flag("behind_proxy");
    options.dataDir = m_config.path("data_dir");
    options.updatesDir = m_config.path("updates_dir");
    options.hubName = m_config.text("name");
    options.accent = m_config.text("accent");
    options.languages = m_config.list("languages");
    options.allowedOrigins = m_config.list("allowed_origins");
    options.metricsToken = m_config.text("metrics_token");
    options.mimes = m_config.list("file_types");
    options.fileLimit = m_config.bytes("file_max_bytes");
    options.fileBytesPerSecond = m_config.bytes("file_bytes_per_second");
    return options;
}

LinkServerSettings HubService::linkSettings() const
{
    LinkServerSettings settings;
    settings.address = addressFor("link_listen");
    settings.port = m_config.port("link_port");
    settings.certificateFile = m_config.path("tls_cert");
    settings.keyFile = m_config.path("tls_key");
    settings.behindProxy = m_config.flag("behind_proxy");
    settings.connections = m_config.count("link_connections");
    settings.connectionsPerAddress = m_config.count("link_connections_per_address");
    return settings;
}

} // namespace liaison::hub
