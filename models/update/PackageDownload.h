// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/TlsTrust.h"
#include "models/update/UpdateManifest.h"
#include "models/update/UpdateReason.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace liaison::update {

/// Fetches one package into `<folder>/<sha256>.part`, goes on where an earlier try stopped, checks size and hash, and only then calls
/// it `<sha256>.package`. Reads no faster than `bytesPerSecond`, so that the link to the hub keeps its share of the line.
/// One thread with an event loop; the hash runs along with the download.
class PackageDownload : public QObject
{
    Q_OBJECT
public:
    explicit PackageDownload(const QString &folder, QObject *parent = nullptr);
    ~PackageDownload() override;

    /// One MiB a second: a package of 60 MB in a minute, and an eighth of a line of 100 Mbit/s.
    static constexpr qint64 usualRate = 1 << 20;

    /// `trust`: which server may be asked for it at all.
    void start(const QUrl &url, const UpdateManifest::Package &package, const TlsTrust &trust, qint64 bytesPerSecond = usualRate);
    /// Stops; what came is kept for the next time.
    void cancel();
    bool isRunning() const { return m_running; }
    int percent() const;

    /// Where a verified package lies.
    static QString pathOf(const QString &folder, const UpdateManifest::Package &package);
    /// Reads a file again and says whether it is that package: None, WrongSize, WrongHash or CannotWrite. Costs a read of the file.
    static Reason check(const QString &file, qint64 size, const QByteArray &sha256);

signals:
    void progress(int percent);
    /// Verified: `file` is what was signed.
    void done(const QString &file);
    void failed(liaison::update::Reason reason);

private:
    void request();
    bool takeAnswer();
    void take();
    void onFinished();
    void complete();
    bool hashWhatIsThere();
    void startOver();
    void fail(Reason reason);
    void dropReply();
    QString partPath() const;

    QString m_folder;
    TlsTrust m_trust;
    std::unique_ptr<QNetworkAccessManager> m_network; ///< of one start(): it keeps to one trust
    QUrl m_url;
    UpdateManifest::Package m_package;
    qint64 m_rate = usualRate;
    QPointer<QNetworkReply> m_reply;
    QFile m_part;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qint64 m_written = 0;
    qint64 m_budget = 0; ///< bytes that may be read by now
    QElapsedTimer m_sinceBudget;
    QTimer m_tick;
    bool m_running = false;
    bool m_answered = false;
    bool m_resumed = false; ///< the beginning is from an earlier try
    int m_percent = -1;
};

} // namespace liaison::update
