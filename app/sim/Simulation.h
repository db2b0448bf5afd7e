// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/sim/DialogueBook.h"
#include "app/sim/HttpClient.h"
#include "app/sim/SimAgent.h"
#include "app/sim/SimCustomer.h"
#include "app/sim/SimOptions.h"
#include "app/sim/Tally.h"

#include <memory>
#include <vector>

namespace liaison::sim {

/// One run: brings the people on, lets them write for the time asked, lets everything settle, and has the count. One thread.
class Simulation : public QObject
{
    Q_OBJECT
public:
    /// `book` outlives it. The default factory opens WebSockets.
    Simulation(const SimOptions &options, const QString &password, const DialogueBook &book, QObject *parent = nullptr);
    ~Simulation() override;

    void start();
    /// Ends the writing now (an interrupt does it).
    void stop();
    TallySummary summary() const { return m_tally.summary(); }
    int customersKnown() const;

signals:
    /// Everything is answered and has come back, or the settling time is over.
    void finished();
    void failed(const QString &text);

private:
    void lookWhetherSettled();

    SimOptions m_options;
    SystemClock m_clock;
    Tally m_tally;
    HttpClient m_http;
    std::vector<std::unique_ptr<SimAgent>> m_agents;
    std::vector<std::unique_ptr<SimCustomer>> m_customers;
    QTimer m_end;
    QTimer m_look;
    qint64 m_settleUntil = 0;
    bool m_settling = false;
};

} // namespace liaison::sim
