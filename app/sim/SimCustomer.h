// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/sim/DialogueBook.h"
#include "app/sim/HttpClient.h"
#include "app/sim/SimOptions.h"
#include "app/sim/SimPeer.h"
#include "models/domain/Message.h"

#include <QTimer>

namespace liaison::sim {

/// One synthetic customer: gets an identity over HTTP, then lives through one script after the other until settle(). All that is
/// random comes from its own generator. One thread; `book`, `http` and `tally` outlive it.
class SimCustomer : public QObject
{
    Q_OBJECT
public:
    SimCustomer(const SimOptions &options, int number, const DialogueBook &book, HttpClient *http,
                DeskLink::TransportFactory factory, Tally *tally, const Clock &clock, QObject *parent = nullptr);

    /// From the next line on.
    void setPace(const SimOptions &options) { m_options = options; }
    /// Appears after `delayMs`.
    void start(int delayMs);
    /// Writes nothing new; comes back if away, and stays until everything is answered.
    void settle();
    /// In the link, up to date, and nothing waits for an answer.
    bool isSettled() const;
    /// Has an identity, that is: has ever reached the hub.
    bool isKnown() const { return !m_identity.token.isEmpty(); }

private:
    void becomeKnown();
    void beginDialogue();
    void endDialogue();
    void step();
    void act(const DialogueStep &step);
    void say(const QString &text);
    void sendFile(const QByteArray &bytes, const QString &mime, const QString &name, const QString &kind, const QSize &size);
    void goAway(int ms);
    void comeBack();
    void waitForAnswer();
    void onSnapshot(const QJsonObject &body);
    void onEvent(const wire::Event &event);
    void onAgentMessage(const Message &message, qint64 cseq);
    void next(int ms) { m_next.start(ms); }
    int pause();
    int typingTime(const QString &text);

    SimOptions m_options;
    int m_number;
    const DialogueBook &m_book;
    HttpClient *m_http;
    Tally *m_tally;
    QRandomGenerator m_random;
    SimPeer m_peer;
    PeerIdentity m_identity;
    Persona m_persona;
    QString m_conversation;
    QList<DialogueStep> m_todo;
    QString m_lastAnswer;
    QString m_toSay; ///< typed, sent when the typing time is over
    int m_answersSinceSay = 0;
    int m_nudges = 0;
    qint64 m_delivered = 0;
    qint64 m_read = 0;
    int m_uploads = 0;
    bool m_waiting = false;
    bool m_talking = false;
    bool m_settling = false;
    QTimer m_next;   ///< the next step
    QTimer m_return; ///< end of an absence
    QTimer m_reading;
};

} // namespace liaison::sim
