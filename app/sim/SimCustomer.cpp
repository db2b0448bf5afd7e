// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sim/SimCustomer.h"

#include "app/sim/PictureMaker.h"
#include "models/domain/Ids.h"
#include "models/domain/Principal.h"

#include <QRegularExpression>

namespace liaison::sim {

namespace {
constexpr int askAgainMs = 1000;
constexpr int mostUploadTries = 20;
constexpr int mostNudges = 2;
constexpr int leastPatienceMs = 20000;
} // namespace

SimCustomer::SimCustomer(const SimOptions &options, int number, const DialogueBook &book, HttpClient *http,
                         DeskLink::TransportFactory factory, Tally *tally, const Clock &clock, QObject *parent)
    : QObject(parent), m_options(options), m_number(number), m_book(book), m_http(http), m_tally(tally),
      m_random(options.seed * 1000003U + quint32(number)), m_peer(std::move(factory), tally, clock)
{
    // By number, not by chance: of any ten customers the share is right.
    const bool chinese = (number * 37 + 13) % 100 < options.chinese;
    m_persona = m_book.persona(m_random, chinese ? QStringLiteral("zh") : QStringLiteral("en"));
    for (QTimer *timer : {&m_next, &m_return, &m_reading})
        timer->setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &SimCustomer::step);
    connect(&m_return, &QTimer::timeout, this, &SimCustomer::comeBack);
    connect(&m_reading, &QTimer::timeout, this, [this] {
        if (m_read == m_delivered || m_conversation.isEmpty())
            return;
        m_read = m_delivered;
        m_peer.send(QStringLiteral("conv.mark"), m_conversation, {{"delivered", m_delivered}, {"read", m_read}});
    });
    connect(&m_peer, &SimPeer::snapshotSeen, this, &SimCustomer::onSnapshot);
    connect(&m_peer, &SimPeer::eventSeen, this, &SimCustomer::onEvent);
}

int SimCustomer::pause()
{
    const int mean = m_options.pauseMs();
    return mean / 2 + m_random.bounded(qMax(1, mean));
}

int SimCustomer::typingTime(const QString &text)
{
    const int perCharacter = m_persona.language == QLatin1String("zh") ? 250 : 110;
    return qBound(1, qMin(int(text.size()) * perCharacter, m_options.pauseMs() / 3), 15000);
}

// --- coming and going ------------------------------------------------------------------------------------------------------

void SimCustomer::start(int delayMs) { QTimer::singleShot(delayMs, this, &SimCustomer::becomeKnown); }

void SimCustomer::becomeKnown()
{
    if (m_settling)
        return;
    m_http->post(QStringLiteral("/api/v1/visitor"), {}, this, [this](const HttpClient::Answer &answer) {
        const QString token = answer.body["token"].toString();
        if (!answer.ok() || token.isEmpty()) {
            // Nothing is lost by asking again: without a token nobody has this identity.
            QTimer::singleShot(answer.status == 429 ? 3 * askAgainMs : askAgainMs, this, &SimCustomer::becomeKnown);
            return;
        }
        const QJsonValue customer = answer.body["customer"];
        const QString id = customer.isObject() ? customer["id"].toString() : customer.toString();
        m_identity.principal = Principal::customer(id).toString();
        m_identity.token = token;
        m_identity.device = newId();
        m_identity.language = m_persona.language;
        m_identity.link = QUrl(answer.body["link"].toString());
        m_identity.siteUrl = QStringLiteral("https://shop.example.com/p/%1").arg(m_persona.values.value(QStringLiteral("model")));
        m_identity.siteUrl.replace(QLatin1Char(' '), QLatin1Char('-'));
        m_identity.siteTitle = m_persona.values.value(QStringLiteral("product"));
        m_identity.topics = QStringList{QStringLiteral("place")};
        m_peer.open(m_identity);
        // At a demo desk most people say first who they are; the others stay visitors until they are asked.
        if (m_options.demo && m_number % 6 != 5)
            m_peer.send(QStringLiteral("customer.describe"), {}, {{"name", m_persona.name()}});
        beginDialogue();
    });
}

void SimCustomer::goAway(int ms)
{
    m_peer.close();
    m_return.start(ms);
}

void SimCustomer::comeBack()
{
    if (!m_peer.isOpen() && isKnown())
        m_peer.open(m_identity);
    if (!m_settling && !m_talking)
        beginDialogue();
    else if (!m_settling)
        next(pause());
}

void SimCustomer::settle()
{
    m_settling = true;
    m_next.stop();
    m_return.stop();
    m_toSay.clear();
    if (isKnown() && !m_peer.isOpen())
        m_peer.open(m_identity);
}

bool SimCustomer::isSettled() const
{
    return !isKnown() || (m_peer.isLive() && m_peer.isIdle() && m_uploads == 0 && !m_reading.isActive());
}

// --- the script ------------------------------------------------------------------------------------------------------------

void SimCustomer::beginDialogue()
{
    const Dialogue &dialogue = m_book.pick(m_random, m_persona.language);
    m_todo = dialogue.steps;
    if (m_random.bounded(100) < m_options.pictures) {
        DialogueStep picture;
        picture.kind = DialogueStep::Kind::Picture;
        picture.texts = QStringList{QStringLiteral("{product} {model}")};
        m_todo.insert(qMin<qsizetype>(2, m_todo.size()), picture);
    }
    m_talking = true;
    m_nudges = 0;
    next(m_random.bounded(qMax(1, m_options.pauseMs() / 2)));
}

void SimCustomer::endDialogue()
{
    m_talking = false;
    // Half of them close the page between two matters; the others leave it open.
    const int rest = 2 * pause();
    if (m_random.bounded(2) == 0) {
        goAway(rest);
    } else {
        m_return.start(rest);
    }
}

void SimCustomer::step()
{
    if (m_settling || !m_talking)
        return;
    if (!m_toSay.isEmpty()) {
        const QString text = m_toSay;
        m_toSay.clear();
        m_answersSinceSay = 0;
        m_peer.send(QStringLiteral("msg.send"), {}, {{"kind", "text"}, {"text", text}});
        next(pause());
        return;
    }
    if (m_waiting) {
        // Nobody answered in time: ask once or twice more, then go on as people do.
        m_waiting = false;
        if (m_nudges < mostNudges) {
            ++m_nudges;
            m_todo.prepend({DialogueStep::Kind::Wait, {}, 0, {}});
            say(m_book.nudge(m_random, m_persona.language));
            return;
        }
    }
    if (m_todo.isEmpty()) {
        endDialogue();
        return;
    }
    act(m_todo.takeFirst());
}

void SimCustomer::act(const DialogueStep &step)
{
    using Kind = DialogueStep::Kind;
    const QString text =
        step.texts.isEmpty() ? QString() : m_persona.fill(step.texts.at(m_random.bounded(int(step.texts.size()))));
    switch (step.kind) {
    case Kind::Say: say(text); return;
    case Kind::Wait: waitForAnswer(); return;
    case Kind::Picture: {
        const MadePicture picture = makePicture(m_random, text);
        sendFile(picture.bytes, picture.mime, picture.name, QStringLiteral("picture"), picture.size);
        break;
    }
    case Kind::File: {
        QString content;
        for (auto it = m_persona.values.constBegin(); it != m_persona.values.constEnd(); ++it)
            content += it.key() + QStringLiteral(": ") + it.value() + QLatin1Char('\n');
        sendFile(content.toUtf8(), QStringLiteral("text/plain"), text, QStringLiteral("file"), {});
        break;
    }
    case Kind::Describe:
        m_peer.send(QStringLiteral("customer.describe"), {}, {{"name", m_persona.name()}, {"phone", m_persona.phone()}});
        next(pause() / 4);
        return;
    case Kind::Away: goAway(step.amount * 1000 * m_options.pauseMs() / 30000 + 500); return;
    case Kind::End:
        if (!m_conversation.isEmpty())
            m_peer.send(QStringLiteral("conv.leave"), m_conversation, {});
        break;
    case Kind::Chance:
    case Kind::Match: {
        const DialogueBranch *chosen = nullptr;
        if (step.kind == Kind::Chance) {
            chosen = &step.branches.at(m_random.bounded(100) < step.amount ? 0 : 1);
        } else {
            for (const DialogueBranch &branch : step.branches) {
                if (!chosen &&
                    QRegularExpression(branch.pattern, QRegularExpression::CaseInsensitiveOption).match(m_lastAnswer).hasMatch())
                    chosen = &branch;
            }
        }
        if (chosen)
            m_todo = chosen->steps + m_todo;
        next(0);
        return;
    }
    }
    next(pause());
}

void SimCustomer::say(const QString &text)
{
    m_toSay = text;
    m_peer.sendTyping(m_conversation);
    next(typingTime(text));
}

void SimCustomer::waitForAnswer()
{
    if (m_answersSinceSay > 0) {
        next(pause() / 3);
        return;
    }
    m_waiting = true;
    next(qMax(leastPatienceMs, 3 * m_options.pauseMs()) + m_random.bounded(5000));
}

void SimCustomer::sendFile(const QByteArray &bytes, const QString &mime, const QString &name, const QString &kind,
                           const QSize &size)
{
    const QString id = newId();
    ++m_uploads;
    auto tries = std::make_shared<int>(0);
    auto put = std::make_shared<std::function<void()>>();
    const QJsonObject known{{"id", id},
                            {"name", name},
                            {"mime", mime},
                            {"size", bytes.size()},
                            {"w", qMax(0, size.width())},
                            {"h", qMax(0, size.height())}};
    // The function keeps itself alive through the callback that waits for its answer, and through nothing else.
    const std::weak_ptr<std::function<void()>> again = put;
    *put = [this, id, name, mime, bytes, kind, known, tries, again] {
        m_http->putFile(id, m_identity.token, name, mime, bytes, this,
                        [this, kind, known, tries, self = again.lock()](const HttpClient::Answer &answer) {
                            if (!answer.ok() && (answer.status == 0 || answer.status >= 429) && ++*tries < mostUploadTries) {
                                QTimer::singleShot(askAgainMs, this, [self] { (*self)(); });
                                return;
                            }
                            --m_uploads;
                            if (!answer.ok()) {
                                m_tally->refused({}, QStringLiteral("upload_") + answer.code);
                                return;
                            }
                            QJsonObject file = known;
                            for (auto it = answer.body.constBegin(); it != answer.body.constEnd(); ++it)
                                file.insert(it.key(), it.value());
                            m_peer.send(QStringLiteral("msg.send"), {}, {{"kind", kind}, {"text", QString()}, {"file", file}});
                        });
    };
    (*put)();
}

// --- what comes back -------------------------------------------------------------------------------------------------------

void SimCustomer::onSnapshot(const QJsonObject &body)
{
    const QJsonArray conversations = body["convs"].toArray();
    for (const QJsonValue &value : conversations) {
        m_tally->belongsTo(value["id"].toString(), m_identity.principal);
        if (value["state"].toString() != QLatin1String("closed"))
            m_conversation = value["id"].toString();
    }
}

void SimCustomer::onEvent(const wire::Event &event)
{
    if (!event.conversation.isEmpty() && event.conversation != m_conversation) {
        m_conversation = event.conversation;
        m_delivered = m_read = 0;
        m_tally->belongsTo(m_conversation, m_identity.principal);
    }
    if (event.kind != QLatin1String("msg"))
        return;
    const Message message = Message::fromJson(event.body["msg"].toObject());
    if (message.side == Side::Agent)
        onAgentMessage(message, event.cseq);
}

void SimCustomer::onAgentMessage(const Message &message, qint64 cseq)
{
    m_delivered = qMax(m_delivered, cseq);
    m_lastAnswer = message.text;
    ++m_answersSinceSay;
    m_nudges = 0;
    if (!m_reading.isActive())
        m_reading.start(qMin(200 + m_random.bounded(1500), m_options.pauseMs()));
    if (m_waiting) {
        m_waiting = false;
        next(qMin(pause() / 2, 1000 + m_random.bounded(4000)));
    }
}

} // namespace liaison::sim
