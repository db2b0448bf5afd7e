// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/BenchHub.h"

#include "models/domain/Message.h"
#include "models/wire/Codec.h"
#include "tests/bench/SampleTalk.h"
#include "tests/bench/desk/OpenStore.h"

#include <QDateTime>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

namespace liaison::bench {

namespace {
constexpr int eventsPerBatch = 200;
}

BenchHub::BenchHub(qint64 head) : m_head(head), m_first(head), m_sentAt(mostEvents)
{
    m_fed = head;
    moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("bench hub"));
    m_thread.start();
    QMetaObject::invokeMethod(
        this, [this] { run(); }, Qt::BlockingQueuedConnection);
}

BenchHub::~BenchHub()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            delete m_traffic;
            delete m_server;
            delete m_http;
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

QUrl BenchHub::linkUrl() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1/desk").arg(m_linkPort)); }
QUrl BenchHub::httpUrl() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_httpPort)); }

qint64 BenchHub::sentAtNs(qint64 pos) const
{
    const qint64 index = pos - m_first - 1;
    return index >= 0 && index < mostEvents ? m_sentAt[size_t(index)].load() : 0;
}

void BenchHub::run()
{
    m_server = new QWebSocketServer(QStringLiteral("bench"), QWebSocketServer::NonSecureMode);
    m_server->setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
    auto *links = new QTcpServer(m_server); // of its own, for the option that the real hub sets
    if (!links->listen(QHostAddress::LocalHost))
        qFatal("the bench's hub cannot listen");
    m_linkPort = links->serverPort();
    connect(links, &QTcpServer::newConnection, this, [this, links] {
        while (QTcpSocket *socket = links->nextPendingConnection()) {
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            m_server->handleConnection(socket);
        }
    });
    connect(m_server, &QWebSocketServer::newConnection, this, [this] {
        while (QWebSocket *socket = m_server->nextPendingConnection())
            greet(socket);
    });
    m_http = new QTcpServer;
    if (!m_http->listen(QHostAddress::LocalHost))
        qFatal("the bench's hub cannot listen");
    m_httpPort = m_http->serverPort();
    connect(m_http, &QTcpServer::newConnection, this, [this] { serve(); });
    m_traffic = new QTimer;
    m_traffic->setTimerType(Qt::PreciseTimer);
    connect(m_traffic, &QTimer::timeout, this, [this] {
        for (const qint64 now = OpenStore::nowNs(); m_dueNs <= now; m_dueNs += m_everyNs) {
            const qint64 turn = m_turn++;
            const bool first = turn % 10 < m_ofFirst || m_conversations.size() == 1;
            writeNow(first ? m_conversations.first() : m_conversations.at(1 + turn % (m_conversations.size() - 1)));
        }
    });
}

void BenchHub::greet(QWebSocket *socket)
{
    socket->setParent(m_server);
    connect(socket, &QWebSocket::textMessageReceived, this, [this, socket](const QString &text) { receive(socket, text); });
    connect(socket, &QWebSocket::disconnected, this, [this, socket] {
        if (m_link == socket) {
            m_link = nullptr;
            m_links = 0;
        }
        socket->deleteLater();
    });
}

void BenchHub::receive(QWebSocket *socket, const QString &text)
{
    const wire::Decoded decoded = wire::decode(text.toUtf8());
    const auto *frame = std::get_if<wire::Frame>(&decoded);
    if (!frame)
        return;
    const auto send = [socket](const wire::Frame &answer) { socket->sendTextMessage(QString::fromUtf8(wire::encode(answer))); };
    if (const auto *hello = std::get_if<wire::Hello>(frame)) {
        welcome(socket, *hello);
    } else if (const auto *ping = std::get_if<wire::Ping>(frame)) {
        send(wire::Pong{ping->id, m_fed, m_events, QDateTime::currentMSecsSinceEpoch(), ping->ts});
    } else if (const auto *command = std::get_if<wire::Command>(frame)) {
        wire::Event event;
        event.kind = QStringLiteral("noted");
        event.conversation = command->conversation;
        event.cid = command->cid;
        log(event);
        wire::Ok ok;
        ok.cid = command->cid;
        ok.pos = m_head;
        send(ok);
    }
}

void BenchHub::welcome(QWebSocket *socket, const wire::Hello &hello)
{
    m_link = socket;
    m_links = 1;
    wire::Welcome welcome;
    welcome.node = QStringLiteral("n1");
    welcome.session = QStringLiteral("s1");
    welcome.gen = ++m_gen;
    welcome.epoch = QStringLiteral("e1");
    welcome.from = hello.pos;
    welcome.head = m_head;
    welcome.now = QDateTime::currentMSecsSinceEpoch();
    welcome.me = QStringLiteral("a:anna");
    welcome.mode = QStringLiteral("resume");
    const auto send = [socket](const wire::Frame &frame) { socket->sendTextMessage(QString::fromUtf8(wire::encode(frame))); };
    send(welcome);
    m_events = 0;
    wire::Batch batch;
    for (const wire::Event &event : std::as_const(m_log)) {
        if (event.pos <= hello.pos)
            continue;
        batch.events.append(event);
        ++m_events;
        if (batch.events.size() == eventsPerBatch)
            send(std::exchange(batch, {}));
    }
    if (!batch.events.isEmpty())
        send(batch);
    m_log.clear();
    m_fed = m_head;
    send(wire::Live{m_head});
}

void BenchHub::log(wire::Event event)
{
    event.pos = ++m_head;
    event.at = QDateTime::currentMSecsSinceEpoch();
    event.by = QStringLiteral("s:hub");
    const qint64 index = event.pos - m_first - 1;
    if (m_link) {
        const QString text = QString::fromUtf8(wire::encode(event));
        if (index < mostEvents)
            m_sentAt[size_t(index)] = OpenStore::nowNs();
        m_link->sendTextMessage(text);
        m_fed = event.pos;
        ++m_events;
    } else {
        m_log.append(event); // for who comes back; what was sent is not kept: it would count as the workstation's memory
    }
}

void BenchHub::setCseq(const QString &conversation, qint64 cseq)
{
    there([this, conversation, cseq] { m_cseqs[conversation] = cseq; });
}

void BenchHub::write(const QString &conversation)
{
    there([this, conversation] { writeNow(conversation); });
}

void BenchHub::writeNow(const QString &conversation)
{
    Message message;
    message.conversation = conversation;
    message.cseq = ++m_cseqs[conversation];
    message.mid = SampleTalk::idOf(0x99, m_head + 1);
    message.side = Side::Customer;
    message.by = QStringLiteral("c:") + conversation;
    message.byName = QStringLiteral("Bo Lind");
    message.at = QDateTime::currentMSecsSinceEpoch();
    message.text = message.cseq % 2 == 0
                       ? QStringLiteral("Please, when does my order %1 arrive? It was sent on Monday.").arg(m_head)
                       : QStringLiteral("请问我的订单%1什么时候到？已经三天了，还没有收到。").arg(m_head);
    wire::Event event;
    event.kind = QStringLiteral("msg");
    event.conversation = conversation;
    event.cseq = message.cseq;
    event.mid = message.mid;
    event.body = {{"msg", message.toJson()}, {"need_since", message.at}};
    log(event);
}

void BenchHub::append(const QString &kind, const QString &conversation, const QJsonObject &body)
{
    there([this, kind, conversation, body] {
        wire::Event event;
        event.kind = kind;
        event.conversation = conversation;
        event.body = body;
        log(event);
    });
}

void BenchHub::startTraffic(const QStringList &conversations, int perSecond, int ofFirst)
{
    there([this, conversations, perSecond, ofFirst] {
        m_conversations = conversations;
        m_ofFirst = ofFirst;
        m_everyNs = 1'000'000'000 / perSecond;
        m_dueNs = OpenStore::nowNs() + m_everyNs;
        m_traffic->start(1);
    });
}

void BenchHub::stopTraffic()
{
    QMetaObject::invokeMethod(
        this, [this] { m_traffic->stop(); }, Qt::BlockingQueuedConnection);
}

void BenchHub::cut()
{
    there([this] {
        if (m_link)
            m_link->abort();
    });
}

void BenchHub::setPicture(const QByteArray &jpeg)
{
    there([this, jpeg] { m_picture = jpeg; });
}

void BenchHub::serve()
{
    while (QTcpSocket *socket = m_http->nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            while (socket->canReadLine()) {
                if (!socket->readLine().trimmed().isEmpty())
                    continue;
                const QByteArray status = m_picture.isEmpty() ? "404 Not Found" : "200 OK";
                socket->write("HTTP/1.1 " + status + "\r\nContent-Type: image/jpeg\r\nContent-Length: " +
                              QByteArray::number(m_picture.size()) + "\r\n\r\n" + m_picture);
            }
        });
    }
}

} // namespace liaison::bench
