// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/UpdateService.h"

#include "models/update/UpdateAddress.h"
#include "models/update/UpdateRule.h"

#include <QCryptographicHash>
#include <QDir>
#include <QNetworkReply>
#include <QRandomGenerator>

namespace liaison::update {

namespace {
/// "Later" means not again on this half of a working day.
constexpr qint64 laterMs = 4 * 3600 * 1000;
} // namespace

UpdateService::UpdateService(UpdateOptions options, const Clock &clock, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_clock(clock), m_download(m_options.folder), m_state(m_options.folder)
{
    m_options.trust.watch(&m_network);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &UpdateService::look);
    connect(&m_download, &PackageDownload::progress, this, &UpdateService::changed);
    connect(&m_download, &PackageDownload::done, this, &UpdateService::onDone);
    connect(&m_download, &PackageDownload::failed, this, [this](Reason reason) { settle(reason); });
}

UpdateService::~UpdateService() { stop(); }

void UpdateService::start()
{
    if (!m_options.isUsable())
        return;
    QDir().mkpath(m_options.folder);
    m_lock = std::make_unique<QLockFile>(QDir(m_options.folder).filePath(QStringLiteral("lock")));
    m_lock->setStaleLockTime(0);
    if (!m_lock->tryLock(0)) {
        m_lock.reset(); // the other window sees to it
        return;
    }
    m_state.load();
    if (m_state.ready) {
        // Fetched before this start: the files may have changed meanwhile, and this may be that version.
        const auto version = versionFrom(m_state.ready->version);
        if (!version || *version <= m_options.version || m_state.failed.contains(m_state.ready->version) ||
            PackageDownload::check(m_state.ready->file, m_state.ready->size, m_state.ready->sha256) != Reason::None)
            dropReady();
        else
            m_phase = Phase::Ready;
    }
    sweep();
    emit changed();
    plan(m_options.firstLookMs, m_options.spreadMs);
}

void UpdateService::stop()
{
    m_timer.stop();
    m_download.cancel();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
    m_lock.reset();
}

void UpdateService::plan(int ms, int spreadMs)
{
    // Three hundred desks that are switched on at nine must not ask in the same second.
    m_timer.start(ms + (spreadMs > 0 ? QRandomGenerator::global()->bounded(spreadMs) : 0));
}

void UpdateService::lookNow()
{
    if (m_lock)
        look();
}

void UpdateService::look()
{
    if (m_reply || m_phase == Phase::Downloading)
        return;
    if (!UpdateAddress::isSafe(m_options.url)) {
        settle(Reason::UnsafeAddress);
        return;
    }
    if (!m_options.trust.faultOf(m_options.url).isEmpty()) {
        settle(Reason::NotTrusted);
        return;
    }
    if (m_phase != Phase::Ready)
        m_phase = Phase::Looking;
    m_reply = m_network.get(UpdateAddress::request(m_options.url, m_options.trust));
    m_reply->setReadBufferSize(SignedManifest::mostBytes + 1);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        // A server that sends without end gets no more of our memory; it is refused when its answer is looked at.
        if (m_reply->bytesAvailable() > SignedManifest::mostBytes)
            onManifest();
    });
    connect(m_reply, &QNetworkReply::finished, this, &UpdateService::onManifest);
    emit changed();
}

void UpdateService::onManifest()
{
    QNetworkReply *reply = m_reply;
    if (!reply)
        return;
    m_reply = nullptr;
    reply->disconnect(this);
    reply->deleteLater();
    const Reason fault = UpdateAddress::faultOf(reply);
    const QByteArray file = reply->read(SignedManifest::mostBytes + 1);
    const bool cut = reply->error() != QNetworkReply::NoError && file.size() <= SignedManifest::mostBytes;
    reply->abort();
    if (fault != Reason::None)
        settle(fault);
    else if (cut)
        settle(Reason::Unreachable);
    else
        judge(file);
}

void UpdateService::judge(const QByteArray &file)
{
    const SignedManifest::Opened opened = SignedManifest::open(file, m_options.keys);
    if (opened.reason != Reason::None) {
        settle(opened.reason, opened.detail);
        return;
    }
    const auto parsed = UpdateManifest::parse(opened.payload);
    if (const auto *wrong = std::get_if<QString>(&parsed)) {
        settle(Reason::BadManifest, *wrong);
        return;
    }
    const auto &manifest = std::get<UpdateManifest>(parsed);
    const QByteArray digest = QCryptographicHash::hash(opened.payload, QCryptographicHash::Sha256);
    const UpdateState::Believed last = m_state.believed.value(m_options.channel);
    Situation situation;
    situation.channel = m_options.channel;
    situation.platform = m_options.platform;
    situation.version = m_options.version;
    situation.installation = m_options.installation;
    situation.nowMs = m_clock.utcMs();
    situation.lastSerial = last.serial;
    situation.lastDigest = last.digest;
    situation.failed = m_state.failed;
    const UpdateRule::Verdict verdict = UpdateRule::judge(manifest, digest, situation);
    if (verdict.believed && manifest.serial > last.serial) {
        m_state.believed.insert(m_options.channel, {manifest.serial, digest});
        if (!m_state.save()) {
            // Not to be forgotten: else the manifest before this one would be believed again after the next start.
            m_state.believed.insert(m_options.channel, last);
            settle(Reason::CannotWrite, QStringLiteral("state.json"));
            return;
        }
    }
    m_turnMs = verdict.fromMs;
    if (verdict.reason == Reason::None) {
        fetch(manifest);
        return;
    }
    // What was believed takes back what was fetched before: a version that is withdrawn is not installed any more.
    if (verdict.believed && m_state.ready)
        dropReady();
    settle(verdict.reason, manifest.version.toString());
}

void UpdateService::fetch(const UpdateManifest &manifest)
{
    m_manifest = manifest;
    const UpdateManifest::Package package = manifest.packages.value(m_options.platform);
    if (m_state.ready && m_state.ready->sha256 == package.sha256 && m_state.ready->version == manifest.version.toString()) {
        settle(Reason::None);
        return;
    }
    if (m_state.ready)
        dropReady();
    m_phase = Phase::Downloading;
    m_reason = Reason::None;
    emit changed();
    // What is laid down for one server says nothing of another; the package's hash is signed wherever it lies.
    const QUrl url = UpdateAddress::packageAt(m_options.url, package.address);
    m_download.start(url, package, UpdateAddress::isSameServer(url, m_options.url) ? m_options.trust : TlsTrust(),
                     m_options.bytesPerSecond);
}

void UpdateService::onDone(const QString &file)
{
    const UpdateManifest::Package package = m_manifest.packages.value(m_options.platform);
    m_state.ready =
        UpdateState::Ready{m_manifest.version.toString(), file, package.sha256, package.size, m_manifest.storeSchema, false};
    m_askAgainMs = 0;
    settle(m_state.save() ? Reason::None : Reason::CannotWrite);
}

void UpdateService::settle(Reason reason, const QString &detail)
{
    m_phase = m_state.ready ? Phase::Ready : Phase::Idle;
    m_reason = reason;
    m_detail = detail;
    m_lookedAt = m_clock.utcMs();
    const bool passing = reason == Reason::Unreachable || reason == Reason::Interrupted;
    int wait = passing ? m_options.tryAgainMs : m_options.lookEveryMs;
    if (reason == Reason::NotYet && m_turnMs > m_lookedAt)
        wait = int(qMin<qint64>(wait, m_turnMs - m_lookedAt + 1000));
    if (m_lock)
        plan(wait, wait / 5);
    emit changed();
}

void UpdateService::dropReady()
{
    QFile::remove(m_state.ready->file);
    m_state.ready.reset();
    m_phase = Phase::Idle;
    m_state.save();
}

/// Packages and halves of packages that nobody will ask for again.
void UpdateService::sweep()
{
    QDir folder(m_options.folder);
    const QString kept = m_state.ready ? QFileInfo(m_state.ready->file).fileName() : QString();
    QStringList parts = folder.entryList({QStringLiteral("*.part")}, QDir::Files, QDir::Time);
    if (!parts.isEmpty())
        parts.removeFirst(); // the newest may go on
    const QStringList whole = folder.entryList({QStringLiteral("*.package")}, QDir::Files);
    for (const QString &name : parts + whole) {
        if (name != kept)
            folder.remove(name);
    }
}

QString UpdateService::readyVersion() const { return m_state.ready ? m_state.ready->version : QString(); }

QString UpdateService::notes(const QString &language) const { return m_manifest.notesIn(language); }

bool UpdateService::wantsAnswer() const
{
    return m_phase == Phase::Ready && m_state.ready && !m_state.ready->atSignOut && m_clock.steadyMs() >= m_askAgainMs;
}

bool UpdateService::isChosenForSignOut() const { return m_state.ready && m_state.ready->atSignOut; }

bool UpdateService::canInstall() const
{
    if (m_options.platform == QLatin1String("windows-msi"))
        return true;
    return m_options.platform == QLatin1String("linux-appimage") &&
           QFileInfo(QFileInfo(m_options.program).absolutePath()).isWritable();
}

void UpdateService::choose(Choice choice)
{
    if (!m_state.ready)
        return;
    switch (choice) {
    case Choice::Now: emit installWanted(); return;
    case Choice::AtSignOut:
        m_state.ready->atSignOut = true;
        m_state.save();
        break;
    case Choice::Later: m_askAgainMs = m_clock.steadyMs() + laterMs; break;
    }
    emit changed();
}

QString UpdateService::takeWentBack()
{
    const QString version = m_state.wentBackFrom;
    if (!version.isEmpty()) {
        m_state.wentBackFrom.clear();
        m_state.save();
    }
    return version;
}

} // namespace liaison::update
