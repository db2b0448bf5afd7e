// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/sim/DialogueBook.h"
#include "app/sim/HttpClient.h"
#include "app/sim/SimOptions.h"
#include "app/sim/SimPeer.h"
#include "models/domain/Message.h"

#include <QTimer>

namespace liaison::sim {

/// One synthetic agent: signs in, accepts what is offered, reads, answers within the configured time with a fitting canned text and
/// closes with a wrap-up code. One thread; `book`, `http` and `tally` outlive it.
class SimAgent : public QObject
{
    Q_OBJECT
public:
    SimAgent(const SimOptions &options, int number, const QString &password, const DialogueBook &book, HttpClient *http,
             DeskLink::TransportFactory factory, Tally *tally, const Clock &clock, QObject *parent = nullptr);

    void start();
    /// Says nothing new; stays until everything is answered.
    void settle();
    bool isSettled() const { return !isSignedIn() || (m_peer.isLive() && m_peer.isIdle()); }
    bool isSignedIn() const { return !m_identity.token.isEmpty(); }

signals:
    /// Name or password are wrong: the run makes no sense.
    void failed(const QString &text);

private:
    struct Chat
    {
        QString lastText; ///< of the customer, not yet answered; empty if there is none
        qint64 cseq = 0;  ///< newest of the customer's
        int answers = 0;
        bool answered = true;
        bool ours = true; ///< one of those we answer (--answer)
        std::unique_ptr<QTimer> timer;
    };
    void onSnapshot(const QJsonObject &body);
    void onEvent(const wire::Event &event);
    void onOffer(const QJsonObject &conversation, const QJsonObject &offer);
    void onAssigned(const QJsonObject &conversation);
    void onLost(const QString &conversation);
    void onMessage(const QString &conversation, const Message &message);
    void schedule(const QString &conversation);
    void answer(const QString &conversation);
    void closeWithCode(const QString &conversation);
    Chat &chat(const QString &conversation);
    int delay() { return m_options.answerMinMs + m_random.bounded(qMax(1, m_options.answerMostMs - m_options.answerMinMs)); }

    SimOptions m_options;
    QString m_name;
    QString m_password;
    const DialogueBook &m_book;
    HttpClient *m_http;
    Tally *m_tally;
    QRandomGenerator m_random;
    SimPeer m_peer;
    PeerIdentity m_identity;
    QStringList m_codes;
    std::map<QString, Chat> m_chats;
    bool m_settling = false;
};

} // namespace liaison::sim
