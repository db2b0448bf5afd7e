// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/sim/Tally.h"
#include "models/link/DeskLink.h"

#include <memory>

namespace liaison::sim {

/// Who a peer is on the wire.
struct PeerIdentity
{
    QString principal; ///< written form
    QString token;
    QString device;
    QString language;
    QString siteUrl;
    QString siteTitle;
    QUrl link;
    QStringList topics;
};

/// One synthetic client's end of the wire: a DeskLink, an outbox and a cursor that outlive it (as a page's local storage does),
/// and every message sent or seen told to the Tally. What customers and agents have in common. One thread.
class SimPeer : public QObject
{
    Q_OBJECT
public:
    /// `tally` and `clock` outlive it.
    SimPeer(DeskLink::TransportFactory factory, Tally *tally, const Clock &clock, const LinkTimings &timings = {},
            QObject *parent = nullptr);
    ~SimPeer() override;

    /// Opens the link; what is in the outbox goes again.
    void open(const PeerIdentity &identity);
    /// Closes the page: the link is gone at once, outbox and cursor stay.
    void close();
    bool isOpen() const { return m_link != nullptr; }
    bool isLive() const { return m_link && m_link->phase() == LinkPhase::Live; }
    const PeerIdentity &identity() const { return m_identity; }

    /// Puts a command into the outbox and sends it; returns its cid (of a message: its mid).
    QString send(const QString &kind, const QString &conversation, const QJsonObject &body);
    void sendTyping(const QString &conversation);
    /// Nothing waits for an answer.
    bool isIdle() const { return m_outbox.isEmpty(); }

signals:
    void live();
    void snapshotSeen(const QJsonObject &body);
    void eventSeen(const liaison::wire::Event &event);
    void signInNeeded();
    void refused(const liaison::wire::Err &err, const QString &kind);

private:
    void makeLink();
    void onEvents(const QString &epoch, const QList<wire::Event> &events);
    void onSnapshot(const QString &epoch, qint64 pos, const QJsonObject &body);
    void onAnswered(const wire::Ok &ok);
    void onRefused(const wire::Err &err);
    void recordTail(const QJsonObject &conversation);

    DeskLink::TransportFactory m_factory;
    Tally *m_tally;
    const Clock &m_clock;
    LinkTimings m_timings;
    PeerIdentity m_identity;
    std::unique_ptr<DeskLink> m_link;
    Cursor m_cursor;
    qint64 m_clockOffset = 0;
    bool m_wasUp = false;
    QList<wire::Command> m_outbox;
};

} // namespace liaison::sim
