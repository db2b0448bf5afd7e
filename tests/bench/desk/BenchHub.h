// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Frames.h"

#include <QHash>
#include <QObject>
#include <QThread>
#include <QUrl>
#include <atomic>
#include <vector>

class QTcpServer;
class QTimer;
class QWebSocket;
class QWebSocketServer;

namespace liaison::bench {

/// A hub for one workstation, on a real loopback socket and a thread of its own, that says what it is told to say: resumes any cursor,
/// answers pings and commands, sends messages at a rate, and serves one picture for every file. What is called from outside may be
/// called from any thread.
class BenchHub : public QObject
{
public:
    /// `head`: the position up to which the workstation's store has everything.
    explicit BenchHub(qint64 head);
    ~BenchHub() override;

    QUrl linkUrl() const;
    QUrl httpUrl() const;
    qint64 head() const { return m_head; }
    /// Steady ns at which the event of a position was handed to the socket.
    qint64 sentAtNs(qint64 pos) const;

    /// Where a conversation's numbers go on.
    void setCseq(const QString &conversation, qint64 cseq);
    /// One message of a customer, logged and sent (or kept for the next link if there is none).
    void write(const QString &conversation);
    /// Any event.
    void append(const QString &kind, const QString &conversation, const QJsonObject &body);
    /// Messages at a steady rate: `ofFirst` of every ten to the first conversation, the others to the rest in turn.
    void startTraffic(const QStringList &conversations, int perSecond, int ofFirst);
    void stopTraffic();
    /// Cuts the link; the workstation comes again by itself.
    void cut();
    int links() const { return m_links; }
    /// JPEG bytes that every file's address answers with.
    void setPicture(const QByteArray &jpeg);

private:
    void run();
    void greet(QWebSocket *socket);
    void receive(QWebSocket *socket, const QString &text);
    void welcome(QWebSocket *socket, const wire::Hello &hello);
    void log(wire::Event event);
    void writeNow(const QString &conversation);
    void serve();
    template <typename Work>
    void there(Work work)
    {
        QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
    }

    static constexpr int mostEvents = 200'000;

    QThread m_thread;
    std::atomic<qint64> m_head;
    const qint64 m_first;
    std::vector<std::atomic<qint64>> m_sentAt;
    std::atomic<int> m_links = 0;
    quint16 m_linkPort = 0;
    quint16 m_httpPort = 0;

    // Its own thread only.
    QWebSocketServer *m_server = nullptr;
    QTcpServer *m_http = nullptr;
    QTimer *m_traffic = nullptr;
    QWebSocket *m_link = nullptr;
    qint64 m_fed = 0;
    qint64 m_events = 0;
    qint64 m_gen = 0;
    QList<wire::Event> m_log;
    QHash<QString, qint64> m_cseqs;
    QStringList m_conversations;
    int m_ofFirst = 0;
    qint64 m_turn = 0;
    qint64 m_dueNs = 0;
    qint64 m_everyNs = 0;
    QByteArray m_picture;
};

} // namespace liaison::bench
