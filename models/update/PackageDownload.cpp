// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/PackageDownload.h"

#include "models/update/UpdateAddress.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QStorageInfo>

namespace liaison::update {

namespace {
constexpr int tickMs = 50;
constexpr qint64 pieceBytes = 256 << 10;
/// What the package leaves free: the store and the rest of the system go on.
constexpr qint64 roomLeft = 64 << 20;

QString baseOf(const UpdateManifest::Package &package) { return QString::fromLatin1(package.sha256.toHex()); }
} // namespace

PackageDownload::PackageDownload(const QString &folder, QObject *parent) : QObject(parent), m_folder(folder)
{
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &PackageDownload::take);
}

PackageDownload::~PackageDownload() { dropReply(); }

QString PackageDownload::pathOf(const QString &folder, const UpdateManifest::Package &package)
{
    return QDir(folder).filePath(baseOf(package) + QLatin1String(".package"));
}

QString PackageDownload::partPath() const { return QDir(m_folder).filePath(baseOf(m_package) + QLatin1String(".part")); }

Reason PackageDownload::check(const QString &path, qint64 size, const QByteArray &sha256)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Reason::CannotWrite;
    if (file.size() != size)
        return Reason::WrongSize;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return Reason::CannotWrite;
    return hash.result() == sha256 ? Reason::None : Reason::WrongHash;
}

int PackageDownload::percent() const { return m_package.size > 0 ? int(m_written * 100 / m_package.size) : 0; }

void PackageDownload::start(const QUrl &url, const UpdateManifest::Package &package, const TlsTrust &trust, qint64 bytesPerSecond)
{
    cancel();
    m_trust = trust;
    m_network = std::make_unique<QNetworkAccessManager>();
    m_trust.watch(m_network.get());
    m_url = url;
    m_package = package;
    m_rate = qMax<qint64>(bytesPerSecond, 1024);
    m_running = true;
    m_percent = -1;
    if (!UpdateAddress::isSafe(url)) {
        fail(Reason::UnsafeAddress);
        return;
    }
    if (!m_trust.faultOf(url).isEmpty()) {
        fail(Reason::NotTrusted);
        return;
    }
    const QString whole = pathOf(m_folder, package);
    if (QFile::exists(whole) && check(whole, package.size, package.sha256) == Reason::None) {
        m_written = package.size;
        m_running = false;
        QMetaObject::invokeMethod(
            this, [this, whole] { emit done(whole); }, Qt::QueuedConnection);
        return;
    }
    QFile::remove(whole);
    QDir().mkpath(m_folder);
    m_part.setFileName(partPath());
    if (!m_part.open(QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        fail(Reason::CannotWrite);
        return;
    }
    if (!hashWhatIsThere()) {
        startOver();
        return;
    }
    const QStorageInfo disk(m_folder);
    if (disk.isValid() && disk.bytesAvailable() < package.size - m_written + roomLeft) {
        fail(Reason::DiskFull);
        return;
    }
    request();
}

bool PackageDownload::hashWhatIsThere()
{
    m_hash.reset();
    m_written = m_part.size();
    m_resumed = m_written > 0;
    return m_written <= m_package.size && m_part.seek(0) && m_hash.addData(&m_part) && m_part.seek(m_written);
}

void PackageDownload::startOver()
{
    dropReply();
    m_hash.reset();
    m_written = 0;
    m_resumed = false;
    if (m_part.resize(0) && m_part.seek(0))
        request();
    else
        fail(Reason::CannotWrite);
}

void PackageDownload::request()
{
    if (m_written == m_package.size) {
        complete();
        return;
    }
    QNetworkRequest request = UpdateAddress::request(m_url, m_trust);
    if (m_written > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_written) + '-');
    m_answered = false;
    m_budget = 0;
    m_sinceBudget.restart();
    m_reply = m_network->get(request);
    // What is not read stays with the sender: TCP slows it down.
    m_reply->setReadBufferSize(qMax<qint64>(m_rate / 4, 16 << 10));
    connect(m_reply, &QNetworkReply::finished, this, &PackageDownload::onFinished);
    m_tick.start();
}

/// Looks at status and range once, before the first byte is taken; false if this answer is over.
bool PackageDownload::takeAnswer()
{
    if (m_answered)
        return true;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || (status >= 300 && status < 400))
        return false; // nothing yet, or Qt is about to go on to the next address
    if (status == 416 && m_resumed) {
        startOver();
        return false;
    }
    const Reason fault = UpdateAddress::faultOf(m_reply);
    if (fault != Reason::None) {
        fail(fault);
        return false;
    }
    m_answered = true;
    if (status == 206) {
        static const QRegularExpression form(QStringLiteral("^bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})$"));
        const auto match = form.match(QString::fromLatin1(m_reply->rawHeader("Content-Range")));
        if (match.hasMatch() && match.captured(1).toLongLong() == m_written && match.captured(2).toLongLong() == m_package.size)
            return true;
        if (m_written > 0)
            startOver(); // another file by now, or a range that was not asked for
        else
            fail(Reason::WrongSize);
        return false;
    }
    if (m_written > 0) {
        // This server knows no ranges and sends the whole.
        m_hash.reset();
        m_written = 0;
        m_resumed = false;
        if (!m_part.resize(0) || !m_part.seek(0)) {
            fail(Reason::CannotWrite);
            return false;
        }
    }
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (length.isValid() && length.toLongLong() != m_package.size) {
        fail(Reason::WrongSize);
        return false;
    }
    return true;
}

void PackageDownload::take()
{
    if (!m_reply || !takeAnswer())
        return;
    m_budget = qMin(m_budget + m_rate * m_sinceBudget.restart() / 1000, m_rate);
    while (m_reply && m_budget > 0 && m_reply->bytesAvailable() > 0) {
        const QByteArray block = m_reply->read(qMin(pieceBytes, m_budget));
        if (block.isEmpty())
            break;
        m_budget -= block.size();
        if (m_written + block.size() > m_package.size) {
            m_part.resize(0);
            fail(Reason::WrongSize);
            return;
        }
        // A write that stops in the middle is a full disk, too; the error only comes with the next one.
        if (const qint64 written = m_part.write(block); written != block.size()) {
            fail(written > 0 || m_part.error() == QFileDevice::ResourceError ? Reason::DiskFull : Reason::CannotWrite);
            return;
        }
        m_hash.addData(block);
        m_written += block.size();
    }
    if (percent() != m_percent) {
        m_percent = percent();
        emit progress(m_percent);
    }
    if (m_reply && m_reply->isFinished() && m_reply->bytesAvailable() == 0)
        onFinished();
}

void PackageDownload::onFinished()
{
    if (!m_reply)
        return;
    // What has arrived is taken at its pace first.
    if (takeAnswer() && m_reply && m_reply->bytesAvailable() > 0)
        return;
    if (!m_reply || !m_running)
        return;
    const Reason fault = UpdateAddress::faultOf(m_reply);
    const bool whole = m_written == m_package.size;
    const bool broken = m_reply->error() != QNetworkReply::NoError;
    if (!m_answered)
        fail(fault == Reason::None ? Reason::Unreachable : fault);
    else if (whole)
        complete();
    else
        fail(broken || m_written > 0 ? Reason::Interrupted : Reason::WrongSize);
}

void PackageDownload::complete()
{
    dropReply();
    if (m_hash.result() != m_package.sha256) {
        if (m_resumed) {
            startOver(); // the beginning may be another file's, of an earlier day
            return;
        }
        m_part.resize(0);
        fail(Reason::WrongHash);
        return;
    }
    m_part.close();
    const QString whole = pathOf(m_folder, m_package);
    if (!m_part.rename(whole)) {
        fail(Reason::CannotWrite);
        return;
    }
    m_running = false;
    emit done(whole);
}

void PackageDownload::cancel()
{
    dropReply();
    m_part.close();
    m_running = false;
}

void PackageDownload::fail(Reason reason)
{
    cancel();
    // Not at once: whoever called start() still has to connect what follows from it.
    QMetaObject::invokeMethod(
        this, [this, reason] { emit failed(reason); }, Qt::QueuedConnection);
}

void PackageDownload::dropReply()
{
    m_tick.stop();
    if (QNetworkReply *reply = m_reply) {
        m_reply = nullptr;
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

} // namespace liaison::update
