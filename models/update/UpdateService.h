// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"
#include "models/update/UpdateOptions.h"
#include "models/update/UpdateState.h"

#include <QLockFile>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <memory>

namespace liaison::update {

/// Looks at the start and every few hours whether there is a newer version, verifies it, fetches it in the background, and says when
/// it lies ready. It never installs anything: that is HandOver, when the agent wishes. One process of a data folder does this at a
/// time; another one keeps quiet. GUI thread.
class UpdateService : public QObject
{
    Q_OBJECT
public:
    enum class Phase { Idle, Looking, Downloading, Ready };
    enum class Choice { Now, AtSignOut, Later };

    /// `clock` is not owned.
    UpdateService(UpdateOptions options, const Clock &clock, QObject *parent = nullptr);
    ~UpdateService() override;

    /// Begins to look; nothing happens if the options are not usable.
    void start();
    /// Looks at once, whatever the plan.
    void lookNow();

    Phase phase() const { return m_phase; }
    /// Why there is nothing to install; of the last look, None before the first.
    Reason reason() const { return m_reason; }
    /// More of it for diagnostics, in English; no content of what was refused.
    QString detail() const { return m_detail; }
    /// With Reason::NotYet: when this installation's turn comes, UTC; 0 if it is not planned.
    qint64 turnMs() const { return m_turnMs; }
    /// UTC milliseconds of the last look that came to an end; 0 for none.
    qint64 lookedAt() const { return m_lookedAt; }
    int percent() const { return m_download.percent(); }
    const UpdateOptions &options() const { return m_options; }

    /// The version that lies ready; empty for none.
    QString readyVersion() const;
    QString notes(const QString &language) const;
    /// Ready, and the agent was not asked yet or said "later" some hours ago.
    bool wantsAnswer() const;
    /// The agent said "when I sign out".
    bool isChosenForSignOut() const;
    /// The program itself can put the package in place; otherwise an administrator has to, and the agent is only told.
    bool canInstall() const;
    void choose(Choice choice);
    /// A version that did not start and went back; to be said once, empty afterwards.
    QString takeWentBack();
    /// Lets go of the lock and ends all work, so that HandOver can use the folder.
    void stop();

signals:
    void changed();
    /// The agent wants it now; whoever runs the program ends it in an orderly way and calls HandOver.
    void installWanted();

private:
    void plan(int ms, int spreadMs);
    void look();
    void onManifest();
    void judge(const QByteArray &file);
    void fetch(const UpdateManifest &manifest);
    void onDone(const QString &file);
    void settle(Reason reason, const QString &detail = {});
    void dropReady();
    void sweep();

    UpdateOptions m_options;
    const Clock &m_clock;
    QNetworkAccessManager m_network;
    PackageDownload m_download;
    UpdateState m_state;
    std::unique_ptr<QLockFile> m_lock;
    QTimer m_timer;
    QPointer<QNetworkReply> m_reply;
    UpdateManifest m_manifest;
    Phase m_phase = Phase::Idle;
    Reason m_reason = Reason::None;
    QString m_detail;
    qint64 m_turnMs = 0;
    qint64 m_lookedAt = 0;
    qint64 m_askAgainMs = 0; ///< steady
};

} // namespace liaison::update
