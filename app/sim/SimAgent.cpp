// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/SimAgent.h"

#include "models/domain/Ids.h"
#include "models/domain/Principal.h"

namespace liaison::sim {

namespace {
constexpr int signInAgainMs = 1000;
constexpr int mostAnswers = 8; ///< in one conversation, so that a load run turns over
} // namespace

SimAgent::SimAgent(const SimOptions &options, int number, const QString &password, const DialogueBook &book, HttpClient *http,
                   DeskLink::TransportFactory factory, Tally *tally, const Clock &clock, QObject *parent)
    : QObject(parent), m_options(options), m_name(options.agentName(number)), m_password(password), m_book(book), m_http(http),
      m_tally(tally), m_random(options.seed * 7919U + quint32(number)), m_peer(std::move(factory), tally, clock)
{
    connect(&m_peer, &SimPeer::snapshotSeen, this, &SimAgent::onSnapshot);
    connect(&m_peer, &SimPeer::eventSeen, this, &SimAgent::onEvent);
}

void SimAgent::start()
{
    m_identity.device = m_identity.device.isEmpty() ? newId() : m_identity.device;
    const QJsonObject body{{"name", m_name},
                           {"password", m_password},
                           {"device", m_identity.device},
                           {"device_name", QStringLiteral("liaison-sim")}};
    m_http->post(QStringLiteral("/api/v1/sign-in"), body, this, [this](const HttpClient::Answer &answer) {
        if (answer.status == 401 || answer.status == 403) {
            emit failed(QStringLiteral("sign-in as %1 was refused").arg(m_name));
            return;
        }
        if (!answer.ok()) {
            QTimer::singleShot(signInAgainMs, this, &SimAgent::start);
            return;
        }
        m_identity.principal = Principal::agent(answer.body["agent"]["id"].toString()).toString();
        m_identity.token = answer.body["token"].toString();
        m_identity.link = QUrl(answer.body["link"].toString());
        m_identity.language = QStringLiteral("zh");
        m_identity.topics = QStringList{QStringLiteral("queues")};
        if (m_options.answer < 100)
            m_tally->setShared(m_identity.principal);
        m_peer.open(m_identity);
        m_peer.send(QStringLiteral("agent.state"), {}, {{"status", "available"}});
    });
}

void SimAgent::settle()
{
    m_settling = true;
    m_chats.clear();
}

SimAgent::Chat &SimAgent::chat(const QString &conversation)
{
    const auto it = m_chats.find(conversation);
    if (it != m_chats.end())
        return it->second;
    Chat &fresh = m_chats[conversation];
    fresh.ours = m_random.bounded(100) < m_options.answer;
    fresh.timer = std::make_unique<QTimer>();
    fresh.timer->setSingleShot(true);
    connect(fresh.timer.get(), &QTimer::timeout, this, [this, conversation] { answer(conversation); });
    return fresh;
}

// --- what comes ------------------------------------------------------------------------------------------------------------

void SimAgent::onSnapshot(const QJsonObject &body)
{
    m_codes.clear();
    const QJsonArray codes = body["codes"].toArray();
    for (const QJsonValue &code : codes)
        m_codes.append(code["id"].toString());
    m_chats.clear();
    const QJsonArray conversations = body["convs"].toArray();
    for (const QJsonValue &value : conversations) {
        const QJsonObject conversation = value.toObject();
        const QString state = conversation["state"].toString();
        if (state == QLatin1String("offered"))
            onOffer(conversation, conversation["offer"].toObject());
        else if (state == QLatin1String("active"))
            onAssigned(conversation);
    }
}

void SimAgent::onEvent(const wire::Event &event)
{
    const QJsonObject conversation = event.body["conv"].toObject();
    if (event.kind == QLatin1String("conv.offered"))
        onOffer(conversation, event.body["offer"].toObject());
    else if (event.kind == QLatin1String("conv.assigned"))
        onAssigned(conversation);
    else if (event.kind == QLatin1String("conv.lost") || event.kind == QLatin1String("conv.closed"))
        onLost(event.conversation);
    else if (event.kind == QLatin1String("msg"))
        onMessage(event.conversation, Message::fromJson(event.body["msg"].toObject()));
    else if (event.kind == QLatin1String("agent.state") && !m_settling &&
             event.body["agent"]["status"].toString() == QLatin1String("break") && m_options.answer == 100)
        m_peer.send(QStringLiteral("agent.state"), {}, {{"status", "available"}});
}

void SimAgent::onOffer(const QJsonObject &conversation, const QJsonObject &offer)
{
    const QString id = conversation["id"].toString();
    const QString offerId = offer["id"].toString();
    if (m_settling || id.isEmpty() || offerId.isEmpty())
        return;
    QTimer::singleShot(qMin(300 + m_random.bounded(1500), m_options.answerMostMs), this, [this, id, offerId] {
        if (!m_settling)
            m_peer.send(QStringLiteral("conv.accept"), id, {{"offer", offerId}});
    });
}

void SimAgent::onAssigned(const QJsonObject &conversation)
{
    const QString id = conversation["id"].toString();
    m_tally->owns(m_identity.principal, id, true);
    if (m_settling)
        return;
    const QJsonArray tail = conversation["tail"].toArray();
    for (const QJsonValue &value : tail)
        onMessage(id, Message::fromJson(value.toObject()));
}

void SimAgent::onLost(const QString &conversation)
{
    m_tally->owns(m_identity.principal, conversation, false);
    m_chats.erase(conversation);
}

void SimAgent::onMessage(const QString &conversation, const Message &message)
{
    if (m_settling || (message.side != Side::Customer && message.side != Side::Agent))
        return;
    Chat &here = chat(conversation);
    if (message.side == Side::Agent) {
        here.answered = true;
        return;
    }
    here.cseq = qMax(here.cseq, message.cseq);
    here.answered = false;
    here.lastText = message.text;
    schedule(conversation);
}

// --- what we do ------------------------------------------------------------------------------------------------------------

void SimAgent::schedule(const QString &conversation)
{
    Chat &here = chat(conversation);
    if (!here.ours || here.timer->isActive())
        return;
    here.timer->start(delay());
    m_peer.sendTyping(conversation);
}

void SimAgent::answer(const QString &conversation)
{
    Chat &here = chat(conversation);
    if (here.answered) {
        closeWithCode(conversation);
        return;
    }
    here.answered = true;
    ++here.answers;
    const bool farewell = m_book.isFarewell(here.lastText) || here.answers >= mostAnswers;
    m_peer.send(QStringLiteral("conv.mark"), conversation, {{"delivered", here.cseq}, {"read", here.cseq}});
    m_peer.send(QStringLiteral("msg.send"), conversation, {{"kind", "text"}, {"text", m_book.answer(m_random, here.lastText)}});
    if (farewell)
        here.timer->start(delay());
}

void SimAgent::closeWithCode(const QString &conversation)
{
    if (m_codes.isEmpty())
        return;
    const QString code = m_codes.at(m_random.bounded(int(m_codes.size())));
    m_peer.send(QStringLiteral("conv.close"), conversation, {{"code", code}});
}

} // namespace liaison::sim
