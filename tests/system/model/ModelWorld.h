// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/sim/SimPeer.h"
#include "hub/accounts/Tokens.h"
#include "hub/links/HubCore.h"
#include "hub/routing/Desk.h"
#include "models/lists/MessageListModel.h"
#include "models/session/Session.h"
#include "models/store/Store.h"
#include "tests/system/model/FaultyWire.h"

#include <QTemporaryDir>
#include <atomic>

namespace liaison::test {

/// One customer, one agent and a hub in one process: the real hub core with the real rules of the desk, the real session over the
/// real encrypted store, and everything that can break between and under them. Faults that would destroy an object inside its own
/// slot are noted and carried out by pump(). One thread, besides those of the parts.
class ModelWorld : public QObject
{
    Q_OBJECT
public:
    ModelWorld();
    ~ModelWorld() override;

    /// Hub up, both known, the conversation with the agent. False with `error`.
    bool begin(QString *error);
    /// Lets everything that is due happen, and carries out the faults that are due.
    void pump();
    /// Pumps until `done`; false after `ms`.
    bool pumpUntil(const std::function<bool()> &done, int ms = 60000);

    // --- what people do; each text is one of its own kind ---
    void customerWrites();
    void agentWrites();

    // --- what breaks ---
    FaultyWire &customerWire() { return m_customerWire; }
    FaultyWire &agentWire() { return m_agentWire; }
    /// As by kill -9; comes back with the next pump().
    void killHub() { m_hubDies = true; }
    /// The writer dies at the n-th transaction from now, just before or after its commit; nobody gets an answer.
    void killHubAt(hub::WriterPoint point, int nth);
    /// The workstation's process ends as by kill -9: a new one starts on what the store's files hold at that instant.
    void killSession() { m_sessionDies = true; }
    /// The same when the store has committed `n` more transactions.
    void killSessionAfterCommits(int n) { m_sessionDiesAt = m_store->commits() + n; }
    /// The workstation's store falls back to what it was at the last killSession() (its newest commits were lost with the power).
    /// Only while its outbox is empty: that is committed with synchronous=FULL. False if it is not, or if there is no such state.
    bool rewindStore();
    /// The customer reloads the page; outbox and cursor stay, the socket does not.
    void reloadPage();

    // --- what must be true in the end ---
    /// Nothing waits anywhere and everybody has seen everything.
    bool isQuiet();
    /// Says one last word on each side, waits for quiet and compares hub, log, store and lists. Empty if all is well.
    QString verify();
    /// How many frames the present hub has refused because somebody sends too fast.
    qint64 refusedByRate() const { return m_hub->metrics().counter("link_rate_refused_total", "").value(); }
    int hubStarts() const { return m_hubStarts; }
    int sessionStarts() const { return m_sessionStarts; }
    int written() const { return int(m_customerTexts.size() + m_agentTexts.size()); }

private:
    bool startHub(QString *error);
    void stopHub();
    bool makePeople(QString *error);
    bool startSession(QString *error);
    void stopSession();
    void crashSession();
    void forgiveUncommitted();
    QString storeFolder() const { return m_dir.filePath(QStringLiteral("workstation-%1").arg(m_storeNumber)); }
    void openPage();
    void acceptOffers();
    QString compare();
    QStringList textsInModel() const;

    SystemClock m_clock;
    QTemporaryDir m_dir;
    hub::Desk m_desk;
    std::unique_ptr<hub::HubCore> m_hub;
    std::atomic<int> m_commitsUntilDeath{-1};
    std::atomic<hub::WriterPoint> m_deathPoint{hub::WriterPoint::BeforeCommit};
    bool m_hubDies = false;
    int m_hubStarts = 0;

    hub::NewToken m_agentToken;
    hub::NewToken m_customerToken;
    QString m_customer;
    QString m_conversation;

    FaultyWire m_agentWire;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<DeskLink> m_link;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MessageListModel> m_model;
    QSet<QString> m_accepted;
    bool m_sessionDies = false;
    bool m_sessionReady = false;
    int m_storeNumber = 0;
    qint64 m_sessionDiesAt = -1;
    int m_sessionStarts = 0;

    FaultyWire m_customerWire;
    sim::Tally m_tally;
    std::unique_ptr<sim::SimPeer> m_page;

    QStringList m_customerTexts;
    QStringList m_agentTexts;
    int m_agentNumber = 0;
    QHash<QString, QString> m_agentMids; ///< by text
    /// Seen in the committed outbox: from then on a message must not get lost. One that dies with the process before its commit
    /// (milliseconds after Enter) was never shown as safe.
    QSet<QString> m_promised;
    QString m_fault; ///< something that must not happen at all
};

} // namespace liaison::test
